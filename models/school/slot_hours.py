"""How many lessons a week the timetable gives a course of a group."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from models.base import db
from models.ground import remembered
from models.school.teaching import within
from models.school.timetable import LessonSlot

Pair = tuple[int, int]  # group, course


def hours_by_pair(day: date, *of) -> dict[Pair, Decimal]:
    """(group, course) → lessons a week on a day; `of`: conditions on the slots. Two teachers of
    one group at one time are one hour, a lesson of odd or even weeks only is half of one."""
    rows = db.session.execute(
        select(
            LessonSlot.study_group_id,
            LessonSlot.course_id,
            LessonSlot.parity,
            func.count(func.distinct(LessonSlot.weekday * 100 + LessonSlot.number)),
        )
        .where(within(LessonSlot, day, "valid_from", "valid_to"), *of)
        .group_by(LessonSlot.study_group_id, LessonSlot.course_id, LessonSlot.parity)
    )
    found: dict[Pair, Decimal] = {}
    for group_id, course_id, parity, number in rows:
        weight = Decimal("0.5") if parity else Decimal(1)
        pair = group_id, course_id
        found[pair] = found.get(pair, Decimal(0)) + weight * number
    return found


@remembered
def hours_a_week(study_group_id: int, course_id: int, day: date) -> Decimal:
    """Lessons of a course in the group's week on a day."""
    own = LessonSlot.study_group_id == study_group_id, LessonSlot.course_id == course_id
    return hours_by_pair(day, *own).get((study_group_id, course_id), Decimal(0))
