"""Checks of lessons and days: topics, homework, tests of a day, the timetable."""

from datetime import date

from sqlalchemy import func, select

from models.base import db
from models.control.checks.kinds import (
    FEW_IN_LESSON,
    HOMEWORK_LACKING,
    IN_A_LESSON,
    MOST,
    NO_TOPIC,
    OFF_TIMETABLE,
    TWO_TESTS,
    Suspect,
)
from models.control.checks.look import Look
from models.journal.attention import ended, has_records
from models.journal.cell import Cell, Mark
from models.journal.journal import WorkKind
from models.journal.lesson import HELD, NO_HOMEWORK_IN, Homework, Lesson, LessonColumn
from models.school.days import year_days
from models.school.timetable import LessonSlot


def _held(look: Look, *columns, ahead: bool = False):
    """Held lessons of the days; `ahead`: those to come as well."""
    last = look.year.ends_on if ahead else look.last
    query = select(Lesson.on_date, Lesson.id, Lesson.journal_id, Lesson.number, *columns)
    query = query.where(Lesson.on_date.between(look.first, last), Lesson.status == HELD)
    query = query.order_by(Lesson.on_date.desc(), Lesson.number, Lesson.id)
    return look.of(query, Lesson.journal_id)


def _suspect(look: Look, check: str, row, about: str) -> Suspect:
    day, lesson_id, journal_id, number = row[:4]
    said = f"{number} урок{about}"
    return Suspect(check, look.places[journal_id].title, said, day, journal_id, lesson_id=lesson_id)


def bare_lessons(look: Look) -> dict[str, list[Suspect]]:
    """Lessons held without a topic or without an answer about homework; one select."""
    query = _held(look, Lesson.topic, Homework.text).outerjoin(
        Homework, Homework.lesson_id == Lesson.id
    )
    query = query.where(ended(), (Lesson.topic == "") | Homework.id.is_(None))
    found: dict[str, list[Suspect]] = {NO_TOPIC: [], HOMEWORK_LACKING: []}
    for row in db.session.execute(query):
        place = look.places.get(row.journal_id)
        if place is None or look.is_paper(place, row.on_date):
            continue
        if not row.topic:
            found[NO_TOPIC].append(_suspect(look, NO_TOPIC, row, ""))
        if not row.text and place.grade != NO_HOMEWORK_IN:
            found[HOMEWORK_LACKING].append(_suspect(look, HOMEWORK_LACKING, row, ""))
    return {name: rows[:MOST] for name, rows in found.items()}


def few_in_lesson(look: Look) -> list[Suspect]:
    """Ended lessons with next to no marks, where marks are given; one select."""
    marks = func.count(Mark.id)
    query = (
        _held(look, marks)
        .join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        .outerjoin(Cell, Cell.column_id == LessonColumn.id)
        .outerjoin(Mark, Mark.cell_id == Cell.id)
        .where(ended())
        .group_by(Lesson.on_date, Lesson.id, Lesson.journal_id, Lesson.number)
        .having(marks < IN_A_LESSON)
    )
    found = []
    for row in db.session.execute(query):
        place = look.places.get(row.journal_id)
        if place is not None and look.is_marked(place) and len(look.pupils(place)) >= IN_A_LESSON:
            found.append(_suspect(look, FEW_IN_LESSON, row, f", отметок {row[4]}"))
    return found[:MOST]


def two_tests(look: Look) -> list[Suspect]:
    """Days on which a class writes more than one test; one select."""
    query = (
        _held(look)
        .join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .where(WorkKind.is_test)
    )
    names = {class_id: group.name for class_id, group in look.sitting.whole.items()}
    days: dict[tuple[date, int], dict[str, tuple[int, int]]] = {}
    for day, lesson_id, journal_id, _number in db.session.execute(query):
        place = look.places.get(journal_id)
        seated = look.sitting.groups.get(place.group_id) if place else None
        for class_id in seated.class_ids if seated else ():
            # two halves of the class write the same work: one course counts once
            days.setdefault((day, class_id), {}).setdefault(place.course, (lesson_id, journal_id))
    found = []
    for (day, class_id), works in days.items():
        if len(works) > 1:
            lesson_id, journal_id = next(iter(works.values()))
            title, about = names.get(class_id, ""), ", ".join(sorted(works))
            where = {"lesson_id": lesson_id}
            found.append(Suspect(TWO_TESTS, title, about, day, journal_id, **where))
    return found[:MOST]


def off_timetable(look: Look) -> list[Suspect]:
    """Lessons with records that the timetable does not know; one select and the calendar."""
    slot = LessonSlot
    query = (
        _held(look, slot.weekday, slot.parity, slot.valid_from, slot.valid_to, ahead=True)
        .outerjoin(slot, slot.id == Lesson.slot_id)
        .where(Lesson.substitution_id.is_(None), has_records())
    )
    days, found = year_days(look.year), []
    for row in db.session.execute(query):
        place = look.places.get(row.journal_id)
        why = _why_off(look, days.of_group(row.on_date, place.group_id), row) if place else ""
        if why:
            found.append(_suspect(look, OFF_TIMETABLE, row, f": {why}"))
    return found[:MOST]


def _why_off(look: Look, day, row) -> str:
    if row.on_date > look.today:
        return "запись сделана вперёд"
    if day.is_free:
        return f"занятий не было ({day.why.lower()})"
    if row.weekday is None:
        return "в расписании его нет"
    until = row.valid_to is None or row.on_date <= row.valid_to
    if not (row.valid_from <= row.on_date and until and day.takes(row.weekday, row.parity)):
        return "по расписанию этого дня его нет"
    return ""
