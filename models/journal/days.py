"""Lessons come into being when their day comes (or when first touched), once."""

from datetime import date, timedelta

from sqlalchemy import Date, and_, func, or_, select, text

from models.audit.bulk import bulk_insert
from models.base import db
from models.journal.journal import ANSWER, Journal, WorkKind
from models.journal.lesson import CANCELLED, HELD, Lesson, LessonColumn
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.days import year_days
from models.school.timetable import (
    ADDED,
    SUBJECT,
    SWAPPED,
    LessonSlot,
    Substitution,
    standing,
)
from models.school.week import learnt_on

_LOCK = 740012  # one number for "somebody is opening days" on PostgreSQL


def slots_of(year: YearFacts, day: date) -> list[LessonSlot]:
    """The slots that are learnt on a day: in force, by the day's timetable, of groups that have
    lessons then."""
    days = year_days(year)
    found = db.session.scalars(
        select(LessonSlot).where(
            LessonSlot.year_id == year.id,
            learnt_on(days, day),
            LessonSlot.valid_from <= day,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= day),
        )
    )
    return [
        slot
        for slot in found
        if days.of_group(day, slot.study_group_id).takes(slot.weekday, slot.parity)
    ]


def open_day(year: YearFacts, day: date) -> int:
    """Make the lessons of a day that are not there yet; returns how many were made.

    Safe to repeat: a lesson is (slot, date). Nothing is made on days without lessons.
    """
    _one_at_a_time()
    there = set(db.session.scalars(select(Lesson.slot_id).where(Lesson.on_date == day)))
    missing = [slot for slot in slots_of(year, day) if slot.id not in there]
    made = len(make_lessons(year, day, missing)) if missing else 0
    return made + make_extra(year, day)


def open_until(year: YearFacts, last: date) -> int:
    """Open every day from the last one that has lessons (or the year's start) to `last`."""
    newest = db.session.scalar(select(func.max(Lesson.on_date))) or year.starts_on
    first = max(year.starts_on, min(newest, last))
    return sum(open_day(year, day) for day in _learnt_days(year, first, min(last, year.ends_on)))


def _learnt_days(year: YearFacts, first: date, last: date) -> list[date]:
    """The days of a span on which anybody has lessons: after holidays, or a summer, nothing is
    asked about each of the others. Two selects."""
    days = year_days(year)
    slots = db.session.execute(
        select(
            LessonSlot.study_group_id,
            LessonSlot.weekday,
            LessonSlot.parity,
            LessonSlot.valid_from,
            func.coalesce(LessonSlot.valid_to, year.ends_on, type_=Date),
        ).where(LessonSlot.year_id == year.id, LessonSlot.valid_from <= last)
    ).all()
    within = Substitution.on_date.between(first, last)
    extra = set(db.session.scalars(select(Substitution.on_date).where(within, _brings())))
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        day
        for day in span
        if day in extra
        or any(
            since <= day <= until and days.of_group(day, group_id).takes(weekday, parity)
            for group_id, weekday, parity, since, until in slots
        )
    ]


def _one_at_a_time() -> None:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def make_lessons(year: YearFacts, day: date, slots: list[LessonSlot]) -> list[int]:
    """Make the lessons of these slots on a day, as its changes have them; returns their ids."""
    journals = ensure_journals(year, {(s.study_group_id, s.course_id) for s in slots})
    bells, changes = year_bells(year), changes_of(day)
    rows = [
        lesson_row(
            slot,
            day,
            journals[slot.study_group_id, slot.course_id],
            bells.of_group(day, slot.study_group_id).get(hour_of(slot, changes.get(slot.id))),
            changes.get(slot.id),
        )
        for slot in slots
    ]
    return write_lessons(rows)


def changes_of(day: date) -> dict[int, Substitution]:
    """The changes of a day by the slot they change; added lessons have none."""
    rows = select(Substitution).where(
        Substitution.on_date == day, Substitution.slot_id.is_not(None), standing()
    )
    return {row.slot_id: row for row in db.session.scalars(rows)}


def hour_of(slot: LessonSlot, change: Substitution | None) -> int:
    """The hour the slot's lesson is held in: another where it was swapped."""
    moved = change is not None and change.kind == SWAPPED and change.number
    return moved or slot.number


