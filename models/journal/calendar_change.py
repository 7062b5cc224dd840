"""What a change of the calendar does to lessons that stand already: nothing is lost.

A lesson with records, topic or homework stays as it is, also where its day is free now: it
stands out and is told. One without them is cancelled, and comes back with its day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, or_, select

from models import clock
from models.base import db
from models.journal.attention import has_records
from models.journal.days import make_lessons, slots_of
from models.journal.journal import Journal, columns_changed, raise_version
from models.journal.lesson import CANCELLED, HELD, AttendanceCheck, Homework, Lesson
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.days import SchoolDay, YearDays, year_days
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.timetable import LessonSlot, Substitution


@dataclass(frozen=True)
class Settled:
    """How many lessons a change of days touched."""

    kept: int = 0  # with records, on days that have become free
    cancelled: int = 0
    revived: int = 0
    made: int = 0

    @property
    def key(self) -> str:
        """What somebody agreed to: other numbers ask again."""
        return f"{self.kept}-{self.cancelled}-{self.revived}-{self.made}"

    def __bool__(self) -> bool:
        return any((self.kept, self.cancelled, self.revived, self.made))


def settle(year: YearFacts, before: YearDays, first: date, last: date) -> Settled:
    """Bring the lessons of the days that have come already to what the calendar says now.

    `before` is the calendar as it was; only lessons that the change concerns are touched.
    """
    after = year_days(year)
    day, last = max(first, year.starts_on), min(last, year.ends_on, clock.today())
    days = []
    while day <= last:
        days.append(day)
        day += timedelta(days=1)
    kept, cancel, revive = _concerned(days, before, after)
    _set(cancel, CANCELLED)
    _set(revive, HELD)
    made = sum(_open(year, day, before, after) for day in days)
    return Settled(kept, len(cancel), len(revive), made)


def _goes(found: SchoolDay, slot: LessonSlot | None) -> bool:
    """Whether a lesson of the slot is learnt that day; one without a slot wherever any is."""
    return not found.is_free if slot is None else found.takes(slot.weekday, slot.parity)


def _concerned(days: list[date], before: YearDays, after: YearDays) -> tuple[int, list, list]:
    rows = db.session.execute(
        select(Lesson, LessonSlot, Journal.study_group_id, touched(), _called_off())
        .join(Journal, Journal.id == Lesson.journal_id)
        .outerjoin(LessonSlot, LessonSlot.id == Lesson.slot_id)
        .where(Lesson.on_date.in_(days))
    )
    kept, cancel, revive = 0, [], []
    for lesson, slot, group_id, is_touched, called_off in rows:
        was = _goes(before.of_group(lesson.on_date, group_id), slot)
        now = _goes(after.of_group(lesson.on_date, group_id), slot)
        if was and not now and lesson.status == HELD:
            kept += is_touched
            if not is_touched:
                cancel.append(lesson)
        elif now and not was and lesson.status == CANCELLED and not called_off:
            revive.append(lesson)
    return kept, cancel, revive


def touched():
    """The condition that something was written in a lesson."""
    return or_(
        Lesson.topic != "",
        has_records(),
        exists().where(Homework.lesson_id == Lesson.id),
        exists().where(AttendanceCheck.lesson_id == Lesson.id),
    )


def _called_off():
    """The condition that a substitution, not the calendar, cancelled the lesson."""
    return exists().where(
        Substitution.slot_id == Lesson.slot_id,
        Substitution.on_date == Lesson.on_date,
        Substitution.employee_id.is_(None),
    )


def _set(lessons: list[Lesson], status: str) -> None:
    stamps = {journal_id: raise_version(journal_id) for journal_id in _journals(lessons)}
    for lesson in lessons:
        lesson.status, lesson.stamp = status, stamps[lesson.journal_id]
        lesson.version += 1
    db.session.flush()
    for journal_id, stamp in stamps.items():
        columns_changed(journal_id, stamp)


def _journals(lessons: list[Lesson]) -> list[int]:
    return sorted({lesson.journal_id for lesson in lessons})  # in one order: writers meet in line


def _open(year: YearFacts, day: date, before: YearDays, after: YearDays) -> int:
    """Make the lessons that the change has brought to a day which has come."""
    if before.of_all(day) == after.of_all(day):
        return 0
    there = set(db.session.scalars(select(Lesson.slot_id).where(Lesson.on_date == day)))
    missing = [
        slot
        for slot in slots_of(year, day)
        if slot.id not in there and not _goes(before.of_group(day, slot.study_group_id), slot)
    ]
    return len(make_lessons(year, day, missing)) if missing else 0


def ring_anew(year: YearFacts) -> int:
    """Give the lessons of today that have not begun the times of the bells as they are now;
    how many changed. Those that have begun keep theirs."""
    bells, now = year_bells(year), clock.school_time(clock.now())
    rows = db.session.execute(
        select(Lesson, Journal.study_group_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .where(Lesson.on_date == now.date(), Journal.year_id == year.id)
    )
    changed = []
    for lesson, group_id in rows:
        times = bells.of_group(lesson.on_date, group_id).get(lesson.number)
        begun = lesson.starts and lesson.starts <= now.time()
        if times and not begun and times != (lesson.starts, lesson.ends):
            lesson.starts, lesson.ends = times
            changed.append(lesson)
    db.session.flush()
    return len(changed)


@dataclass(frozen=True)
class StandsOut:
    """A lesson with records on a day that, by the calendar, it is not learnt on."""

    lesson_id: int
    on_date: date
    number: int
    course: str
    group: str
    why: str


def standing_out(year: YearFacts) -> list[StandsOut]:
    """The lessons of a year that the calendar no longer has and that stay for their records."""
    days = year_days(year)
    rows = db.session.execute(
        select(Lesson.id, Lesson.on_date, Lesson.number, Course.name, StudyGroup.name)
        .add_columns(StudyGroup.id, LessonSlot)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .outerjoin(LessonSlot, LessonSlot.id == Lesson.slot_id)
        .where(Lesson.on_date.in_(_odd_days(days)), Lesson.status == HELD, touched())
        .order_by(Lesson.on_date, Lesson.number, StudyGroup.name)
    )
    found = []
    for *told, group_id, slot in rows:
        day = days.of_group(told[1], group_id)
        if not _goes(day, slot):
            found.append(StandsOut(*told, day.why or day.moved))
    return found


def _odd_days(days: YearDays) -> list[date]:
    """The days up to today that do not go as the week says, for somebody."""
    last = min(clock.today(), days.year.ends_on)
    span = (last - days.year.starts_on).days + 1
    all_days = (days.year.starts_on + timedelta(days=n) for n in range(span))
    return [day for day in all_days if any(d.is_free or d.moved for d in days.of_all(day))]
