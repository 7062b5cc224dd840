"""Checks of marks of periods: against the average, on few marks, after many missed lessons."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.base import db
from models.control.checks.kinds import (
    FEW_MARKS,
    LEAST,
    MISSED_MOST,
    MOST,
    TERM_OFF,
    YEAR_OFF,
    Suspect,
)
from models.control.checks.look import Look, Place, term_name
from models.journal.averages import Weighted, proposed_mark, shown_average, weighted_average
from models.journal.brought_mark import BroughtMark
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.journal.rounding import thresholds_of
from models.journal.scale import MISSED
from models.journal.term_mark import YEAR, TermMark
from models.school.calendar import Term
from models.school.groups import StudyGroup

NUMBERS = ("5", "4", "3", "2")
Key = tuple[int, int, int]  # journal, pupil, term


def _ended(look: Look) -> list[int]:
    return [t.id for t in look.terms.values() if look.first <= t.ends_on <= look.last]


def _given(look: Look, periods_end: list[int]) -> list[tuple]:
    """(journal, pupil, term, period, value) of numbers given for the terms; one select."""
    query = select(
        TermMark.journal_id,
        TermMark.student_id,
        TermMark.term_id,
        TermMark.period,
        TermMark.value,
    ).where(TermMark.term_id.in_(periods_end), TermMark.value.in_(NUMBERS))
    rows = db.session.execute(look.of(query, TermMark.journal_id)).all()
    return [row for row in rows if row.journal_id in look.places]


def _in_term(query, look: Look, term_ids: list[int]):
    """Rows of lessons joined to the term of their day."""
    query = (
        query.join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(
            Term,
            (Term.year_id == Journal.year_id)
            & (Term.grade == StudyGroup.grade)
            & Lesson.on_date.between(Term.starts_on, Term.ends_on),
        )
        .where(Term.id.in_(term_ids))
    )
    return look.of(query, Lesson.journal_id)


def _sums(look: Look, term_ids: list[int]) -> dict[Key, tuple[int, Decimal, Decimal]]:
    """Journal, pupil, term → (number, sum, weight) of the marks that count; two selects."""
    kind = aliased(WorkKind)
    weight = func.coalesce(kind.weight, WorkKind.weight) if look.school.rule("weights") else 1
    query = (
        select(
            Lesson.journal_id,
            Mark.student_id,
            Term.id,
            func.count(Mark.id),
            func.sum(Mark.counted * weight),
            func.sum(weight),
        )
        .select_from(Mark)
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .outerjoin(kind, kind.id == Mark.work_kind_id)
        .where(Mark.counted.is_not(None), Mark.counts)
        .group_by(Lesson.journal_id, Mark.student_id, Term.id)
    )
    found = {
        tuple(row[:3]): (row[3], Decimal(str(row[4])), Decimal(str(row[5])))
        for row in db.session.execute(_in_term(query, look, term_ids))
    }
    return _with_brought(look, term_ids, found)


def _with_brought(look: Look, term_ids: list[int], found: dict) -> dict:
    """Marks of certificates count in the journals of their course."""
    rows = db.session.execute(
        select(
            BroughtMark.student_id, BroughtMark.course_id, BroughtMark.on_date, BroughtMark.counted
        ).where(BroughtMark.annulled_at.is_(None), BroughtMark.counted.is_not(None))
    ).all()
    if not rows:
        return found
    of_course = defaultdict(list)
    for place in look.places.values():
        of_course[place.course_id].append(place)
    for student_id, course_id, day, counted in rows:
        for place in of_course[course_id]:
            for term in (look.terms[term_id] for term_id in term_ids):
                here = student_id in look.pupils(place) and term.grade == place.grade
                if here and term.starts_on <= day <= term.ends_on:
                    key = (place.id, student_id, term.id)
                    number, total, weight = found.get(key, (0, Decimal(0), Decimal(0)))
                    found[key] = (number + 1, total + counted, weight + 1)
    return found


def _suspect(look: Look, check: str, row: tuple, about: str) -> Suspect:
    journal_id, student_id, term_id, period, _value = row
    day = look.terms[term_id].ends_on if term_id else look.today
    pupil = {"student_id": student_id, "period": period}
    return Suspect(check, look.places[journal_id].title, about, day, journal_id, **pupil)


def _came_later(look: Look, student_id: int, term: Term) -> bool:
    """Whose marks of the former class stand in another journal: the journal reckons with them."""
    return look.sitting.since.get(student_id, term.starts_on) > term.starts_on


def marks_of_terms(look: Look, wanted: frozenset[str]) -> dict[str, list[Suspect]]:
    """Checks of terms that ended in the days: against the average, on few marks, much missed."""
    ids = _ended(look)
    found: dict[str, list[Suspect]] = {name: [] for name in (TERM_OFF, FEW_MARKS, MISSED_MOST)}
    if not ids or not wanted & found.keys():
        return found
    rows = _given(look, ids)
    sums, missed = _sums(look, ids), _missed(look, ids)
    for row in rows:
        key, term = tuple(row[:3]), look.terms[row.term_id]
        if _came_later(look, row.student_id, term):
            continue
        number, total, weight = sums.get(key, (0, Decimal(0), Decimal(0)))
        said = f"«{row.value}» за {term_name(term)}"
        if number < LEAST[term.kind]:
            found[FEW_MARKS].append(_suspect(look, FEW_MARKS, row, f"{said}, отметок {number}"))
        if weight:
            about = _off(look, row, total / weight, said)
            found[TERM_OFF] += [_suspect(look, TERM_OFF, row, about)] if about else []
        away, held = missed.get(key, 0), missed.get((row.journal_id, 0, row.term_id), 0)
        if held and 3 * away > 2 * held:
            about = f"{said}, пропущено {away} из {held}"
            found[MISSED_MOST].append(_suspect(look, MISSED_MOST, row, about))
    return {name: found[name][:MOST] for name in found}


def _off(look: Look, row, average: Decimal, said: str) -> str:
    """What is said where the school's table makes another mark of the average."""
    proposed = proposed_mark(average, _thresholds(look, look.places[row.journal_id]))
    if str(proposed) == row.value:
        return ""
    return f"{said}, средний балл {shown_average(average)}, по порогам «{proposed}»"


