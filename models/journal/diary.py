"""A pupil's diary: the week as the family sees it."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select

from models.base import db, line_to_database
from models.ground import remembered
from models.journal.cell import ANSWER, MARK_KINDS, Attendance, Cell, Mark, Remark
from models.journal.day_changes import lesson_key, told_changes
from models.journal.diary_plan import (
    DiaryLesson,
    Group,
    days_of_pupil,
    groups_named,
    planned_week,
    sits,
)
from models.journal.facts import work_kinds
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson, LessonColumn
from models.journal.scale import ABSENCES, DEBT, code_word
from models.office.order import ELECTRONIC, the_modes
from models.school.calendar import the_year
from models.school.days import SchoolDay
from models.school.roster import groups_of
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

    Four selects, where nothing of the school's order changed since it was last asked.
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


_HELD = (
    select(
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
        Classroom.name,
        Lesson.substituted,
    )
    .join(Journal, Journal.id == Lesson.journal_id)
    .join(Course, Course.id == Journal.course_id)
    .outerjoin(Homework, Homework.lesson_id == Lesson.id)
    .outerjoin(Classroom, Classroom.id == Lesson.classroom_id)
    .where(
        Journal.study_group_id.in_(bindparam("groups", expanding=True)),
        Lesson.on_date.between(bindparam("first"), bindparam("last")),
    )
)


def _held(student_id: int, first: date, last: date) -> list[tuple]:
    """(key, day, line) of the pupil's lessons that exist."""
    spans = groups_of(student_id, first, last)
    groups = groups_named(tuple(sorted(spans)))
    asked = {"groups": list(spans), "first": first, "last": last}
    rows = [row for row in line_to_database().execute(_HELD, asked) if sits(spans[row[10]], row[2])]
    records = _records(student_id, [row[0] for row in rows])
    notes = {(told.key, told.on_date): told.note for told in told_changes(first, last)}
    found = []
    for row in rows:
        key = lesson_key(row[1], row[8])
        line = _line(row, groups[row[10]], records.get(row[0], ()), notes.get((key, row[2]), ""))
        found.append((key, row[2], line))
    return found


def _line(row, group: Group, records, note: str) -> DiaryLesson:
    _id, _slot, day, number, starts, ends, topic, status, _change, subject, *rest = row
    _group_id, homework, room, substituted = rest
    open_to_family = the_modes().of(group, day) == ELECTRONIC
    line = DiaryLesson(number, subject, starts, ends, room or "")
    if open_to_family:
        line.topic, line.homework = topic, homework or ""
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


_OF_PUPIL = bindparam("student_id")
_THERE = bindparam("lessons", expanding=True)
_MARKS = (
    select(
        LessonColumn.lesson_id,
        Mark.shown,
        func.coalesce(Mark.work_kind_id, LessonColumn.kind_id),
        Mark.kind,
        Mark.handed_in_on,
        Mark.comment,
    )
    .join(Cell, Cell.column_id == LessonColumn.id)
    .join(Mark, Mark.cell_id == Cell.id)
    .where(Cell.student_id == _OF_PUPIL, LessonColumn.lesson_id.in_(_THERE), Mark.shown != DEBT)
    .order_by(LessonColumn.position, Mark.position)
)
_CODES = select(Attendance.lesson_id, Attendance.code, Attendance.minutes).where(
    Attendance.student_id == _OF_PUPIL, Attendance.lesson_id.in_(_THERE)
)
_REMARKS = select(Remark.lesson_id, Remark.text).where(
    Remark.student_id == _OF_PUPIL, Remark.lesson_id.in_(_THERE)
)


def _records(student_id: int, lesson_ids: list[int]) -> dict[int, list[tuple]]:
    """Lesson → («mark», shown, for what), («code», code, meaning), («remark», text, ""); three
    selects."""
    asked = {"student_id": student_id, "lessons": lesson_ids}
    connection, found = line_to_database(), {}
    for lesson_id, shown, *details in connection.execute(_MARKS, asked):
        found.setdefault(lesson_id, []).append(("mark", shown, for_what(*details)))
    for lesson_id, code, minutes in connection.execute(_CODES, asked):
        word = code_word(code, minutes)
        found.setdefault(lesson_id, []).append(("code", word, ABSENCES.get(code, "")))
    for lesson_id, text in connection.execute(_REMARKS, asked):
        found.setdefault(lesson_id, []).append(("remark", text, ""))
    return found


def for_what(kind_id: int, kind: str, handed_in_on: date | None, comment: str | None) -> str:
    """What a mark is for, as the family reads it: «Ответ на уроке, исправление: …»."""
    words = [work_kinds()[kind_id].name]
    if kind != ANSWER:
        words.append(MARK_KINDS[kind])
    if handed_in_on:
        words.append(f"сдано {handed_in_on:%d.%m}")
    return ", ".join(words) + (f": {comment}" if comment else "")
