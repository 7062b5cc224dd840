"""The one verb that changes the timetable, and what becomes of lessons and changes of days.

Between a first and a last day the timetable of some groups becomes what is wanted; before and
after it stays. Rows end, they never vanish. Lessons that were held stay as they were; bare ones
move, go or come, so that each day has one lesson for each place of its timetable.
"""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date, timedelta

from sqlalchemy import or_, select

from models.audit.bulk import bulk_insert
from models.base import db
from models.journal.days import ensure_journals
from models.journal.resettling import resettle
from models.school.calendar import YearFacts
from models.school.timetable import LessonSlot

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """A lesson of the week as it is to be."""

    study_group_id: int
    course_id: int
    weekday: int  # 0 is Monday
    number: int
    parity: int  # 0: every week
    employee_id: int
    assistant_id: int | None = None
    classroom_id: int | None = None
    other_classroom_id: int | None = None


CONTENT = tuple(field.name for field in fields(Wanted))


@dataclass(frozen=True)
class Laid:
    """What laying a timetable did: which wanted lessons stood already, which are new, which
    slots ended."""

    kept: list[Wanted]
    fresh: list[Wanted]
    ended: list[int]


def wanted_of(slot: LessonSlot) -> Wanted:
    """A slot's content, its days left out."""
    return Wanted(*(getattr(slot, name) for name in CONTENT))


def lay_timetable(
    year: YearFacts,
    groups: Iterable[int] | None,
    first: date,
    last: date | None,
    wanted: Iterable[Wanted],
) -> Laid:
    """Make the timetable of these groups (None: of all) from `first` to `last` (None: on and
    on) what is wanted. Clashes are the caller's to refuse (`models/school/clashes.py`)."""
    scope = None if groups is None else frozenset(groups)
    there: dict[tuple, list[LessonSlot]] = {}
    for slot in slots_between(year, scope, first, last):
        there.setdefault(astuple(wanted_of(slot)), []).append(slot)
    kept, fresh, rows = [], [], []
    for one in dict.fromkeys(wanted):
        gaps = _gaps(there.pop(astuple(one), []), first, last)
        (fresh if gaps else kept).append(one)
        rows += [asdict(one) | {"valid_from": a, "valid_to": b} for a, b in gaps]
    gone = [slot for slots in there.values() for slot in slots]
    for slot in gone:
        rows += _cut(slot, first, last)
    db.session.flush()
    bulk_insert(db.session, LessonSlot, [row | {"year_id": year.id} for row in rows])
    ensure_journals(year, {(row["study_group_id"], row["course_id"]) for row in rows})
    if rows or gone:
        resettle(year, scope, first)
    return Laid(kept, fresh, [slot.id for slot in gone])


def slots_between(
    year: YearFacts, groups: frozenset[int] | None, first: date, last: date | None
) -> list[LessonSlot]:
    """The slots of these groups in force on any day from `first` to `last`."""
    query = select(LessonSlot).where(
        LessonSlot.year_id == year.id,
        or_(
            LessonSlot.valid_to.is_(None),
            (LessonSlot.valid_to >= first) & (LessonSlot.valid_to >= LessonSlot.valid_from),
        ),
    )
    if last is not None:
        query = query.where(LessonSlot.valid_from <= last)
    if groups is not None:
        query = query.where(LessonSlot.study_group_id.in_(sorted(groups)))
    return list(db.session.scalars(query.order_by(LessonSlot.valid_from, LessonSlot.id)))


def _gaps(slots: list[LessonSlot], first: date, last: date | None) -> list[tuple]:
    """The days from `first` to `last` that none of these slots, in their order, covers."""
    gaps, day = [], first
    for slot in slots:
        if slot.valid_from > day:
            gaps.append((day, slot.valid_from - DAY))
        if slot.valid_to is None:
            return gaps
        day = max(day, slot.valid_to + DAY)
    return gaps if last is not None and day > last else [*gaps, (day, last)]


def _cut(slot: LessonSlot, first: date, last: date | None) -> list[dict]:
    """Take the days from `first` to `last` out of a slot; what lasts beyond them goes on as a
    row of its own, whose values are returned."""
    beyond = last is not None and (slot.valid_to is None or slot.valid_to > last)
    rest = {"valid_from": last + DAY, "valid_to": slot.valid_to} if beyond else None
    slot.valid_to = first - DAY  # before its own first day: never in force
    return [asdict(wanted_of(slot)) | rest] if rest else []