def _thresholds(look: Look, place: Place) -> dict[int, Decimal]:
    return thresholds_of(look.school, place.grade, place.course)


def _missed(look: Look, term_ids: list[int]) -> dict[Key, int]:
    """(journal, pupil, term) → lessons missed; (journal, 0, term) → lessons held; two selects."""
    held = (
        select(Lesson.journal_id, Term.id, func.count(Lesson.id))
        .where(Lesson.status == HELD)
        .group_by(Lesson.journal_id, Term.id)
    )
    away = (
        select(Lesson.journal_id, Attendance.student_id, Term.id, func.count(Attendance.id))
        .select_from(Lesson)
        .join(Attendance, Attendance.lesson_id == Lesson.id)
        .where(Attendance.code.in_(MISSED))
        .group_by(Lesson.journal_id, Attendance.student_id, Term.id)
    )
    counts = {
        (journal_id, 0, term_id): number
        for journal_id, term_id, number in db.session.execute(_in_term(held, look, term_ids))
    }
    for *key, number in db.session.execute(_in_term(away, look, term_ids)):
        counts[tuple(key)] = number
    return counts


def marks_of_years(look: Look) -> list[Suspect]:
    """Year marks that the marks of the terms do not make; one select, once a year nears its end."""
    last = max((term.starts_on for term in look.terms.values()), default=None)
    if last is None or look.last < last:
        return []
    query = select(
        TermMark.journal_id,
        TermMark.student_id,
        TermMark.term_id,
        TermMark.period,
        TermMark.value,
    ).where(TermMark.value.in_(NUMBERS), (TermMark.period == YEAR) | TermMark.term_id.is_not(None))
    query = query.join(Journal, Journal.id == TermMark.journal_id)
    query = query.where(Journal.year_id == look.year.id)
    years, terms = [], defaultdict(list)
    for row in db.session.execute(look.of(query, TermMark.journal_id)):
        if row.period == YEAR:
            years.append(row)
        else:
            terms[row.journal_id, row.student_id].append(Weighted(Decimal(row.value)))
    found = []
    for row in years:
        place, parts = look.places[row.journal_id], terms[row.journal_id, row.student_id]
        whole = sum(1 for term in look.terms.values() if term.grade == place.grade)
        if len(parts) < whole:
            continue  # came during the year, or one term has no number: the teacher decides
        average = weighted_average(parts)
        about = _off(look, row, average, f"«{row.value}» за год") if average else ""
        found += [_suspect(look, YEAR_OFF, row, about)] if about else []
    return found[:MOST]
