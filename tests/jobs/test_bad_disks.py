"""A disk that is full, gone, read-only or damaged is told in a plain sentence, on the page and by
the command; earlier copies stay good and the journal goes on."""

import shutil
from dataclasses import replace

import pytest

from jobs.seal import seal, ship
from models import engine
from models.audit.shipped import files
from models.audit.verify import verify
from models.base import db
from models.journal.cell import Mark
from models.office.paper import FamilyPaper
from models.office.paper_file import PDF, Brought, attach
from models.refusal import Refused
from models.runs import keeping
from models.runs.backup import backups, folder, make_backup, manifest, verify_backup
from models.runs.restore_log import restores
from models.runs.restoring import Wish, bring_back
from models.runs.run import FAILED, new_run
from models.runs.scans import list_file
from models.runs.targets import Target, adopt
from tests.jobs import disks

MATHS = ("5-А", "Математика")
SCAN = b"%PDF-1.7 " + bytes(300)


@pytest.fixture
def usb(app, tmp_path):
    """A small disk that takes copies; (folder, whether it is a disk of its own)."""
    place = tmp_path / "usb"
    place.mkdir()
    with disks.small_disk(place) as mounted:
        adopt(place)
        own = app.config["KLASS"]
        app.config["KLASS"] = replace(own, copies=(place,))
        yield place, mounted
        app.config["KLASS"] = own


@pytest.fixture
def here(app):
    """The folder of copies of the data folder, on a small disk of its own."""
    place = folder(app.config["KLASS"].data)
    shutil.rmtree(place)
    folder(app.config["KLASS"].data)
    with disks.small_disk(place) as mounted:
        yield place, mounted
    for left in place.glob("*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@pytest.fixture
def school(app, in_school, as_, cast):
    """The app with a scan, a mark, and all of it sealed."""
    data = app.config["KLASS"].data
    shutil.rmtree(data / "papers", ignore_errors=True)
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    with in_school() as session:
        attach(session.query(FamilyPaper).first(), [Brought("Заявление.pdf", PDF, SCAN)], data)
        session.commit()
        seal()
    return app


def made(app):
    settings = app.config["KLASS"]
    return make_backup(settings.database_url, settings.data)


def is_good(app, place, copy) -> bool:
    return bool(verify_backup(app.config["KLASS"].database_url, place, copy.name).verified_at)


def said_by(app, *arguments: str) -> str:
    """What a command that fails says to people: one sentence or two, no traceback."""
    done = app.test_cli_runner().invoke(args=[*arguments])
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit), done.exception
    assert "Error: " in done.output and "Traceback" not in done.output, done.output
    return done.output


@pytest.fixture
def failed_run(app, do_now, as_):
    """What the page of a run that failed says."""

    def fail(kind: str, **args) -> str:
        with app.app_context(), engine.writing():
            run = new_run(kind, **args)
            db.session.commit()
            number = run.id
        do_now(number)
        page = as_("admin").get(f"/administrator/runs/{number}")
        with app.app_context():
            run = db.session.get(type(run), number)
            assert run.state == FAILED
            assert run.error in page.text
            return run.error

    return fail


def the_journal_works(as_, cast) -> None:
    answer = as_("anna").type("teacher", cast, MATHS, "olya", "4")
    assert answer.status_code == 200


def test_a_full_disk_is_told_and_the_journal_goes_on(school, here, failed_run, as_, cast):
    place, mounted = here
    data = school.config["KLASS"].data
    earlier = made(school)
    with disks.full(place, mounted):
        if mounted:
            assert "нет места" in failed_run("backup")
            page = as_("admin").get("/administrator/backups/").text
            assert "Последняя попытка не удалась" in page and "Прежние копии целы" in page
        said = said_by(school, "backup", "now")
        assert ("нет места" if mounted else "не") in said and "Прежние копии целы" in said
        the_journal_works(as_, cast)
        if mounted:
            assert "нет места" in said_by(school, "backup", "verify")
            assert backups(data)[0].failed is None, "the copy itself is not to blame"
    assert [one.name for one in backups(data)] == [earlier.name]
    assert not list(place.glob("scratch-*"))
    assert is_good(school, data, earlier)


def test_a_full_usb_disk_is_told_and_the_copy_here_stays(school, usb, as_, cast):
    place, mounted = usb
    data = school.config["KLASS"].data
    earlier = made(school)
    keeping.carry(data, earlier, Target(place))
    later = made(school)
    with disks.full(place, mounted, 20_000):
        with pytest.raises(Refused, match="Прежние копии целы") as told:
            keeping.carry(data, later, Target(place))
        assert ("нет места" if mounted else "принимает") in told.value.sentence
        the_journal_works(as_, cast)
    assert [one.name for one in backups(place)] == [earlier.name]
    assert not list(place.glob("**/*.draft"))
    assert is_good(school, data, later)
    assert is_good(school, place, earlier)


