"""A cell's memory: who wrote what into it, when, read from the audit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.audit.entry import Entry
from models.audit.wording import wording
from models.base import db
from models.journal.cell import Attendance, Cell, Mark
from models.journal.lesson import LessonColumn
from models.people.account import Account
from models.people.person import Person


@dataclass
class Change:
    """One change as people read it; `at` is school time, UTC."""

    at: datetime
    who: str
    hat: str
    text: str
    reason: str | None


def _entries_of(column_id: int, lesson_id: int, student_id: int, cell_id: int | None):
    """Entries of the cell's marks and of the pupil's absence in the lesson."""
    marks = and_(
        Entry.table_name == Mark.__tablename__,
        Entry.student_id == student_id,
        or_(_holds("cell_id", cell_id, Entry.after), _holds("cell_id", cell_id, Entry.before)),
    )
    absences = and_(
        Entry.table_name == Attendance.__tablename__,
        Entry.student_id == student_id,
        or_(
            _holds("lesson_id", lesson_id, Entry.after),
            _holds("lesson_id", lesson_id, Entry.before),
        ),
    )
    return or_(marks, absences)


def _holds(key: str, value, image):
    return image[key].as_integer() == value


def cell_history(column: LessonColumn, cell: Cell | None, student_id: int) -> list[Change]:
    """All changes of one cell, newest first; one select."""
    rows = db.session.execute(
        select(Entry, Person)
        .outerjoin(Account, Account.id == Entry.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(
            Entry.journal_id == column.journal_id,
            _entries_of(column.id, column.lesson_id, student_id, cell.id if cell else None),
        )
        .order_by(Entry.id.desc())
        .limit(100)
    )
    return [
        Change(e.school_at, p.initials if p else "Klass", e.hat, wording(e), e.reason)
        for e, p in rows
    ]


def last_hand(cell: Cell) -> tuple[str, datetime | None]:
    """Who changed a cell last and when, for the one who came second."""
    column = db.session.get(LessonColumn, cell.column_id)
    changes = cell_history(column, cell, cell.student_id)
    return (changes[0].who, changes[0].at) if changes else ("другой сотрудник", None)
