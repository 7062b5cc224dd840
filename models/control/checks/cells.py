"""Checks of marks of lessons: of who was absent, and of «2»s that came too soon or stay."""

from datetime import date
from operator import gt, lt

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from models.base import db
from models.control.checks.kinds import (
    MARK_OF_ABSENT,
    MOST,
    TO_CORRECT,
    TWO_AFTER,
    TWO_EDGE,
    TWO_STANDS,
    Suspect,
)
from models.control.checks.look import Look, term_name
from models.journal.cell import ANSWER, Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.journal.scale import MISSED
from models.school.calendar import Term
from models.school.groups import StudyGroup

_ABSENT = (Attendance.lesson_id == Lesson.id) & (Attendance.student_id == Cell.student_id)


def _marks(look: Look, *more):
    """Answers of the days with their cells and lessons, the newest first."""
    query = (
        select(
            Lesson.on_date,
            Cell.journal_id,
            Cell.column_id,
            Cell.student_id,
            Lesson.id,
            Mark.shown,
            *more,
        )
        .join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
        .where(
            Lesson.on_date.between(look.first, look.last),
            Lesson.status == HELD,
            Mark.counted.is_not(None),
            Mark.kind == ANSWER,
        )
        .order_by(Lesson.on_date.desc(), Lesson.id, Cell.student_id)
        .limit(MOST)
    )
    return look.of(query, Cell.journal_id)


def _suspects(look: Look, check: str, query, about) -> list[Suspect]:
    found = []
    for day, journal_id, column_id, student_id, lesson_id, shown, *more in db.session.execute(
        query
    ):
        place = look.places.get(journal_id)
        if place is not None:
            cell = (journal_id, column_id, student_id, lesson_id)
            found.append(Suspect(check, place.title, about(shown, *more), day, *cell))
    return found


def marks_of_absent(look: Look) -> list[Suspect]:
    """An absence and a mark in one cell."""
    query = _marks(look, Attendance.code).join(Attendance, _ABSENT)
    query = query.where(Attendance.code.in_(MISSED))
    return _suspects(look, MARK_OF_ABSENT, query, lambda shown, code: f"«{code}» и «{shown}»")


def _twos(look: Look, *more):
    return _marks(look, *more).where(Mark.counted == 2)


def _beside(lesson, compare):
    """The condition that `lesson` stands in the same journal before or after the mark's own:
    `compare` tells which."""
    return and_(
        lesson.journal_id == Lesson.journal_id,
        lesson.status == HELD,
        or_(
            compare(lesson.on_date, Lesson.on_date),
            and_(lesson.on_date == Lesson.on_date, compare(lesson.number, Lesson.number)),
        ),
    )


def _later(lesson):
    return _beside(lesson, gt)


def _earlier(lesson):
    return _beside(lesson, lt)


def twos_after_absence(look: Look) -> list[Suspect]:
    """A «2» in the lesson that follows a missed one."""
    before, missed = aliased(Lesson), aliased(Attendance)
    last = (
        select(before.id)
        .where(_earlier(before))
        .order_by(before.on_date.desc(), before.number.desc())
        .limit(1)
        .correlate(Lesson)
        .scalar_subquery()
    )
    query = _twos(look, missed.code).join(
        missed, (missed.student_id == Cell.student_id) & (missed.lesson_id == last)
    )
    query = query.where(missed.code.in_(MISSED))
    return _suspects(
        look, TWO_AFTER, query, lambda shown, code: f"«{shown}», урок до этого «{code}»"
    )


def twos_at_edge(look: Look) -> list[Suspect]:
    """A «2» in a journal's first lesson of a term, or in its last of one that is over."""
    other = aliased(Lesson)
    within = other.on_date.between(Term.starts_on, Term.ends_on)
    first = ~select(other.id).where(_earlier(other), within).correlate(Lesson, Term).exists()
    last = ~select(other.id).where(_later(other), within).correlate(Lesson, Term).exists()
    query = (
        _twos(look, Term.id, Term.ends_on)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(
            Term,
            (Term.year_id == Journal.year_id)
            & (Term.grade == StudyGroup.grade)
            & Term.annulled_at.is_(None)
            & Lesson.on_date.between(Term.starts_on, Term.ends_on),
        )
        .where(first | (last & (Term.ends_on < look.today)))
    )

    def about(shown: str, term_id: int, ends_on: date) -> str:
        return f"«{shown}», {term_name(look.terms[term_id])}"

    return _suspects(look, TWO_EDGE, query, about)


def twos_that_stand(look: Look) -> list[Suspect]:
    """A «2» after which so many lessons went by without a better mark."""
    after, cell, mark, column = aliased(Lesson), aliased(Cell), aliased(Mark), aliased(LessonColumn)
    within = aliased(Lesson)
    until = (
        select(after.on_date)
        .where(_later(after), after.on_date <= look.today)
        .order_by(after.on_date, after.number)
        .offset(TO_CORRECT - 1)
        .limit(1)
        .correlate(Lesson)
        .scalar_subquery()
    )
    mended = (
        select(mark.id)
        .join(cell, cell.id == mark.cell_id)
        .join(column, column.id == cell.column_id)
        .join(within, within.id == column.lesson_id)
        .where(
            mark.student_id == Cell.student_id,
            mark.journal_id == Cell.journal_id,
            mark.counted > 2,
            within.on_date >= Lesson.on_date,
            within.on_date <= until,
        )
        .correlate(Cell, Lesson)
        .exists()
    )
    query = _twos(look).where(Mark.counts, until.is_not(None), ~mended)
    return _suspects(look, TWO_STANDS, query, lambda shown: f"«{shown}»")
