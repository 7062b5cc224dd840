"""A cell's memory: who wrote what into it, when, read from the audit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.audit.entry import Entry
from models.audit.wording import wording
from models.base import db
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.term_mark import TermMark
from models.people.account import Account
from models.people.person import Person


@dataclass
class Change:
    """One change as people read it; `at` is school time, UTC."""

    at: datetime
    who: str
    text: str
    reason: str | None
    account_id: int | None = None


def _holds(key: str, value, image):
    return image[key].as_integer() == value


def _of_table(model, student_id: int, key: str, value):
    """Entries of a model's rows about the pupil that name the cell or the lesson."""
    return and_(
        Entry.table_name == model.__tablename__,
        Entry.student_id == student_id,
        or_(_holds(key, value, Entry.after), _holds(key, value, Entry.before)),
    )


def cell_history(column_id: int, lesson_id: int, student_id: int) -> list[Change]:
    """All changes of one cell, newest first; two selects, the second through the pupil's entries:
    a journal's are thirty times as many. A cell nobody wrote a mark into has no row yet, and
    nothing of marks to tell: compared with no row, the marks of every subject would answer."""
    cell_id = db.session.scalar(
        select(Cell.id).where(Cell.column_id == column_id, Cell.student_id == student_id)
    )
    about = [
        _of_table(Attendance, student_id, "lesson_id", lesson_id),
        _of_table(Remark, student_id, "lesson_id", lesson_id),
    ]
    if cell_id is not None:
        about.append(_of_table(Mark, student_id, "cell_id", cell_id))
    return _changes(Entry.student_id == student_id, or_(*about))


def term_mark_history(journal_id: int, period: str, student_id: int) -> list[Change]:
    """All changes of one period's mark, newest first; two selects."""
    row_id = db.session.scalar(
        select(TermMark.id).where(
            TermMark.journal_id == journal_id,
            TermMark.period == period,
            TermMark.student_id == student_id,
        )
    )
    if row_id is None:
        return []
    return _changes(Entry.table_name == TermMark.__tablename__, Entry.row_id == row_id)


def _changes(*conditions) -> list[Change]:
    rows = db.session.execute(
        select(Entry, Person)
        .outerjoin(Account, Account.id == Entry.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(*conditions)
        .order_by(Entry.id.desc())
        .limit(100)
    )
    return [
        Change(e.school_at, p.initials if p else "Klass", wording(e), e.reason, e.account_id)
        for e, p in rows
    ]
