"""What is kept no longer goes with its files: lesson material, imported lists; and the summary."""

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from jobs.seal import seal
from models.audit.verify import verify
from models.base import db
from models.exchange.upload import Upload
from models.journal.plans.material import LessonMaterial, MaterialFile
from models.journal.term_mark import TermMark
from models.runs.scans import papers
from tests.marks_grid import MATHS, Hand
from tests.removal import LATER, carried_out

MUCH_LATER = datetime(2060, 1, 20, 9, tzinfo=UTC)  # the summary's 25 years are over, too
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 900


@pytest.fixture
def someday(app, monkeypatch):
    """What is there is sealed, then years go by."""

    def go(moment: datetime) -> None:
        with app.app_context():
            seal()
        monkeypatch.setattr("models.clock.now", lambda: moment)

    return go


def count(app, model) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def proves(app) -> bool:
    with app.app_context():
        return verify().faults == []


def test_the_summary_goes_when_its_own_years_are_over(app, as_, cast, someday):
    hand = Hand(as_("anna"), cast)
    hand.mark_period([("petya", "4", 0)], hand.period()[0])
    someday(MUCH_LATER)
    carried_out(app, as_, "summary")
    assert count(app, TermMark) == 0 and proves(app)


def test_material_goes_with_its_bytes_and_links_with_it(app, as_, cast, someday):
    lesson, anna = f"/teacher/lessons/{cast.lessons[MATHS]}/", as_("anna")
    for field in ({"file": (io.BytesIO(PNG), "схема.png")}, {"url": "https://example.org/"}):
        assert anna.post(f"{lesson}materials", field | {"title": "Схема"}).status_code == 302
    with app.app_context():
        stored = db.session.scalar(select(MaterialFile.stored))
    file = papers(app.config["KLASS"].data) / stored
    assert file.is_file()
    someday(LATER)
    carried_out(app, as_, "materials")
    assert not file.exists()
    assert count(app, LessonMaterial) == count(app, MaterialFile) == 0 and proves(app)


def test_an_imported_list_goes_and_that_it_was_there_is_still_told(app, as_, someday):
    rows = "Фамилия;Имя;Класс\nНовиков;Павел;5-А\n".encode("utf-8-sig")
    form = {"kind": "pupils", "file": (io.BytesIO(rows), "ученики.csv")}
    assert as_("admin").post("/administrator/imports/", form).status_code == 302
    with app.app_context():
        file = db.session.scalar(select(Upload)).path(app.config["KLASS"].data)
    assert file.is_file()
    someday(LATER)
    carried_out(app, as_, "imports")
    assert not file.exists() and count(app, Upload) == 1 and proves(app)
