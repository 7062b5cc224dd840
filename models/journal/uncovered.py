"""Lessons without anybody: their teacher is away, and nothing has been decided about them yet."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.journal.day_plan import DayLesson, DayPlan, absent_on
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.timetable import TeacherAbsence

DAY = timedelta(days=1)
AHEAD = timedelta(days=6)


def uncovered(plan: DayPlan) -> list[DayLesson]:
    """The lessons of a day whose teacher is away and that nobody has replaced or cancelled; one
    select beside the plan's."""
    away = absent_on(plan.day)
    if not away:
        return []
    return [x for x in plan.lessons if x.employee_id in away and x.employee_id == x.owner_id]


@dataclass(frozen=True)
class UncoveredDay:
    """How many lessons of a day are without anybody."""

    day: date
    lessons: int


def uncovered_ahead(today: date) -> list[UncoveredDay]:
    """The days from today on, a week ahead, with such lessons. Days on which nobody is away
    cost nothing."""
    last = today + AHEAD
    spans = db.session.execute(
        select(TeacherAbsence.from_date, TeacherAbsence.until).where(
            TeacherAbsence.until >= today, TeacherAbsence.from_date <= last
        )
    ).all()
    days = [today + n * DAY for n in range(AHEAD.days + 1)]
    asked = [day for day in days if any(first <= day <= until for first, until in spans)]
    counted = [UncoveredDay(day, len(uncovered(DayPlan(the_year(day), day)))) for day in asked]
    return [one for one in counted if one.lessons]


def is_away(employee_id: int, day: date) -> bool:
    """Whether the teacher is entered as away on a day or later."""
    query = select(TeacherAbsence.id).where(
        TeacherAbsence.employee_id == employee_id,
        TeacherAbsence.until >= day,
        TeacherAbsence.until >= TeacherAbsence.from_date,
    )
    return db.session.scalar(query.limit(1)) is not None


def come_back(employee_id: int, day: date) -> None:
    """The teacher is there again from a day on: absences end the day before. Changes made for
    them stay until they are taken back. Raises Refused."""
    rows = db.session.scalars(
        select(TeacherAbsence).where(
            TeacherAbsence.employee_id == employee_id, TeacherAbsence.until >= day
        )
    ).all()
    if not rows:
        raise Refused("В эти дни учитель и так не отмечен отсутствующим.")
    for row in rows:
        row.until = day - DAY  # before its own first day: never away
    db.session.flush()
