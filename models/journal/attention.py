"""What needs a teacher's or an operator's attention now: lessons of a day, lessons unfilled."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import and_, exists, func, or_, select

from models import clock
from models.base import db
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import HELD, AttendanceCheck, Homework, Lesson, LessonColumn
from models.office.order import TRANSITION, Modes, the_modes
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.timetable import LessonSlot


@dataclass
class LessonLine:
    """A lesson in a list, with what stands in it and what lacks."""

    id: int
    journal_id: int
    on_date: date
    number: int
    times: tuple[time, time] | None  # its own: changed bells cannot alter it
    course: str
    group: str
    status: str
    substituted: bool
    topic: str
    homework: str | None
    checked: bool
    records: bool
    grade: int
    paper: bool  # the class is in transition: the operator's duty
    instead_of: str = ""  # whose lesson it is by the timetable, where it is substituted

    @property
    def lacks(self) -> list[str]:
        """What a held lesson still lacks, in words."""
        if self.status != HELD or self.paper:
            return []
        facts = (
            (self.topic, "тема"),
            (self.homework or self.grade == 1, "задание"),
            (self.checked or self.records, "отсутствующие"),
        )
        return [word for there, word in facts if not there]


def has_records():
    """The condition that a lesson has a mark or an absence."""
    marked = (
        exists()
        .where(Mark.cell_id == Cell.id, Cell.column_id == LessonColumn.id)
        .where(LessonColumn.lesson_id == Lesson.id)
    )
    return marked | exists().where(Attendance.lesson_id == Lesson.id)


def ended():
    """The condition that a lesson is over: those still ahead today would only look forgotten."""
    now = clock.school_time(clock.now())
    over_today = and_(Lesson.on_date == now.date(), Lesson.ends <= now.time().replace(tzinfo=None))
    return or_(Lesson.on_date < now.date(), over_today)


def _lines(query) -> list[LessonLine]:
    rows = db.session.execute(
        query.with_only_columns(
            Lesson,
            Course.name,
            StudyGroup,
            Homework.text,
            AttendanceCheck.id.is_not(None),
            has_records(),
            Person.surname,
            Person.given,
            Person.patronymic,
        )
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .outerjoin(LessonSlot, (LessonSlot.id == Lesson.slot_id) & Lesson.substituted)
        .outerjoin(Employee, Employee.id == LessonSlot.employee_id)
        .outerjoin(Person, Person.id == Employee.person_id)
    )
    modes = the_modes()
    return [_line(*row[:6], whose=row[6:], modes=modes) for row in rows]


def _line(lesson, course, group, homework, checked, records, *, whose, modes: Modes) -> LessonLine:
    return LessonLine(
        lesson.id,
        lesson.journal_id,
        lesson.on_date,
        lesson.number,
        (lesson.starts, lesson.ends) if lesson.starts else None,
        course,
        group.name,
        lesson.status,
        lesson.substituted,
        lesson.topic,
        homework,
        checked,
        records,
        group.grade,
        modes.of(group, lesson.on_date) == TRANSITION,
        with_initials(*whose) if whose[0] else "",
    )


def _lessons():
    return select(Lesson).join(Journal, Journal.id == Lesson.journal_id)


def lessons_of_teacher(employee_id: int, day: date) -> list[LessonLine]:
    """A teacher's lessons of a day in order."""
    mine = or_(Lesson.employee_id == employee_id, Lesson.assistant_id == employee_id)
    return _lines(_lessons().where(mine, Lesson.on_date == day).order_by(Lesson.number))


def unfilled_of_teacher(employee_id: int, first: date, last: date, most: int = 30):
    """A teacher's held lessons without topic, or with neither records nor check, newest first;
    those of classes in transition are the operator's duty."""
    bare = ~has_records() & AttendanceCheck.id.is_(None)
    query = (
        select(Lesson.id.label("lesson_id"), Lesson.on_date, StudyGroup.id)
        .add_columns(StudyGroup.class_group_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .where(
            Lesson.employee_id == employee_id,
            ~Lesson.substituted,  # whoever stood in can write its topic on the day alone
            Lesson.status == HELD,
            Lesson.on_date.between(first, last),
            or_(Lesson.topic == "", bare),
        )
        .order_by(Lesson.on_date.desc(), Lesson.number)
    )
    modes, rows = the_modes(), db.session.execute(query)
    own = [row.lesson_id for row in rows if modes.of(row, row.on_date) != TRANSITION]
    newest_first = (Lesson.on_date.desc(), Lesson.number)
    return _lines(_lessons().where(Lesson.id.in_(own[:most])).order_by(*newest_first))


def bare_lessons(journal_ids, first: date, last: date, most: int = 300) -> list[LessonLine]:
    """Held lessons of journals that have ended with no record and no check, oldest first."""
    return _lines(
        _lessons()
        .where(
            Lesson.journal_id.in_(journal_ids),
            Lesson.status == HELD,
            Lesson.on_date.between(first, last),
            ended(),
            ~has_records(),
            AttendanceCheck.id.is_(None),
        )
        .order_by(Lesson.on_date, Lesson.number)
        .limit(most)
    )


def lessons_held(journal_ids, first: date, last: date) -> int:
    """How many held lessons of the journals have ended from `first` to `last`."""
    return db.session.scalar(
        select(func.count(Lesson.id)).where(
            Lesson.journal_id.in_(journal_ids),
            Lesson.status == HELD,
            Lesson.on_date.between(first, last),
            ended(),
        )
    )
