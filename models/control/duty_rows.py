"""Rows from which duties are judged: a fixed number of selects for any span of days."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import Select, func, or_, select

from models.base import db
from models.control.deadlines import end_of, work_due
from models.control.first_moments import first_entered
from models.journal.cell import ANSWER, Attendance, Cell, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import HELD, AttendanceCheck, Homework, Lesson, LessonColumn
from models.journal.scale import NOT_WORKING
from models.people.employee import Employee
from models.school.groups import StudyGroup
from models.school.studied import studied
from models.school.subject import Course


@dataclass
class LessonRow:
    """A held lesson with the moments of what was entered in it."""

    id: int
    on_date: date
    number: int
    ends: time | None
    journal_id: int
    group_id: int
    class_group_id: int | None
    grade: int
    kind: str
    group: str
    course: str
    marked: bool
    person_id: int  # of the teacher who held it
    topic_at: datetime | None
    homework_at: datetime | None
    checked_at: datetime | None
    records: list[datetime] = field(default_factory=list)  # the first mark, the first absence

    @property
    def entered_at(self) -> datetime | None:
        """When absences were first told: by the check or by any record of the lesson."""
        moments = [*self.records, *([self.checked_at] if self.checked_at else [])]
        return min(moments, default=None)

    @property
    def title(self) -> str:
        return f"{self.course} · {self.group}"

    @property
    def about(self) -> str:
        return f"{self.on_date:%d.%m}, {self.number} урок"


def _here(first: date, last: date, journals: frozenset[int] | None):
    where = [Lesson.status == HELD, Lesson.on_date.between(first, last)]
    if journals is not None:
        where.append(Lesson.journal_id.in_(journals))
    return where


def lesson_rows(first: date, last: date, journals: frozenset[int] | None) -> dict[int, LessonRow]:
    """Held lessons of the days by id; three selects. None: of all journals."""
    here, found = _here(first, last, journals), {}
    for *row, topic, homework in db.session.execute(_LESSONS.where(*here)):
        made = found[row[0]] = LessonRow(*row)
        made.topic_at = made.topic_at if topic else None
        made.homework_at = made.homework_at if homework else None
    for query in (_FIRST_MARKS, _FIRST_ABSENCES):
        for lesson_id, moment in db.session.execute(query.where(*here)):
            found[lesson_id].records.append(moment)
    return found


_LESSONS = (
    select(
        Lesson.id,
        Lesson.on_date,
        Lesson.number,
        Lesson.ends,
        Lesson.journal_id,
        StudyGroup.id,
        StudyGroup.class_group_id,
        StudyGroup.grade,
        StudyGroup.kind,
        StudyGroup.name,
        Course.name,
        Course.marked,
        Employee.person_id,
        Lesson.topic_entered_at,
        Homework.entered_at,
        AttendanceCheck.checked_at,
        Lesson.topic,
        Homework.text,
    )
    .join(Journal, Journal.id == Lesson.journal_id)
    .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
    .join(Course, Course.id == Journal.course_id)
    .join(Employee, Employee.id == Lesson.employee_id)
    .outerjoin(Homework, Homework.lesson_id == Lesson.id)
    .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
)
_FIRST_MARKS = (
    select(LessonColumn.lesson_id, func.min(Mark.entered_at))
    .join(Cell, Cell.column_id == LessonColumn.id)
    .join(Mark, Mark.cell_id == Cell.id)
    .join(Lesson, Lesson.id == LessonColumn.lesson_id)
    .group_by(LessonColumn.lesson_id)
)
_FIRST_ABSENCES = (
    select(Attendance.lesson_id, func.min(Attendance.entered_at))
    .join(Lesson, Lesson.id == Attendance.lesson_id)
    .group_by(Attendance.lesson_id)
)


def last_ends(first: date, last: date) -> list[tuple[date, int, time | None]]:
    """(day, group, end of its last lesson) of the whole school; one select."""
    rows = db.session.execute(
        select(Lesson.on_date, Journal.study_group_id, func.max(Lesson.ends))
        .join(Journal, Journal.id == Lesson.journal_id)
        .where(Lesson.status == HELD, Lesson.on_date.between(first, last))
        .group_by(Lesson.on_date, Journal.study_group_id)
    )
    return [tuple(row) for row in rows]


@dataclass
class WorkRow:
    """A column of a work that everybody writes: who has a mark since when, who was away."""

    column_id: int
    lesson_id: int
    marked: dict[int, datetime] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)


def work_rows(first: date, last: date, journals: frozenset[int] | None) -> list[WorkRow]:
    """Columns of such works in the days; three selects."""
    here = [*_here(first, last, journals), WorkKind.is_test]
    columns = (
        select(LessonColumn.id, LessonColumn.lesson_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .where(*here)
    )
    found = {row.id: WorkRow(row.id, row.lesson_id) for row in db.session.execute(columns)}
    marks = (
        columns.with_only_columns(LessonColumn.id, Cell.student_id, func.min(Mark.entered_at))
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
        .group_by(LessonColumn.id, Cell.student_id)
    )
    for column_id, student_id, moment in db.session.execute(marks):
        found[column_id].marked[student_id] = moment
    away = (
        columns.with_only_columns(LessonColumn.id, Attendance.student_id)
        .join(Attendance, Attendance.lesson_id == Lesson.id)
        .where(Attendance.code.in_(NOT_WORKING))
    )
    for column_id, student_id in db.session.execute(away):
        found[column_id].away.add(student_id)
    return list(found.values())


def _answers_after(due: dict[date, datetime], journals: frozenset[int] | None) -> Select:
    """Answers of lessons of these days (in their order) that may have come after their day's
    moment, where the pupil was not away."""
    days = list(due)
    weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
    perhaps_late = or_(  # a condition for each day of a year would cost more than the rows
        *(
            Lesson.on_date.between(week[0], week[-1])
            & (Mark.entered_at > min(due[day] for day in week))
            for week in weeks
        )
    )
    away = (
        select(Attendance.id)
        .where(
            Attendance.lesson_id == Lesson.id,
            Attendance.student_id == Cell.student_id,
            Attendance.code.in_(NOT_WORKING),  # who only came late was there
        )
        .exists()
    )
    return (
        select(
            Mark.id,
            Lesson.id,
            Lesson.on_date,
            Mark.handed_in_on,
            Mark.entered_at,
            Mark.student_id,
        )
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(*_here(days[0], days[-1], journals), Mark.kind == ANSWER, perhaps_late, ~away)
    )


def backfilled_rows(
    days: list[date], numbers_of, is_working, journals: frozenset[int] | None
) -> dict[int, tuple[int, datetime]]:
    """Lesson → (marks, the first moment) of answers entered after the week of the lesson or of
    the handing-in (5.4), where the pupil was not away; one select and one of the audit."""
    if not days:
        return {}
    due = {day: work_due(day, numbers_of(day), is_working) for day in days}
    rows = db.session.execute(_answers_after(due, journals)).all()
    late = [row for row in rows if row.entered_at > due[row.on_date]]
    first = first_entered("mark", [row[0] for row in late])
    opened = studied(list({row.student_id for row in late}), days[0], days[-1])
    found: dict[int, tuple[int, datetime]] = {}
    for mark_id, lesson_id, day, handed_in, _, student_id in late:
        moment = first.get(mark_id)
        if moment is not None and _was_open(opened.get(student_id, ()), day, moment):
            continue  # a certificate of study opened the day (5.4)
        done_on = handed_in or day
        if moment is None or moment <= work_due(done_on, numbers_of(day), is_working):
            continue  # a correction of what had been entered in time
        number, earliest = found.get(lesson_id, (0, moment))
        found[lesson_id] = (number + 1, min(earliest, moment))
    return found


def _was_open(spans, day: date, moment: datetime) -> bool:
    """Whether a certificate covers the day, and the mark came while it was open."""
    return any(a <= day <= b and moment <= end_of(until) for a, b, until in spans)
