"""Checks of how often pupils are asked: too few marks by now, none for many lessons."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from models.base import db
from models.control.checks.kinds import DENSITY, MOST, MOST_SILENT, NOT_ASKED, Suspect
from models.control.checks.look import Look, Place
from models.journal.attention import ended
from models.journal.cell import Attendance, Cell, Mark
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.journal.scale import NOT_WORKING
from models.school.calendar import Term
from models.school.slot_hours import hours_by_pair


def seldom_asked(look: Look) -> dict[str, list[Suspect]]:
    """Journals with pupils who have too few marks in the term that goes on, or were not asked
    for long; four selects."""
    lessons, marks, away = _lessons(look), _marks(look), _away(look)
    hours = hours_by_pair(look.today)
    found: dict[str, list[Suspect]] = {DENSITY: [], NOT_ASKED: []}
    for place in look.places.values():
        term = look.term_now(place.grade)
        if term is None or not look.is_marked(place) or place.id not in lessons:
            continue
        least = _least(look, term, hours.get((place.group_id, place.course_id), Decimal(0)))
        few, silent = [], []
        for who in look.pupils(place):
            if look.sitting.since.get(who, term.starts_on) > term.starts_on:
                continue  # came during the term: what was brought is counted on the page
            given = marks.get((place.id, who), ())
            few += [(who, len(given))] if len(given) < least else []
            number = _silent(lessons[place.id], given, away.get((place.id, who), set()))
            silent += [(who, number)] if number >= MOST_SILENT else []
        if few:
            few.sort(key=lambda one: (one[1], one[0]))
            about = f"нужно отметок {least}, меньше у {len(few)}"
            found[DENSITY].append(_suspect(look, DENSITY, place, few, about))
        if silent:
            silent.sort(key=lambda one: (-one[1], one[0]))
            about = f"уроков без отметки, учеников {len(silent)}"
            found[NOT_ASKED].append(_suspect(look, NOT_ASKED, place, silent, about))
    for rows in found.values():
        rows.sort(key=lambda one: (-len(one.pupils), one.title))
    return {name: rows[:MOST] for name, rows in found.items()}


def _suspect(look: Look, check: str, place: Place, pupils: list, about: str) -> Suspect:
    ends = look.term_now(place.grade).ends_on
    day, kept = min(ends, look.last, look.today), {"pupils": tuple(pupils), "term_ends": ends}
    return Suspect(check, place.title, about, day, place.id, **kept)


def _silent(days: list[tuple[date, int]], given: list[date], away: set[int]) -> int:
    """Lessons since the last mark in which the pupil was there."""
    last = max(given, default=date.min)
    return sum(1 for day, lesson_id in days if day > last and lesson_id not in away)


def _least(look: Look, term: Term, hours: Decimal) -> int:
    """Of the marks the term needs by the school's table, the share of its days gone by."""
    table = {int(at): marks for at, marks in look.school.rule("density").items()}
    needed = max((marks for at, marks in table.items() if hours >= at), default=0)
    days = (term.ends_on - term.starts_on).days + 1
    return needed * min((look.today - term.starts_on).days + 1, days) // days


def _span(look: Look) -> tuple[date, date]:
    now = [t for t in look.terms.values() if t.starts_on <= look.last <= t.ends_on]
    return min((t.starts_on for t in now), default=look.last), min(look.last, look.today)


def _lessons(look: Look) -> dict[int, list[tuple[date, int]]]:
    query = select(Lesson.journal_id, Lesson.on_date, Lesson.id).where(
        Lesson.status == HELD, Lesson.on_date.between(*_span(look)), ended()
    )
    found = defaultdict(list)
    for journal_id, day, lesson_id in db.session.execute(look.of(query, Lesson.journal_id)):
        if _in_its_term(look, journal_id, day):
            found[journal_id].append((day, lesson_id))
    return found


def _in_its_term(look: Look, journal_id: int, day: date) -> bool:
    """Half-years begin before quarters do: a day counts in the grade's own term."""
    place = look.places.get(journal_id)
    term = look.term_now(place.grade) if place else None
    return term is not None and day >= term.starts_on


def _marks(look: Look) -> dict[tuple[int, int], list[date]]:
    query = (
        select(Mark.journal_id, Mark.student_id, Lesson.on_date)
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(Lesson.on_date.between(*_span(look)), Mark.counted.is_not(None))
    )
    found = defaultdict(list)
    for journal_id, student_id, day in db.session.execute(look.of(query, Mark.journal_id)):
        if _in_its_term(look, journal_id, day):
            found[journal_id, student_id].append(day)
    return found


def _away(look: Look) -> dict[tuple[int, int], set[int]]:
    query = (
        select(Attendance.journal_id, Attendance.student_id, Attendance.lesson_id)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(Lesson.on_date.between(*_span(look)), Attendance.code.in_(NOT_WORKING))
    )
    found = defaultdict(set)
    for journal_id, student_id, lesson_id in db.session.execute(
        look.of(query, Attendance.journal_id)
    ):
        found[journal_id, student_id].add(lesson_id)
    return found
