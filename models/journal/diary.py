"""A pupil's diary: the week as the family sees it."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import bindparam, func, or_, select

from models.base import db, line_to_database
from models.ground import remembered
from models.journal.cell import ANSWER, MARK_KINDS, Attendance, Cell, Mark, Remark
from models.journal.certificate import covering
from models.journal.facts import work_kinds
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson, LessonColumn
from models.journal.scale import ABSENCES, DEBT, code_word
from models.office.order import ELECTRONIC, the_modes
from models.school.calendar import free_days, is_free, the_year
from models.school.groups import StudyGroup
from models.school.places import groups_of
from models.school.subject import Course
from models.school.timetable import Classroom, LessonSlot, LessonTime, Substitution


@dataclass
class DiaryLesson:
    """One line of a day. Topic and homework only where the class is in electronic mode."""

    number: int
    subject: str
    starts: time | None = None
    ends: time | None = None
    room: str = ""
    topic: str = ""
    homework: str = ""
    note: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)  # (shown, what it is for)
    absence: str = ""
    absence_title: str = ""
    remark: str = ""


@dataclass
class DiaryDay:
    """A day of the week; `free` names the holiday, if it is one."""

    day: date
    free: str | None
    lessons: list[DiaryLesson]


@dataclass(frozen=True)
class Group:
    """A group the pupil sits in, as modes ask for it."""

    id: int
    class_group_id: int | None


@dataclass(frozen=True)
class Planned:
    """A slot of the week: its day, and the line it is while its lesson does not exist yet."""

    slot_id: int
    day: date
    line: DiaryLesson


def _sits(spans, day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def week(student_id: int, grade: int, first: date) -> list[DiaryDay]:
    """The days of a pupil's week from Monday `first`; Saturday only where it has lessons.

    Four selects, where nothing of the school's order changed since it was last asked.
    """
    last = first + timedelta(days=6)
    held = _held(student_id, first, last)
    by_day: dict[date, list[DiaryLesson]] = {}
    for _slot_id, day, line in held:
        by_day.setdefault(day, []).append(line)
    there = {(slot_id, day) for slot_id, day, _ in held}
    free = free_days(first, last)
    for planned in planned_week(student_id, first):
        if (planned.slot_id, planned.day) not in there and not is_free(free, planned.day, grade):
            by_day.setdefault(planned.day, []).append(planned.line)
    days = [first + timedelta(days=offset) for offset in range(7)]
    return [
        DiaryDay(day, is_free(free, day, grade), sorted(by_day.get(day, ()), key=_number))
        for day in days
        if day in by_day or day.weekday() < 5
    ]


def last_day(student_id: int, first: date) -> date:
    """The last day of the week that is shown: Friday, or Saturday where it has lessons."""
    saturday = first + timedelta(days=5)
    planned = any(place.day == saturday for place in planned_week(student_id, first))
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
        Lesson.substituted,
        Course.name,
        Journal.study_group_id,
        Homework.text,
        Classroom.name,
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
    """(slot, day, line) of the pupil's lessons that exist."""
    spans = groups_of(student_id, first, last)
    groups = groups_named(tuple(sorted(spans)))
    asked = {"groups": list(spans), "first": first, "last": last}
    rows = [
        row for row in line_to_database().execute(_HELD, asked) if _sits(spans[row[10]], row[2])
    ]
    records = _records(student_id, [row[0] for row in rows])
    lines = [_line(row, groups[row[10]], records.get(row[0], ())) for row in rows]
    for row, line in zip(rows, lines, strict=True):
        paper = covering(student_id, row[2]) if line.absence else None
        line.absence_title += f", есть {paper[1]}" if paper else ""
    return [(row[1], row[2], line) for row, line in zip(rows, lines, strict=True)]


@remembered
def groups_named(ids: tuple[int, ...]) -> dict[int, Group]:
    """Groups by id, as modes ask for them."""
    rows = db.session.execute(
        select(StudyGroup.id, StudyGroup.class_group_id).where(StudyGroup.id.in_(ids))
    )
    return {row.id: Group(*row) for row in rows}


def _line(row, group: Group, records) -> DiaryLesson:
    _id, _slot, day, number, starts, ends, topic, status, substituted, subject, *rest = row
    _group_id, homework, room = rest
    open_to_family = the_modes().of(group, day) == ELECTRONIC
    line = DiaryLesson(number, subject, starts, ends, room or "")
    if open_to_family:
        line.topic, line.homework = topic, homework or ""
        line.note = "отменён" if status == CANCELLED else "замена" if substituted else ""
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


@remembered
def planned_week(student_id: int, first: date) -> list[Planned]:
    """What the timetable promises a pupil in the week from Monday `first`, holidays not taken
    out; changes of it are told only where paper has been left (clause 2.6)."""
    last = first + timedelta(days=6)
    spans, year = groups_of(student_id, first, last), the_year(first)
    changes = {
        (s.slot_id, s.on_date): s
        for s in db.session.scalars(
            select(Substitution).where(Substitution.on_date.between(first, last))
        )
    }
    found = []
    for slot, group, subject, starts, ends, room in _slots(list(spans), first, last):
        day = first + timedelta(days=slot.weekday)
        if not _in_force(slot, year, day) or not _sits(spans[slot.study_group_id], day):
            continue
        change = changes.get((slot.id, day))
        if the_modes().of(group, day) != ELECTRONIC:
            change = None
        note = "" if change is None else "замена" if change.employee_id else "отменён"
        line = DiaryLesson(slot.number, subject, starts, ends, room or "", note=note)
        found.append(Planned(slot.id, day, line))
    return found


def _slots(groups: list[int], first: date, last: date):
    return db.session.execute(
        select(
            LessonSlot, StudyGroup, Course.name, LessonTime.starts, LessonTime.ends, Classroom.name
        )
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .join(Course, Course.id == LessonSlot.course_id)
        .outerjoin(
            LessonTime,
            (LessonTime.year_id == LessonSlot.year_id) & (LessonTime.number == LessonSlot.number),
        )
        .outerjoin(Classroom, Classroom.id == LessonSlot.classroom_id)
        .where(
            LessonSlot.study_group_id.in_(groups),
            LessonSlot.valid_from <= last,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= first),
        )
    ).all()


def _in_force(slot: LessonSlot, year, day: date) -> bool:
    return (
        slot.parity in (0, year.parity(day))
        and slot.valid_from <= day <= (slot.valid_to or day)
        and year.starts_on <= day <= year.ends_on
    )
