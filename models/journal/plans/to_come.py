"""The timetable's places of a year by day: what was and what is still to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import YearFacts, free_days, is_free
from models.school.groups import StudyGroup
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
    """(group, course) → its places of the whole year in order, holidays left out; three selects."""
    free = free_days(year.starts_on, year.ends_on)
    off = {
        (slot_id, day)
        for slot_id, day in db.session.execute(
            select(Substitution.slot_id, Substitution.on_date).where(
                Substitution.employee_id.is_(None)
            )
        )
    }
    found: dict[tuple[int, int], list[Place]] = {}
    for slot, grade in db.session.execute(
        select(LessonSlot, StudyGroup.grade)
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .where(
            LessonSlot.year_id == year.id,
            LessonSlot.study_group_id.in_({group for group, _ in pairs}),
        )
    ):
        own = (slot.study_group_id, slot.course_id)
        if own in pairs:
            days = [day for day in _days(slot, year) if not is_free(free, day, grade)]
            places = [Place(day, slot.number, (slot.id, day) in off) for day in days]
            found.setdefault(own, []).extend(places)
    return {own: tuple(sorted(p, key=lambda x: (x.day, x.number))) for own, p in found.items()}


def _days(slot: LessonSlot, year: YearFacts):
    """The days of a slot, by its weekday, parity and validity."""
    day = max(slot.valid_from, year.starts_on)
    day += timedelta(days=(slot.weekday - day.weekday()) % 7)
    last = min(slot.valid_to or year.ends_on, year.ends_on)
    while day <= last:
        if slot.parity in (0, year.parity(day)):
            yield day
        day += timedelta(days=7)
