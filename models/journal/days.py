"""Lessons come into being when their day comes (or when first touched), once."""

from datetime import date, timedelta

from sqlalchemy import func, or_, select, text

from models.audit.bulk import bulk_insert
from models.base import db
from models.journal.journal import ANSWER, Journal, WorkKind
from models.journal.lesson import CANCELLED, HELD, Lesson, LessonColumn
from models.school.calendar import YearFacts, free_days, is_free
from models.school.groups import StudyGroup
from models.school.timetable import (
    ADDED,
    SUBJECT,
    SWAPPED,
    LessonSlot,
    LessonTime,
    Substitution,
    standing,
)

_LOCK = 740012  # one number for "somebody is opening days" on PostgreSQL


def slots_of(year: YearFacts, day: date) -> list[tuple[LessonSlot, int]]:
    """The slots in force on a day with their grade, holidays not yet taken out."""
    return db.session.execute(
        select(LessonSlot, StudyGroup.grade)
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .where(
            LessonSlot.year_id == year.id,
            LessonSlot.weekday == day.weekday(),
            LessonSlot.parity.in_((0, year.parity(day))),
            LessonSlot.valid_from <= day,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= day),
        )
    ).all()


def open_day(year: YearFacts, day: date) -> int:
    """Make the lessons of a day that are not there yet; returns how many were made.

    Safe to repeat: a lesson is (slot, date). Nothing is made in holidays.
    """
    _one_at_a_time()
    free = free_days(day, day)
    there = set(db.session.scalars(select(Lesson.slot_id).where(Lesson.on_date == day)))
    missing = [
        slot
        for slot, grade in slots_of(year, day)
        if slot.id not in there and not is_free(free, day, grade)
    ]
    made = len(make_lessons(year, day, missing)) if missing else 0
    return made + make_extra(year, day)


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
    """Make the lessons of these slots on a day, as its changes have them; returns their ids."""
    journals = ensure_journals(year, {(s.study_group_id, s.course_id) for s in slots})
    times, changes = times_of(year, day), changes_of(day)
    rows = [
        lesson_row(
            slot,
            day,
            journals[slot.study_group_id, slot.course_id],
            times.get(hour_of(slot, changes.get(slot.id))),
            changes.get(slot.id),
        )
        for slot in slots
    ]
    return write_lessons(rows)


def times_of(year: YearFacts, day: date) -> dict[int, LessonTime]:
    """Lesson number → its time on a day."""
    rows = db.session.scalars(select(LessonTime).where(LessonTime.year_id == year.id))
    return {row.number: row for row in rows}


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
    """The values of a lesson of a slot on a day, with its change if there is one."""
    taken_over = change is not None and change.takes_over
    return {
        "journal_id": journal_id,
        "slot_id": slot.id,
        "substitution_id": None,
        "on_date": day,
        "number": hour_of(slot, change),
        "starts": times.starts if times else None,
        "ends": times.ends if times else None,
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
    times = times_of(year, day)
    return len(
        write_lessons(
            [
                extra_row(c, journals[c.study_group_id, c.course_id], times.get(c.number))
                for c in wanted
            ]
        )
    )


def extra_of(day: date) -> list[Substitution]:
    """The changes of a day that bring a lesson the timetable lacks."""
    own = Substitution.kind.in_((SUBJECT, ADDED))
    query = select(Substitution).where(Substitution.on_date == day, own, standing())
    return list(db.session.scalars(query.order_by(Substitution.id)))


def _is_there(change: Substitution) -> bool:
    of_change = select(Lesson.id).where(Lesson.substitution_id == change.id)
    return db.session.scalar(of_change) is not None


def extra_row(change: Substitution, journal_id: int, times) -> dict:
    """The values of a lesson that only a change of the day has."""
    return {
        "journal_id": journal_id,
        "slot_id": None,
        "substitution_id": change.id,
        "on_date": change.on_date,
        "number": change.number,
        "starts": times.starts if times else None,
        "ends": times.ends if times else None,
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
