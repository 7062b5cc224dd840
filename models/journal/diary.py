"""A pupil's diary: the week as the family sees it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db, line_to_database
from models.ground import remembered
from models.journal.certificate import covering
from models.journal.day_changes import lesson_key, told_changes
from models.journal.diary_lessons import lessons_with_homework
from models.journal.diary_plan import (
    DiaryLesson,
    Group,
    days_of_pupil,
    groups_named,
    planned_week,
    sits,
)
from models.journal.diary_records import records_of
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.material import shown_at
from models.office.order import ELECTRONIC, the_modes
from models.school.calendar import the_year
from models.school.days import SchoolDay
from models.school.places import groups_of
from models.school.subject import Course
from models.school.timetable import Classroom


@dataclass
class DiaryDay:
    """A day of the week; `free` says why there are no lessons, `other` what is not as usual."""

    day: date
    free: str
    other: list[str]
    lessons: list[DiaryLesson]


def week(student_id: int, grade: int, first: date) -> list[DiaryDay]:
    """The days of a pupil's week from Monday `first`; Saturday only where it has lessons.

    Five selects, where nothing of the school's order changed since it was last asked.
    """
    last = first + timedelta(days=6)
    held = _held(student_id, first, last)
    by_day: dict[date, list[DiaryLesson]] = {}
    for _key, day, line in held:
        by_day.setdefault(day, []).append(line)
    there = {(key, day) for key, day, _ in held}
    for planned in planned_week(student_id, grade, first):
        if (planned.key, planned.day) not in there:
            by_day.setdefault(planned.day, []).append(planned.line)
    return [
        _diary_day(found, by_day.get(found.day, ()))
        for found in days_of_pupil(student_id, grade, first)
        if found.day in by_day or found.day.weekday() < 5 or found.moved
    ]


def _diary_day(found: SchoolDay, lessons) -> DiaryDay:
    other = [words for words in (found.moved, found.remote) if words]
    return DiaryDay(found.day, found.why, other, sorted(lessons, key=_number))


def last_day(student_id: int, grade: int, first: date) -> date:
    """The last day of the week that is shown: Friday, or Saturday where it has lessons."""
    saturday = first + timedelta(days=5)
    planned = any(place.day == saturday for place in planned_week(student_id, grade, first))
    return saturday if planned else first + timedelta(days=4)


def versions_of_week(student_id: int, first: date) -> tuple:
    """The versions of the pupil's journals: whatever is written in one, its version rises."""
    found = select(Journal.id, Journal.version).where(
        Journal.id.in_(_journals_of_week(student_id, first))
    )
    return tuple(sorted(tuple(row) for row in line_to_database().execute(found)))


@remembered
def _journals_of_week(student_id: int, first: date) -> tuple[int, ...]:
    groups = groups_of(student_id, first, first + timedelta(days=6))
    found = select(Journal.id).where(
        Journal.study_group_id.in_(list(groups)), Journal.year_id == the_year(first).id
    )
    return tuple(db.session.scalars(found))


def _number(line: DiaryLesson) -> int:
    return line.number


_HELD = lessons_with_homework(
    Lesson.id,
    Lesson.slot_id,
    Lesson.on_date,
    Lesson.number,
    Lesson.starts,
    Lesson.ends,
    Lesson.topic,
    Lesson.status,
    Lesson.substitution_id,
    Course.name,
    Journal.study_group_id,
    Homework.text,
    IndividualHomework.text,
    Classroom.name,
    Lesson.substituted,
).outerjoin(Classroom, Classroom.id == Lesson.classroom_id)


def _held(student_id: int, first: date, last: date) -> list[tuple]:
    """(key, day, line) of the pupil's lessons that exist."""
    spans = groups_of(student_id, first, last)
    groups = groups_named(tuple(sorted(spans)))
    asked = {"groups": list(spans), "first": first, "last": last, "student_id": student_id}
    rows = [row for row in line_to_database().execute(_HELD, asked) if sits(spans[row[10]], row[2])]
    lessons = [row[0] for row in rows]
    records, material = records_of(student_id, lessons), shown_at(lessons)
    notes = {(told.key, told.on_date): told.note for told in told_changes(first, last)}
    found = []
    for row in rows:
        key = lesson_key(row[1], row[8])
        line = _line(row, groups[row[10]], records.get(row[0], ()), notes.get((key, row[2]), ""))
        if the_modes().of(groups[row[10]], row[2]) == ELECTRONIC:
            line.material = material.get(row[0], [])
        paper = covering(student_id, row[2]) if line.absence else None
        line.absence_title += f", есть {paper[1]}" if paper else ""
        found.append((key, row[2], line))
    return found


def _line(row, group: Group, records, note: str) -> DiaryLesson:
    _id, _slot, day, number, starts, ends, topic, status, _change, subject, *rest = row
    _group_id, homework, individual, room, substituted = rest
    open_to_family = the_modes().of(group, day) == ELECTRONIC
    line = DiaryLesson(number, subject, starts, ends, room or "")
    if open_to_family:
        line.topic, line.homework, line.individual = topic, homework or "", individual or ""
        line.note = "отменён" if status == CANCELLED else note
        if substituted and not line.note:
            line.note = "замена: ведёт другой учитель"
    for what, first, second in records:
        if what == "mark":
            line.marks.append((first, second))
        elif what == "code":
            line.absence, line.absence_title = first, second
        elif open_to_family:
            line.remark = first
    return line
