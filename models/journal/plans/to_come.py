"""The timetable's places of a year by day: what was and what is still to come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import YearFacts
from models.school.timetable import LessonSlot, Substitution
from models.school.week import days_of


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
    slots = db.session.scalars(
        select(LessonSlot).where(
            LessonSlot.year_id == year.id,
            LessonSlot.study_group_id.in_({group for group, _ in pairs}),
        )
    ).all()
    asked = [slot for slot in slots if (slot.study_group_id, slot.course_id) in pairs]
    for slot, day in days_of(asked, year, year.starts_on, year.ends_on):
        place = Place(day, slot.number, (slot.id, day) in off)
        found.setdefault((slot.study_group_id, slot.course_id), []).append(place)
    return {own: tuple(sorted(p, key=lambda x: (x.day, x.number))) for own, p in found.items()}