def write_lessons(rows: list[dict]) -> list[int]:
    """Write lessons, each with its first column; returns their ids in order."""
    ids = bulk_insert(db.session, Lesson, rows)
    kind = answer_kind()
    bulk_insert(
        db.session,
        LessonColumn,
        [
            {
                "lesson_id": lesson_id,
                "journal_id": row["journal_id"],
                "position": 1,
                "kind_id": kind.id,
            }
            for lesson_id, row in zip(ids, rows, strict=True)
        ],
    )
    return ids


def lesson_row(slot, day: date, journal_id: int, times, change) -> dict:
    """The values of a lesson of a slot on a day, with its bells (begin, end) and its change if
    there are any."""
    starts, ends = times or (None, None)
    taken_over = change is not None and change.takes_over
    return {
        "journal_id": journal_id,
        "slot_id": slot.id,
        "substitution_id": None,
        "on_date": day,
        "number": hour_of(slot, change),
        "starts": starts,
        "ends": ends,
        "employee_id": change.employee_id if taken_over else slot.employee_id,
        "assistant_id": slot.assistant_id,
        "classroom_id": (change and change.classroom_id) or slot.classroom_id,
        "substituted": taken_over,
        "status": CANCELLED if change is not None and change.drops else HELD,
        "version": 1,
    }


def make_extra(year: YearFacts, day: date) -> int:
    """Make the lessons of a day that the timetable lacks and its changes have: another subject,
    an added lesson. Returns how many were made."""
    wanted = [change for change in extra_of(day) if not _is_there(change)]
    if not wanted:
        return 0
    journals = ensure_journals(year, {(c.study_group_id, c.course_id) for c in wanted})
    bells = year_bells(year)
    return len(
        write_lessons(
            [
                extra_row(
                    c,
                    journals[c.study_group_id, c.course_id],
                    bells.of_group(day, c.study_group_id).get(c.number),
                )
                for c in wanted
            ]
        )
    )


def extra_of(day: date) -> list[Substitution]:
    """The changes of a day that bring a lesson the timetable lacks."""
    query = select(Substitution).where(Substitution.on_date == day, _brings())
    return list(db.session.scalars(query.order_by(Substitution.id)))


def _brings():
    return and_(Substitution.kind.in_((SUBJECT, ADDED)), standing())


def _is_there(change: Substitution) -> bool:
    of_change = select(Lesson.id).where(Lesson.substitution_id == change.id)
    return db.session.scalar(of_change) is not None


def extra_row(change: Substitution, journal_id: int, times) -> dict:
    """The values of a lesson that only a change of the day has."""
    starts, ends = times or (None, None)
    return {
        "journal_id": journal_id,
        "slot_id": None,
        "substitution_id": change.id,
        "on_date": change.on_date,
        "number": change.number,
        "starts": starts,
        "ends": ends,
        "employee_id": change.employee_id,
        "assistant_id": None,
        "classroom_id": change.classroom_id,
        "substituted": True,
        "status": HELD,
        "version": 1,
    }


def answer_kind() -> WorkKind:
    """The kind of work every lesson's first column has at first."""
    kind = db.session.scalar(select(WorkKind).where(WorkKind.name == ANSWER))
    if kind is None:
        kind = WorkKind(name=ANSWER)
        db.session.add(kind)
        db.session.flush()
    return kind


def ensure_journals(year: YearFacts, wanted: set[tuple[int, int]]) -> dict[tuple, int]:
    """The journals of these (group, course) pairs, made where they lack: pair → id."""
    known = {
        (group_id, course_id): journal_id
        for journal_id, group_id, course_id in db.session.execute(
            select(Journal.id, Journal.study_group_id, Journal.course_id).where(
                Journal.year_id == year.id
            )
        )
    }
    lacking = sorted(wanted - known.keys())
    ids = bulk_insert(
        db.session,
        Journal,
        [
            {"study_group_id": group_id, "course_id": course_id, "year_id": year.id, "version": 1}
            for group_id, course_id in lacking
        ],
    )
    return known | dict(zip(lacking, ids, strict=True))
