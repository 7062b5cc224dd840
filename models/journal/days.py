"""Lessons come into being when their day comes (or when first touched), once."""

from datetime import date, timedelta

from sqlalchemy import func, or_, select, text

from models.audit.bulk import bulk_insert
from models.base import db
from models.journal.journal import ANSWER, Journal, WorkKind
from models.journal.lesson import CANCELLED, HELD, Lesson, LessonColumn
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.days import year_days
from models.school.timetable import LessonSlot, Substitution
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
    return len(make_lessons(year, day, missing)) if missing else 0


def open_until(year: YearFacts, last: date) -> int:
    """Open every day from the last one that has lessons (or the year's start) to `last`."""
    newest = db.session.scalar(select(func.max(Lesson.on_date))) or year.starts_on
    day, made = max(year.starts_on, min(newest, last)), 0
    while day <= min(last, year.ends_on):
        made += open_day(year, day)
        day += timedelta(days=1)
    return made


def _one_at_a_time() -> None:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def make_lessons(year: YearFacts, day: date, slots: list[LessonSlot]) -> list[int]:
    """Make a day's lessons of these slots, each with its first column; their ids in order."""
    journals = ensure_journals(year, {(s.study_group_id, s.course_id) for s in slots})
    bells = year_bells(year)
    changes = {
        s.slot_id: s
        for s in db.session.scalars(select(Substitution).where(Substitution.on_date == day))
    }
    rows = [
        lesson_row(
            slot,
            day,
            journals[slot.study_group_id, slot.course_id],
            bells.of_group(day, slot.study_group_id).get(slot.number),
            changes.get(slot.id),
        )
        for slot in slots
    ]
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
    """The values of a lesson of a slot on a day, with its bells (begin, end) and its
    substitution if there are any."""
    starts, ends = times or (None, None)
    cancelled = change is not None and change.employee_id is None
    return {
        "journal_id": journal_id,
        "slot_id": slot.id,
        "on_date": day,
        "number": slot.number,
        "starts": starts,
        "ends": ends,
        "employee_id": (change and change.employee_id) or slot.employee_id,
        "assistant_id": slot.assistant_id,
        "classroom_id": slot.classroom_id,
        "substituted": bool(change and change.employee_id),
        "status": CANCELLED if cancelled else HELD,
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
