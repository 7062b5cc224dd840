"""From what a restore comes: which of the copies, which disk's log, and whose scans."""

import shutil
from contextlib import contextmanager
from dataclasses import replace

import pytest

from jobs.seal import seal, ship
from models.base import db
from models.journal.cell import Mark
from models.office.paper import FamilyPaper
from models.office.paper_file import PDF, Brought, attach
from models.runs import keeping
from models.runs.backup import folder, make_backup, manifest
from models.runs.targets import MARKER, Target, adopt
from tests.jobs import disks

MATHS = ("5-А", "Математика")
SCAN = b"%PDF-1.7 " + bytes(300)


@pytest.fixture
def settings(app, tmp_path):
    place = tmp_path / "usb"
    place.mkdir()
    adopt(place)
    own = app.config["KLASS"]
    for left in ("papers", "backups"):
        shutil.rmtree(own.data / left, ignore_errors=True)
    app.config["KLASS"] = replace(own, copies=(place,))
    yield app.config["KLASS"]
    app.config["KLASS"] = own
    (own.data / "restores.jsonl").unlink(missing_ok=True)


@pytest.fixture
def made(settings):
    return lambda: make_backup(settings.database_url, settings.data)


@pytest.fixture
def second(app, settings, tmp_path):
    """A second disk, named behind the first."""
    place = tmp_path / "other"
    place.mkdir()
    adopt(place)
    app.config["KLASS"] = replace(settings, copies=(*settings.copies, place))
    return place


@contextmanager
def unplugged(place):
    """While the disk is away."""
    marker = place / MARKER
    told = marker.read_text()
    marker.unlink()
    yield
    marker.write_text(told)


def restored(app, *arguments: str) -> str:
    said = app.test_cli_runner().invoke(args=["backup", "restore", *arguments, "--yes"])
    assert said.exit_code == 0, said.output
    return said.output


def refused(app, *arguments: str) -> str:
    said = app.test_cli_runner().invoke(args=["backup", "restore", *arguments, "--yes"])
    assert said.exit_code == 1, said.output
    return said.output


def shown(app) -> list[str]:
    with app.app_context():
        return [one for (one,) in db.session.query(Mark.shown)]


def carried_away(in_school) -> list[str]:
    with in_school():
        seal()
        return ship()


def test_a_copy_whose_description_is_damaged_is_passed_by_and_refused_by_name(
    app, settings, made, a_stage, as_, cast
):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    made()
    as_("anna").type("teacher", cast, MATHS, "petya", "2", version=1)
    later = made()
    disks.cut(manifest(folder(settings.data), later.name))
    a_stage._close()
    said = refused(app, later.name)
    assert "Описание копии повреждено" in said and "Копия снята с базы" not in said
    assert shown(app) == ["2"]
    restored(app)
    assert shown(app) == ["5"]


def test_where_no_copy_is_good_none_is_chosen(app, settings, made):
    disks.cut(manifest(folder(settings.data), made().name))
    assert "Ни одна копия не прошла последнюю проверку" in refused(app)


def test_an_hour_in_which_one_disk_was_away_comes_back_from_the_other(
    app, settings, made, second, a_stage, as_, cast, in_school
):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    assert carried_away(in_school) == []
    copy = made()
    with unplugged(settings.copies[0]):
        anna.type("teacher", cast, MATHS, "petya", "3", version=1)
        assert carried_away(in_school) != []
    a_stage._close()
    restored(app, copy.name, "--latest")
    assert shown(app) == ["3"]


def test_what_a_restore_took_back_does_not_come_again_from_a_disk_that_was_away(
    app, settings, made, second, a_stage, as_, cast, in_school
):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    carried_away(in_school)
    copy = made()
    for version, value in enumerate(("4", "3", "2"), 1):
        anna.type("teacher", cast, MATHS, "petya", value, version=version)
        assert carried_away(in_school) == []
    a_stage._close()
    with unplugged(settings.copies[0]):
        restored(app, copy.name)
        as_("anna").type("teacher", cast, MATHS, "olya", "4")
        carried_away(in_school)
    a_stage._close()
    restored(app, copy.name, "--latest")
    assert shown(app) == ["5", "4"]


@pytest.mark.parametrize("saved", [True, False])
def test_scans_that_came_after_the_copy_come_back_or_are_named(
    app, settings, made, a_stage, as_, cast, in_school, saved
):
    """The machine died with its disk; `saved`: a later copy has brought them to the other disk."""
    (place,) = settings.copies
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    carried_away(in_school)
    copy = made()
    keeping.carry(settings.data, copy, Target(place))
    with in_school() as session:
        attach(
            session.query(FamilyPaper).first(), [Brought("Справка.pdf", PDF, SCAN)], settings.data
        )
        session.commit()
    carried_away(in_school)
    if saved:
        later = made()
        keeping.carry(settings.data, later, Target(place))
    a_stage._close()
    shutil.rmtree(settings.data / "papers")
    shutil.rmtree(folder(settings.data))
    said = restored(app, copy.name, "--latest")
    assert ("Сканы потеряны: 1" in said and "Справка.pdf" in said) is not saved
    if saved:
        assert [one.read_bytes() for one in (settings.data / "papers").iterdir()] == [SCAN]
