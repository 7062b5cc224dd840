"""The timetable's places of a year by day: what was and what is still to come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import YearFacts
from models.school.timetable import LessonSlot, Substitution, standing
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
    changes = db.session.scalars(
        select(Substitution).where(
            Substitution.on_date.between(year.starts_on, year.ends_on), standing()
        )
    ).all()
    off = {(change.slot_id, change.on_date) for change in changes if change.drops}
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
    for change in changes:
        own = (change.study_group_id, change.course_id)
        if change.has_own_lesson and own in pairs:
            found.setdefault(own, []).append(Place(change.on_date, change.number or 0, False))
    return {own: tuple(sorted(p, key=lambda x: (x.day, x.number))) for own, p in found.items()}
