"""Lessons as the copy tells them: by journal for its pages, by groups for diaries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from models.base import db
from models.exchange.leaving.gate import Gate
from models.exchange.leaving.named import Named
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.material import LessonMaterial, MaterialFile
from models.school.subject import Course


@dataclass
class ToldLesson:
    """A lesson with what it gave; `own` is homework of single pupils, `material` (title, where)."""

    id: int
    day: date
    number: int
    group_id: int
    journal_id: int
    course: str
    teacher: str
    cancelled: bool
    topic: str
    homework: str
    own: dict[int, str] = field(default_factory=dict)
    material: list[tuple[str, str]] = field(default_factory=list)


_LESSONS = (
    select(
        Lesson.id,
        Lesson.on_date,
        Lesson.number,
        Journal.study_group_id,
        Journal.id,
        Course.name,
        Lesson.employee_id,
        Lesson.status,
        Lesson.topic,
        Homework.text,
    )
    .join(Journal, Journal.id == Lesson.journal_id)
    .join(Course, Course.id == Journal.course_id)
    .outerjoin(Homework, Homework.lesson_id == Lesson.id)
    .order_by(Lesson.on_date, Lesson.number, Lesson.id)
)


def lessons(condition, days: tuple[date, date], gate: Gate, named: Named) -> list[ToldLesson]:
    """The lessons of some journals from a day to a day that may leave, in order; three selects."""
    within = (condition, Lesson.on_date.between(*days))
    found = []
    for row in db.session.execute(_LESSONS.where(*within)):
        *place, employee_id, status, topic, homework = row
        if gate.may_leave(place[4], place[1]):
            teacher = named.employees.get(employee_id, "")
            told = (teacher, status == CANCELLED, topic, homework or "")
            found.append(ToldLesson(*place, *told))
    _add_own(found, within)
    _add_material(found, within)
    return found


def _add_own(found: list[ToldLesson], within: tuple) -> None:
    own: dict[int, dict[int, str]] = defaultdict(dict)
    rows = db.session.execute(
        select(IndividualHomework.lesson_id, IndividualHomework.student_id, IndividualHomework.text)
        .join(Lesson, Lesson.id == IndividualHomework.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .where(*within)
    )
    for lesson_id, student_id, text in rows:
        own[lesson_id][student_id] = text
    for one in found:
        one.own = own.get(one.id, {})


def _add_material(found: list[ToldLesson], within: tuple) -> None:
    shown: dict[int, list] = defaultdict(list)
    rows = db.session.execute(
        select(
            LessonMaterial.lesson_id,
            LessonMaterial.title,
            LessonMaterial.url,
            MaterialFile.id,
            MaterialFile.kind,
        )
        .join(Lesson, Lesson.id == LessonMaterial.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .outerjoin(MaterialFile, MaterialFile.id == LessonMaterial.file_id)
        .where(*within, LessonMaterial.removed_at.is_(None))
        .order_by(LessonMaterial.id)
    )
    for lesson_id, name, url, file_id, kind in rows:
        where = f"../files/material/{file_id}.{kind}" if file_id else url
        shown[lesson_id].append((name, where))
    for one in found:
        one.material = shown.get(one.id, [])
