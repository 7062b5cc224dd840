"""Duties of a school year end with it: whose, when, and what the next year's order would be."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from models.base import db
from models.office.appointing import Wish
from models.office.appointments import Line, lines
from models.office.duties import CLASSES, DUTIES, YEARLY
from models.office.order import Appointment, AppointmentClass, AppointmentEnding
from models.school.calendar import AcademicYear, years
from models.school.groups import ClassGroup

NOTICE = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Proposal:
    """A line of the next year's order, and why it needs a look."""

    line: Line
    wish: Wish
    note: str = ""


def expiring(today: date) -> dict[date, list[Line]]:
    """Last day → the yearly duties that end on it, from thirty days before to thirty days
    after, unless the person has been appointed again or the duty was ended by an order."""
    later = aliased(Appointment)
    renewed = exists().where(
        later.person_id == Appointment.person_id,
        later.duty == Appointment.duty,
        later.stands_in_for.is_(None),
        later.from_date > Appointment.from_date,
        or_(later.until.is_(None), later.until > Appointment.until),
    )
    ended = exists().where(AppointmentEnding.appointment_id == Appointment.id)
    found = lines(
        Appointment.duty.in_(YEARLY),
        Appointment.stands_in_for.is_(None),
        Appointment.until.between(today - NOTICE, today + NOTICE),
        Appointment.until >= Appointment.from_date,
        ~renewed,
        ~ended,
    )
    by_day: dict[date, list[Line]] = {}
    for line in found:
        by_day.setdefault(line.row.until, []).append(line)
    return dict(sorted(by_day.items()))


def next_days(until: date) -> tuple[date, date]:
    """The first and last day of what follows: the next school year where it is known."""
    first = until + DAY
    known = [year for year in years() if year.starts_on <= first + NOTICE and year.ends_on > first]
    return first, known[-1].ends_on if known else _a_year_after(until)


def _a_year_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)


def proposals(until: date, today: date) -> list[Proposal]:
    """The same people for the next year; classes a grade higher, where they exist already."""
    first, last = next_days(until)
    found = expiring(today).get(until, [])
    classes = _next_classes([line.row.id for line in found], first, last)
    return [_proposal(line, classes.get(line.row.id, ()), first, last) for line in found]


def _proposal(line: Line, classes: tuple[int, ...], first: date, last: date) -> Proposal:
    wish = Wish(line.row.duty, line.person.id, first, last, classes, line.grades)
    note = ""
    if DUTIES[line.row.duty].of == CLASSES and len(classes) < len(line.classes):
        note = (
            f"Сейчас: {line.scope}. Такого класса в следующем учебном году нет или он ещё не "
            "заведён: отметьте класс сами или оставьте строку на потом."
        )
    return Proposal(line, wish, note)


def _next_classes(ids: list[int], first: date, last: date) -> dict[int, tuple[int, ...]]:
    """Appointment → the classes its classes become."""
    following = aliased(ClassGroup)
    rows = db.session.execute(
        select(AppointmentClass.appointment_id, following.id)
        .join(ClassGroup, ClassGroup.id == AppointmentClass.class_group_id)
        .join(
            following,
            (following.grade == ClassGroup.grade + 1) & (following.letter == ClassGroup.letter),
        )
        .join(AcademicYear, AcademicYear.id == following.year_id)
        .where(
            AppointmentClass.appointment_id.in_(ids),
            following.year_id != ClassGroup.year_id,
            AcademicYear.starts_on <= last,
            AcademicYear.ends_on > first,
        )
    )
    found: dict[int, tuple[int, ...]] = {}
    for appointment_id, class_id in rows:
        found[appointment_id] = (*found.get(appointment_id, ()), class_id)
    return found
