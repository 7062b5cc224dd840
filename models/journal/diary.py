"""A pupil's diary: the week as the family sees it, and the term's marks by subject."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import or_, select

from models.base import db
from models.journal.averages import Weighted, shown_average, weighted_average
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import CANCELLED, Homework, Lesson, LessonColumn
from models.journal.scale import ABSENCES, MISSED
from models.journal.term_mark import TermMark
from models.office.order import ELECTRONIC, Modes, the_modes
from models.school.calendar import Term, YearFacts, free_days, is_free
from models.school.groups import StudyGroup
from models.school.roster import groups_of
from models.school.school import School
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
    marks: list[tuple[str, str]] = field(default_factory=list)  # (shown, kind of work)
    absence: str = ""
    absence_title: str = ""


@dataclass
class DiaryDay:
    """A day of the week; `free` names the holiday, if it is one."""

    day: date
    free: str | None
    lessons: list[DiaryLesson]


def _sits(spans, day: date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)


def week(student_id: int, grade: int, year: YearFacts, first: date) -> list[DiaryDay]:
    """The days of a pupil's week from Monday `first`; Saturday only where it has lessons."""
    last = first + timedelta(days=6)
    groups = groups_of(student_id, first, last)
    held = _held(groups, first, last)
    marks, codes = _records(student_id, [lesson.id for lesson, *_ in held])
    modes, free = the_modes(), free_days(first, last)
    there = {(lesson.slot_id, lesson.on_date) for lesson, *_ in held}
    planned = _planned(year, groups, first, last, there, modes)
    days = []
    for offset in range(7):
        day = first + timedelta(days=offset)
        holiday = is_free(free, day, grade)
        lines = [_line(row, marks, codes, modes) for row in held if row[0].on_date == day]
        if not holiday:
            lines += planned.get(day, [])
        if lines or offset < 5:
            days.append(DiaryDay(day, holiday, sorted(lines, key=lambda line: line.number)))
    return days


def _held(groups: dict, first: date, last: date) -> list:
    rows = db.session.execute(
        select(Lesson, Course.name, StudyGroup, Homework.text, Classroom.name)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .outerjoin(Classroom, Classroom.id == Lesson.classroom_id)
        .where(Journal.study_group_id.in_(list(groups)), Lesson.on_date.between(first, last))
    ).all()
    return [row for row in rows if _sits(groups[row[2].id], row[0].on_date)]


def _line(row, marks, codes, modes: Modes) -> DiaryLesson:
    lesson, subject, group, homework, room = row
    open_to_family = modes.of(group, lesson.on_date) == ELECTRONIC
    code, minutes = codes.get(lesson.id, ("", None))
    note = ""
    if open_to_family:
        note = "отменён" if lesson.status == CANCELLED else "замена" if lesson.substituted else ""
    return DiaryLesson(
        lesson.number,
        subject,
        lesson.starts,
        lesson.ends,
        room or "",
        lesson.topic if open_to_family else "",
        (homework or "") if open_to_family else "",
        note,
        marks.get(lesson.id, []),
        f"{code}{minutes or ''}",
        ABSENCES.get(code, ""),
    )


def _records(student_id: int, lesson_ids: list[int]) -> tuple[dict, dict]:
    rows = db.session.execute(
        select(LessonColumn.lesson_id, Mark.shown, WorkKind.name)
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .where(Mark.student_id == student_id, LessonColumn.lesson_id.in_(lesson_ids))
        .order_by(LessonColumn.position, Mark.position)
    )
    marks: dict[int, list] = {}
    for lesson_id, shown, kind in rows:
        if shown != ".":
            marks.setdefault(lesson_id, []).append((shown, kind))
    codes = db.session.execute(
        select(Attendance.lesson_id, Attendance.code, Attendance.minutes).where(
            Attendance.student_id == student_id, Attendance.lesson_id.in_(lesson_ids)
        )
    )
    return marks, {lesson_id: (code, minutes) for lesson_id, code, minutes in codes}