def test_a_disk_pulled_out_in_the_middle_is_told(school, usb, monkeypatch, as_, cast):
    place, _mounted = usb
    data = school.config["KLASS"].data
    copy = made(school)
    read = keeping.read_once

    def pulled(file):
        for piece in read(file):
            yield piece
            shutil.rmtree(place / "backups", ignore_errors=True)

    monkeypatch.setattr(keeping, "read_once", pulled)
    with pytest.raises(Refused, match=r"диск отключён\. Прежние копии целы"):
        keeping.carry(data, copy, Target(place))
    monkeypatch.undo()
    assert is_good(school, data, copy)
    the_journal_works(as_, cast)
    keeping.carry(data, copy, Target(place))
    assert is_good(school, place, copy)


def test_a_disk_that_can_only_be_read_is_told_everywhere(school, usb, as_, cast):
    place, mounted = usb
    data = school.config["KLASS"].data
    earlier = made(school)
    keeping.carry(data, earlier, Target(place))
    with disks.read_only(place, mounted):
        done = school.test_cli_runner().invoke(args=["backup", "now"])
        assert done.exit_code == 0, "the copy here is made all the same"
        assert f"Папка {place} открыта только для чтения." in done.output
        page = as_("admin").get("/administrator/backups/").text
        assert "открыта только для чтения" in page
        with school.app_context():
            assert "открыта только для чтения" in ship()[0]
            db.session.remove()
        the_journal_works(as_, cast)
    assert [one.name for one in backups(place)] == [earlier.name]
    assert is_good(school, place, earlier)


PARTS = {
    "database": lambda place, name: place / name,
    "manifest": manifest,
    "list of scans": list_file,
    "scan": lambda place, name: next((place / "papers").iterdir()),
}


@pytest.mark.parametrize("damage", [disks.cut, disks.flip])
@pytest.mark.parametrize("part", PARTS)
def test_a_damaged_part_is_told_and_other_copies_stay(
    school, here, failed_run, as_, cast, part, damage
):
    place, _mounted = here
    data = school.config["KLASS"].data
    earlier, later = made(school), made(school)
    damage(PARTS[part](place, later.name))
    run = failed_run("backup-check", name=later.name)
    said = said_by(school, "backup", "verify", later.name)
    assert run in said
    assert "повреж" in said or "сканов" in said
    page = as_("admin").get("/administrator/backups/")
    assert page.status_code == 200 and ("повреж" in page.text or "сканов" in page.text)
    assert "не прошла проверку" in as_("admin").get("/administrator/").text
    assert school.test_client().get("/readyz").json["copies"] == "down"
    if part != "scan":  # scans are shared
        assert is_good(school, data, earlier)
    the_journal_works(as_, cast)


def restored(app, copy):
    data = app.config["KLASS"].data
    with app.app_context():
        return bring_back(app.config["KLASS"], Wish(data, copy.name, {"id": "x"}), lambda *_: None)


@pytest.mark.parametrize("damage", [disks.cut, disks.flip])
def test_a_damaged_list_of_scans_keeps_nothing_from_coming_back(
    school, here, a_stage, as_, cast, damage
):
    place, _mounted = here
    copy = made(school)
    damage(list_file(place, copy.name))
    (scan,) = (school.config["KLASS"].data / "papers").iterdir()
    scan.unlink()
    as_("anna").type("teacher", cast, MATHS, "petya", "2", version=1)
    a_stage._close()
    assert restored(school, copy).lost == []
    assert scan.read_bytes() == SCAN
    assert shown(school) == ["5"]


def test_where_scans_find_no_room_all_is_as_it_was(school, a_stage, as_, cast):
    data = school.config["KLASS"].data
    copy = made(school)
    as_("anna").type("teacher", cast, MATHS, "petya", "2", version=1)
    a_stage._close()
    noted = restores(data)
    shutil.rmtree(data / "papers")
    (data / "papers").mkdir()
    with disks.small_disk(data / "papers", 1) as mounted:
        with (
            disks.full(data / "papers", mounted, 0),
            pytest.raises(Refused, match="Всё оставлено как было") as told,
        ):
            restored(school, copy)
        assert not mounted or "нет места" in told.value.sentence
    assert shown(school) == ["2"] and restores(data) == noted


def shown(app) -> list[str]:
    with app.app_context():
        return [one for (one,) in db.session.query(Mark.shown)]


def test_no_flipped_bit_of_a_manifest_is_believed(school, here):
    place, _mounted = here
    data = school.config["KLASS"].data
    copy = made(school)
    file = manifest(place, copy.name)
    whole = file.read_bytes()
    for number in range(len(whole)):
        file.write_bytes(whole[:number] + bytes([whole[number] ^ 4]) + whole[number + 1 :])
        (told,) = backups(data)
        assert told.failed or told == copy


@pytest.mark.parametrize("damage", [disks.cut, disks.flip])
def test_a_damaged_log_of_what_was_carried_away_is_told(school, usb, in_school, as_, cast, damage):
    place, _mounted = usb
    with in_school():
        assert ship() == []
    (log,) = files(place)
    damage(log)
    as_("anna").type("teacher", cast, MATHS, "petya", "3", version=1)
    with in_school():
        seal()
        assert ship() == []
    if damage is disks.cut:  # a torn line comes once more
        assert school.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
        return
    said = said_by(school, "audit", "verify")
    assert "повреждён или пропал" in said and str(place) in said
    log.rename(place / "old")
    with in_school():
        assert ship() == []
        assert verify(carried=(place,)).faults == []
