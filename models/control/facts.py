"""Facts of filling, counted in the database: a fixed number of selects, whatever the size."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Integer, cast, func, select

from models.base import db
from models.control.first_moments import first_records
from models.journal.attention import ended, has_records
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, HELD, AttendanceCheck, Homework, Lesson, LessonColumn
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.printable import share
from models.school.calendar import the_year
from models.school.groups import ever_held
from models.school.teaching import MAIN, TeachingAssignment

AFTER_ALL = datetime.max.replace(tzinfo=UTC)  # of a lesson that was only checked
MOST_NAMED = 3  # a pupil taught at home has one journal and ten teachers


@dataclass
class Fact:
    """A journal's lessons in a span of days."""

    journal_id: int
    due: int  # by the timetable, up to now
    held: int
    topics: int
    homework: int
    filled: int  # held lessons with marks, absences or the check
    teacher: str

    @property
    def percent(self) -> int:
        """Of the held lessons, how many are filled."""
        return share(self.filled, self.held)


def _number(condition):
    return func.sum(cast(condition, Integer))


def lesson_facts(first: date, last: date) -> dict[int, Fact]:
    """Journal id → its ended lessons from `first` to `last`; two selects."""
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
        )
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .where(Lesson.on_date.between(first, last), ended())
        .group_by(Lesson.journal_id)
    )
    teachers = main_teachers(last)
    return {row[0]: Fact(*row, teachers.get(row[0], "")) for row in rows}


def main_teachers(day: date) -> dict[int, str]:
    """Journal id → who answers for it on a day: by assignment, never by substitution."""
    rows = db.session.execute(
        select(
            Journal.id,
            TeachingAssignment.until,
            Person.surname,
            Person.given,
            Person.patronymic,
        )
        .join(
            TeachingAssignment,
            (TeachingAssignment.study_group_id == Journal.study_group_id)
            & (TeachingAssignment.course_id == Journal.course_id),
        )
        .join(Employee, Employee.id == TeachingAssignment.employee_id)
        .join(Person, Person.id == Employee.person_id)
        .where(
            TeachingAssignment.duty == MAIN,
            TeachingAssignment.from_date <= day,
            ever_held(TeachingAssignment),
        )
    )
    spans: dict[int, dict[str, date]] = {}
    for journal_id, until, *name in rows:
        spans.setdefault(journal_id, {})[with_initials(*name)] = min(until or day, day)
    return {journal_id: _last_of(names) for journal_id, names in spans.items()}


def _last_of(names: dict[str, date]) -> str:
    """Those whose assignment lasts longest: of two who follow each other, the later."""
    last = max(names.values())
    found = sorted(name for name, until in names.items() if until == last)
    more = f" и ещё {len(found) - MOST_NAMED}" if len(found) > MOST_NAMED else ""
    return ", ".join(found[:MOST_NAMED]) + more


def late_records(first: date, last: date, deadline: datetime) -> dict[int, int]:
    """Journal id → lessons whose first record came after the control's deadline."""
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
    )
    lessons = dict(db.session.execute(late).all())
    first = first_records(lessons)  # what was only mended after the deadline is not late
    late_ones = (lesson for lesson in lessons if first.get(lesson, AFTER_ALL) > deadline)
    return Counter(lessons[lesson] for lesson in late_ones)


def journals_of(day: date) -> dict[int, Journal]:
    """The journals of the day's academic year with their groups and courses; one select."""
    found = select(Journal).where(Journal.year_id == the_year(day).id)
    return {journal.id: journal for journal in db.session.scalars(found).unique()}