def _planned(
    year, groups, first: date, last: date, there: set, modes: Modes
) -> dict[date, list[DiaryLesson]]:
    """Lines for slots whose lessons are not made yet: what the timetable promises."""
    rows = db.session.execute(
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
            LessonSlot.study_group_id.in_(list(groups)),
            LessonSlot.valid_from <= last,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= first),
        )
    ).all()
    changes = {
        (s.slot_id, s.on_date): s
        for s in db.session.scalars(
            select(Substitution).where(Substitution.on_date.between(first, last))
        )
    }
    planned: dict[date, list[DiaryLesson]] = {}
    for slot, group, subject, starts, ends, room in rows:
        day = first + timedelta(days=slot.weekday)
        if (slot.id, day) in there or not _in_force(slot, year, day):
            continue
        if _sits(groups[slot.study_group_id], day):
            change = changes.get((slot.id, day))
            if modes.of(group, day) != ELECTRONIC:
                change = None  # clause 2.6: changes are shown once paper has been left
            note = "" if change is None else "замена" if change.employee_id else "отменён"
            planned.setdefault(day, []).append(
                DiaryLesson(slot.number, subject, starts, ends, room or "", note=note)
            )
    return planned


def _in_force(slot: LessonSlot, year: YearFacts, day: date) -> bool:
    return (
        slot.parity in (0, year.parity(day))
        and slot.valid_from <= day <= (slot.valid_to or day)
        and year.starts_on <= day <= year.ends_on
    )


@dataclass
class SubjectTerm:
    """A subject's line in the term: marks in order, average, missed lessons, term mark."""

    name: str
    marks: list[tuple[str, date, str]] = field(default_factory=list)  # shown, day, kind
    counted: list[Weighted] = field(default_factory=list)
    average: str = ""
    average_value: Decimal | None = None
    missed: int = 0
    late: int = 0
    term_mark: str = ""


def term_marks(student_id: int, term: Term, school: School) -> list[SubjectTerm]:
    """The pupil's term by course, in the order of the alphabet; four selects."""
    groups = groups_of(student_id, term.starts_on, term.ends_on)
    lines: dict[int, SubjectTerm] = {
        course_id: SubjectTerm(name)
        for course_id, name in db.session.execute(
            select(Course.id, Course.name)
            .join(Journal, Journal.course_id == Course.id)
            .where(Journal.study_group_id.in_(list(groups)), Journal.year_id == term.year_id)
        )
    }
    _add_marks(lines, student_id, term, school)
    _add_absences(lines, student_id, term)
    _add_term_marks(lines, student_id, term)
    for line in lines.values():
        line.average_value = weighted_average(line.counted)
        line.average = shown_average(line.average_value)
    return sorted(lines.values(), key=lambda line: line.name)


def _add_marks(lines: dict, student_id: int, term: Term, school: School) -> None:
    rows = db.session.execute(
        select(
            Journal.course_id,
            Course.name,
            Mark.shown,
            Mark.counted,
            WorkKind.weight,
            Lesson.on_date,
            WorkKind.name,
        )
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(
            Mark.student_id == student_id,
            Lesson.on_date.between(term.starts_on, term.ends_on),
        )
        .order_by(Lesson.on_date, Lesson.number, LessonColumn.position, Mark.position)
    )
    for course_id, course, shown, counted, weight, day, kind in rows:
        line = lines.setdefault(course_id, SubjectTerm(course))
        if shown != ".":
            line.marks.append((shown, day, kind))
        if counted is not None:
            line.counted.append(Weighted(counted, school.weight_of(weight)))


def _add_absences(lines: dict, student_id: int, term: Term) -> None:
    rows = db.session.execute(
        select(Journal.course_id, Course.name, Attendance.code)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(
            Attendance.student_id == student_id,
            Lesson.on_date.between(term.starts_on, term.ends_on),
        )
    )
    for course_id, course, code in rows:
        line = lines.setdefault(course_id, SubjectTerm(course))
        line.missed += code in MISSED
        line.late += code == "оп"


def _add_term_marks(lines: dict, student_id: int, term: Term) -> None:
    rows = db.session.execute(
        select(Journal.course_id, TermMark.value)
        .join(Journal, Journal.id == TermMark.journal_id)
        .where(TermMark.student_id == student_id, TermMark.term_id == term.id)
    )
    for course_id, value in rows:
        if course_id in lines:
            lines[course_id].term_mark = value
