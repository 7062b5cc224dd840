"""A pupil's diary: the week as the family sees it."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import bindparam, or_, select

from models.base import db, line_to_database
from models.ground import remembered
from models.journal.diary_records import records_of
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.material import shown_at
from models.office.order import ELECTRONIC, the_modes
from models.school.calendar import free_days, is_free, the_year
from models.school.groups import StudyGroup
from models.school.roster import groups_of
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
    individual: str = ""  # what is set for this pupil alone
    material: list[tuple] = field(default_factory=list)  # (id, title, link or nothing, size)
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

    Five selects, where nothing of the school's order changed since it was last asked.
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
        IndividualHomework.text,
        Classroom.name,
    )
    .join(Journal, Journal.id == Lesson.journal_id)
    .join(Course, Course.id == Journal.course_id)
    .outerjoin(Homework, Homework.lesson_id == Lesson.id)
    .outerjoin(
        IndividualHomework,
        (IndividualHomework.lesson_id == Lesson.id)
        & (IndividualHomework.student_id == bindparam("student_id")),
    )
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
    asked = {"groups": list(spans), "first": first, "last": last, "student_id": student_id}
    rows = [
        row for row in line_to_database().execute(_HELD, asked) if _sits(spans[row[10]], row[2])
    ]
    lessons = [row[0] for row in rows]
    records, material = records_of(student_id, lessons), shown_at(lessons)
    found = []
    for row in rows:
        line = _line(row, groups[row[10]], records.get(row[0], ()))
        if the_modes().of(groups[row[10]], row[2]) == ELECTRONIC:
            line.material = material.get(row[0], [])
        found.append((row[1], row[2], line))
    return found


@remembered
def groups_named(ids: tuple[int, ...]) -> dict[int, Group]:
    """Groups by id, as modes ask for them."""
    rows = db.session.execute(
        select(StudyGroup.id, StudyGroup.class_group_id).where(StudyGroup.id.in_(ids))
    )
    return {row.id: Group(*row) for row in rows}


def _line(row, group: Group, records) -> DiaryLesson:
    _id, _slot, day, number, starts, ends, topic, status, substituted, subject, *rest = row
    _group_id, homework, individual, room = rest
    open_to_family = the_modes().of(group, day) == ELECTRONIC
    line = DiaryLesson(number, subject, starts, ends, room or "")
    if open_to_family:
        line.topic, line.homework, line.individual = topic, homework or "", individual or ""
        line.note = "отменён" if status == CANCELLED else "замена" if substituted else ""
    for what, first, second in records:
        if what == "mark":
            line.marks.append((first, second))
        elif what == "code":
            line.absence, line.absence_title = first, second
        elif open_to_family:
            line.remark = first
    return line


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
