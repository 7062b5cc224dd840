"""Which days a certificate may name, and what stands in a pupil's journals on those days."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import overlaps
from models.school.subject import Course

FARTHEST = timedelta(days=60)
MOST_NAMED = 8  # of marks or absences in one sentence


def check_days(first: date, until: date, today: date) -> None:
    """Raises Refused, each limit with its sentence."""
    year, farthest = the_year(today), today + FARTHEST
    if until < first:
        raise Refused("Последний день справки раньше первого.")
    if first > today:
        raise Refused("Справка ещё не начала действовать. Внесите её, когда её принесут.")
    if first < year.starts_on or until > year.ends_on:
        raise Refused(
            f"Справка вносится за дни этого учебного года:"
            f" с {year.starts_on:%d.%m.%Y} по {year.ends_on:%d.%m.%Y}."
        )
    if until > farthest:
        raise Refused(
            f"Последний день справки не дальше чем через 60 дней: до {farthest:%d.%m.%Y}."
        )


def refuse_overlap(model, first: date, until: date, name, **same) -> None:
    """Raises Refused where a paper of the same kind, not annulled, covers any of the days; `name`
    tells of a row what it is called."""
    query = select(model).filter_by(**same, annulled_at=None).where(overlaps(model, first, until))
    other = db.session.scalar(query.order_by(model.from_date).limit(1))
    if other is not None:
        days = f"{other.from_date:%d.%m}–{other.until:%d.%m.%Y}"
        raise Refused(f"На эти дни уже внесена {name(other)}, {days}. Проверьте дни.")


def marks_on(student_id: int, first: date, until: date) -> str:
    """«В эти дни стоят отметки: 26.11 Математика 4.», or nothing; one select."""
    rows = db.session.execute(
        select(Lesson.on_date, Course.name, Mark.shown)
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(Cell.student_id == student_id, Lesson.on_date.between(first, until))
        .order_by(Lesson.on_date, Lesson.number, Mark.position)
    )
    said = _few([f"{day:%d.%m} {course} {shown}" for day, course, shown in rows])
    return f"В эти дни стоят отметки: {said}." if said else ""


def absences_named(ids: list[int]) -> str:
    """«16.11 Математика, 16.11 Химия» of these absences; one select."""
    rows = db.session.execute(
        select(Lesson.on_date, Course.name)
        .join(Attendance, Attendance.lesson_id == Lesson.id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(Attendance.id.in_(ids))
        .order_by(Lesson.on_date, Lesson.number)
    )
    return _few([f"{day:%d.%m} {course}" for day, course in rows])


def _few(words: list[str]) -> str:
    more = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" и ещё {more}" if more > 0 else "")
