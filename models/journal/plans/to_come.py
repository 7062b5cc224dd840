"""The timetable's places of a year by day: what was and what is still to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import YearFacts
from models.school.days import SchoolDay, year_days
from models.school.timetable import LessonSlot, Substitution


@dataclass(frozen=True)
class Place:
    """A lesson the timetable promises; `off` where it is cancelled."""

    day: date
    number: int
    off: bool


@remembered
def places_of(
    year: YearFacts, pairs: frozenset[tuple[int, int]]
) -> dict[tuple[int, int], tuple[Place, ...]]:
    """(group, course) → its places of the whole year in order, holidays left out; two selects
    beside the calendar's."""
    off = {
        (slot_id, day)
        for slot_id, day in db.session.execute(
            select(Substitution.slot_id, Substitution.on_date).where(
                Substitution.employee_id.is_(None)
            )
        )
    }
    found: dict[tuple[int, int], list[Place]] = {}
    learnt: dict[int, list[SchoolDay]] = {}  # by group
    for slot in db.session.scalars(
        select(LessonSlot).where(
            LessonSlot.year_id == year.id,
            LessonSlot.study_group_id.in_({group for group, _ in pairs}),
        )
    ):
        own, group_id = (slot.study_group_id, slot.course_id), slot.study_group_id
        if own in pairs:
            if group_id not in learnt:
                learnt[group_id] = _learnt(year, group_id)
            places = [
                Place(day, slot.number, (slot.id, day) in off)
                for day in _days(slot, learnt[group_id])
            ]
            found.setdefault(own, []).extend(places)
    return {own: tuple(sorted(p, key=lambda x: (x.day, x.number))) for own, p in found.items()}


def _learnt(year: YearFacts, group_id: int) -> list[SchoolDay]:
    """The days of the year on which the group has lessons."""
    days, whole = year_days(year), (year.ends_on - year.starts_on).days + 1
    all_days = (days.of_group(year.starts_on + timedelta(n), group_id) for n in range(whole))
    return [day for day in all_days if not day.is_free]


def _days(slot: LessonSlot, learnt: list[SchoolDay]):
    """The days of a slot, by its weekday, parity and validity."""
    for found in learnt:
        within = slot.valid_from <= found.day <= (slot.valid_to or found.day)
        if within and found.takes(slot.weekday, slot.parity):
            yield found.day
