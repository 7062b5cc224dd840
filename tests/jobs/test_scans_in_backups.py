"""A copy holds the scans of papers: each is brought back, checked, and said where it lacks."""

import json
import shutil
import tarfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from models.journal.lesson import Lesson
from models.journal.plans.material import add_material, brought
from models.office.paper import FamilyPaper
from models.office.paper_file import PDF, Brought, PaperFile, attach
from models.refusal import Refused
from models.runs.backup import (
    Backup,
    backups,
    folder,
    make_backup,
    manifest,
    restore_backup,
    verify_backup,
)
from models.runs.one_file import sent
from models.runs.scans import list_file

FIRST, SECOND = b"%PDF-1.7 first", b"%PDF-1.7 second"


@dataclass
class Kept:
    """The data folder with two scans in it, and the database that names them."""

    app: object
    stage: object
    data: Path
    scans: list[Path]

    @property
    def url(self) -> str:
        return self.app.config["KLASS"].database_url

    def copy(self) -> Backup:
        return make_backup(self.url, self.data)

    def verify(self, copy: Backup) -> Backup:
        return verify_backup(self.url, self.data, copy.name)

    def restore(self, copy: Backup):
        self.stage._close()
        return restore_backup(self.url, self.data, copy.name)

    @property
    def beside(self) -> Path:
        return folder(self.data) / "papers"


@pytest.fixture
def kept(app, a_stage, in_school) -> Kept:
    data = app.config["KLASS"].data
    for left in ("papers", "backups"):
        shutil.rmtree(data / left, ignore_errors=True)
    with in_school() as session:
        paper = session.query(FamilyPaper).first()
        attach(paper, [Brought("Заявление.pdf", PDF, one) for one in (FIRST, SECOND)], data)
        session.commit()
        scans = [file.path(data) for file in session.query(PaperFile).order_by(PaperFile.id)]
    return Kept(app, a_stage, data, scans)


def test_the_material_of_a_lesson_is_copied_and_comes_back_too(kept, cast, in_school):
    with in_school() as session:
        file = brought("карточка.pdf", lambda _most: b"%PDF-1.7 card")
        lesson = session.get(Lesson, cast.lessons["5-А", "Математика"])
        path = add_material(lesson, "", "", file, kept.data, None).file.path(kept.data)
        session.commit()
    copy = kept.copy()
    assert (copy.scans, copy.lacking) == (3, 0)
    path.unlink()
    kept.restore(copy)
    assert path.read_bytes() == b"%PDF-1.7 card"


def test_lost_and_damaged_scans_come_back(kept):
    copy = kept.copy()
    assert (copy.scans, copy.lacking) == (2, 0)
    kept.scans[0].unlink()
    kept.scans[1].write_bytes(b"%PDF-1.7 secand")
    restored, lost = kept.restore(copy)
    assert restored.counts == copy.counts and not lost
    assert [scan.read_bytes() for scan in kept.scans] == [FIRST, SECOND]
    assert kept.scans[0].stat().st_mode & 0o777 == 0o600


def test_a_scan_that_came_after_the_copy_stays_on_the_disk(kept):
    copy = kept.copy()
    (later := kept.data / "papers" / "later").write_bytes(b"%PDF-1.7 later")
    kept.restore(copy)
    assert later.exists()


def test_each_scan_is_copied_once(kept):
    kept.copy()
    first = {file.name: file.stat().st_mtime_ns for file in kept.beside.iterdir()}
    assert len(first) == 2
    kept.copy()
    assert {file.name: file.stat().st_mtime_ns for file in kept.beside.iterdir()} == first


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"%PDF-1.7 secand")])
def test_a_copy_whose_scan_is_lost_or_damaged_is_not_called_good(kept, harm):
    copy = kept.copy()
    harm(kept.beside / kept.scans[1].name)
    with pytest.raises(Refused, match="сканов бумаг нет или они повреждены: 1 из 2"):
        kept.verify(copy)
    assert backups(kept.data)[0].verified_at is None


def test_a_damaged_scan_is_taken_anew_by_the_next_copy(kept):
    """One flipped bit beside the copies is no fault of the copies to come."""
    copy, size = kept.copy(), len(FIRST)
    (kept.beside / kept.scans[0].name).write_bytes(b"%PDF-1.7 fIrst"[:size])
    with pytest.raises(Refused, match="повреждены: 1 из 2"):
        kept.verify(copy)
    assert kept.verify(kept.copy()).verified_at
    assert kept.verify(copy).verified_at


def test_a_lost_scan_keeps_no_database_from_coming_back_and_is_named(app, kept):
    copy = kept.copy()
    for place in (kept.data / "papers", kept.beside):
        (place / kept.scans[1].name).unlink()
    kept.stage._close()
    said = app.test_cli_runner().invoke(args=["backup", "restore", copy.name, "--yes"])
    assert "Восстановлено" in said.output and "сканов 2" in said.output
    assert "Сканы потеряны: 1" in said.output and "Заявление.pdf" in said.output


def test_a_scan_that_lay_nowhere_is_said_of_the_copy_which_is_good_all_the_same(app, as_, kept):
    kept.scans[0].unlink()
    copy = kept.copy()
    assert (copy.scans, copy.lacking) == (2, 1)
    assert kept.verify(copy).verified_at
    assert "нет на диске: 1" in as_("admin").get("/administrator/backups/").text
    listed = app.test_cli_runner().invoke(args=["backup", "list"]).output
    assert "сканов 2 (не было на диске: 1)" in listed


def test_a_copy_of_former_times_has_no_scans_and_can_still_be_restored(app, as_, kept):
    copy = kept.copy()
    place = folder(kept.data)
    shutil.rmtree(kept.beside)
    list_file(place, copy.name).unlink()
    told = json.loads(manifest(place, copy.name).read_text())
    manifest(place, copy.name).write_text(
        json.dumps({k: v for k, v in told.items() if k not in ("scans", "lacking", "own_sha256")})
    )
    assert kept.verify(copy).scans is None
    assert "без сканов" in as_("admin").get("/administrator/backups/").text
    kept.stage._close()
    said = app.test_cli_runner().invoke(args=["backup", "restore", copy.name, "--yes"])
    assert "Восстановлено" in said.output and "без сканов бумаг" in said.output
    assert [scan.read_bytes() for scan in kept.scans] == [FIRST, SECOND]


def test_a_copy_whose_list_of_scans_is_gone_is_not_called_good(kept):
    copy = kept.copy()
    list_file(folder(kept.data), copy.name).unlink()
    with pytest.raises(Refused, match="списка её сканов"):
        kept.verify(copy)


def test_what_was_carried_away_is_a_copy_in_another_data_folder(kept, tmp_path):
    copy = kept.copy()
    carried = tmp_path / "carried.tar"
    carried.write_bytes(b"".join(sent(kept.data, copy)))
    with tarfile.open(carried) as file:
        file.extractall(folder(tmp_path), filter="data")
    elsewhere = replace(kept, data=tmp_path)
    assert elsewhere.verify(copy).sha256 == copy.sha256
    restored, lost = elsewhere.restore(copy)
    assert restored.counts == copy.counts and not lost
    assert [(tmp_path / "papers" / scan.name).read_bytes() for scan in kept.scans] == [
        FIRST,
        SECOND,
    ]
