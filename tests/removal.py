"""Hands for acts of removal: drawn up, signed, carried out; and what is left then."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from jobs.seal import seal
from jobs.work import perform
from models.audit.verify import verify
from models.base import db
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.exchange.retention.act import RemovalAct
from models.journal.cell import Attendance, Cell, Mark
from models.journal.lesson import Lesson, LessonColumn

PAGE = "/school/retention/"
LATER = datetime(2045, 1, 20, 9, tzinfo=UTC)  # every time but that of the summary is over
OF_LESSONS = (AccuracyItem, AccuracyCheck, Mark, Cell, Attendance, LessonColumn, Lesson)


def number_of(app, *models) -> int:
    with app.app_context():
        return sum(db.session.scalar(select(func.count()).select_from(one)) for one in models)


def faults(app) -> list[str]:
    with app.app_context():
        return [fault.sentence for fault in verify().faults]


def drawn_up(as_, kind: str = "journals") -> int:
    answer = as_("admin").post(f"/administrator{PAGE}acts", data={"kind": kind})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rstrip("/").rpartition("/")[2])


def signed(as_, kind: str = "journals") -> int:
    act = drawn_up(as_, kind)
    assert as_("director").post(f"/director{PAGE}acts/{act}/signature").status_code == 302
    return act


def carried_out(app, as_, kind: str = "journals") -> int:
    act = signed(as_, kind)
    answer = as_("admin").post(f"/administrator{PAGE}acts/{act}/removal", data={"sure": "on"})
    with app.app_context():
        seal()
        perform(int(answer.location.rpartition("/")[2]), lambda *_: None)
        assert db.session.get(RemovalAct, act).state == "исполнен"
        seal()
    return act
