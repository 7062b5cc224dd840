"""Facts of filling, counted in the database: one select each, whatever the school's size."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Integer, cast, func, select

from models import clock
from models.base import db
from models.journal.attention import has_records
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, HELD, AttendanceCheck, Homework, Lesson, LessonColumn
from models.people.employee import Employee
from models.people.person import Person

CONTROL_HOUR = time(18, 0)  # an operator has until 18:00 of the control day


@dataclass
class Fact:
    """A journal's lessons in a span of days."""

    journal_id: int
    due: int  # by the timetable
    held: int
    topics: int
    homework: int
    filled: int  # held lessons with marks, absences or the check
    teacher: str

    @property
    def percent(self) -> int:
        """Of the held lessons, how many are filled, rounded down."""
        return 100 * self.filled // self.held if self.held else 100


def _number(condition):
    return func.sum(cast(condition, Integer))


def lesson_facts(first: date, last: date) -> dict[int, Fact]:
    """Journal id → its lessons from `first` to `last`; one select."""
    held = Lesson.status == HELD
    filled = held & (has_records() | AttendanceCheck.id.is_not(None))
    rows = db.session.execute(
        select(
            Lesson.journal_id,
            func.count(Lesson.id),
            _number(held),
            _number(held & (Lesson.topic != "")),
            _number(held & Homework.id.is_not(None)),
            _number(filled),
            func.max(Person.surname + " " + func.substr(Person.given, 1, 1) + "."),
        )
        .join(Employee, Employee.id == Lesson.employee_id)
        .join(Person, Person.id == Employee.person_id)
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .where(Lesson.on_date.between(first, last))
        .group_by(Lesson.journal_id)
    )
    return {row[0]: Fact(*row) for row in rows}


def late_records(first: date, last: date, control: date) -> dict[int, int]:
    """Journal id → lessons whose first record came after the control's hour."""
    deadline = clock.at(control, CONTROL_HOUR)
    marks = (
        select(LessonColumn.lesson_id.label("lesson_id"), Mark.entered_at.label("at"))
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
    )
    codes = select(Attendance.lesson_id, Attendance.entered_at)
    checks = select(AttendanceCheck.lesson_id, AttendanceCheck.checked_at)
    records = marks.union_all(codes, checks).subquery()
    late = (
        select(Lesson.id, Lesson.journal_id)
        .join(records, records.c.lesson_id == Lesson.id)
        .where(Lesson.on_date.between(first, last), Lesson.status != CANCELLED)
        .group_by(Lesson.id, Lesson.journal_id)
        .having(func.min(records.c.at) > deadline)
        .subquery()
    )
    rows = db.session.execute(select(late.c.journal_id, func.count()).group_by(late.c.journal_id))
    return dict(rows.all())


def journals_by_id() -> dict[int, Journal]:
    """All journals with their groups and courses; one select."""
    return {j.id: j for j in db.session.scalars(select(Journal)).unique()}
