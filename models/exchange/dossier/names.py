"""The names of what rows refer to, so that they are told by names, not by numbers."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from models.base import db
from models.journal.cell import Cell
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import Lesson, LessonColumn
from models.office.documents.document import Document
from models.office.notice import Notice
from models.office.order import Appointment, Order
from models.office.paper import FamilyPaper
from models.people.account import Account
from models.people.employee import Employee
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import TERM_WORD, Term
from models.school.groups import ClassGroup, StudyGroup
from models.school.subject import Course
from models.school.timetable import CHANGE_WORD, Classroom, LessonSlot, Substitution, TeacherAbsence

_BATCH = 500
NAMERS: dict[str, Callable] = {}


def _of(table: str):
    def mark(namer):
        NAMERS[table] = namer
        return namer

    return mark


def names_of(table: str, ids: Iterable[int]) -> dict[int, str]:
    """Row number → name, for rows of a table."""
    wanted, found = sorted(set(ids)), {}
    for start in range(0, len(wanted), _BATCH):
        found |= NAMERS[table](wanted[start : start + _BATCH])
    return found


def _rows(model, ids: list[int]):
    return db.session.scalars(select(model).where(model.id.in_(ids))).unique()


def _plainly(model):
    return lambda ids: {row.id: row.name for row in _rows(model, ids)}


for _model in (ClassGroup, StudyGroup, Course, Classroom, WorkKind):
    _of(_model.__tablename__)(_plainly(_model))


@_of("person")
def _people(ids: list[int]) -> dict[int, str]:
    return {row.id: row.full_name for row in _rows(Person, ids)}


@_of("student")
def _students(ids: list[int]) -> dict[int, str]:
    return {row.id: row.person.full_name for row in _rows(Student, ids)}


@_of("employee")
def _employees(ids: list[int]) -> dict[int, str]:
    return {row.id: row.person.initials for row in _rows(Employee, ids)}


@_of("account")
def _accounts(ids: list[int]) -> dict[int, str]:
    return {row.id: row.login for row in _rows(Account, ids)}


@_of("journal")
def _journals(ids: list[int]) -> dict[int, str]:
    return {row.id: row.title for row in _rows(Journal, ids)}


@_of("lesson")
def _lessons(ids: list[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Lesson.id, Lesson.on_date, Lesson.number).where(Lesson.id.in_(ids))
    )
    return {number: _lesson(day, place) for number, day, place in rows}


@_of("cell")
def _cells(ids: list[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Cell.id, Lesson.on_date, Lesson.number)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(Cell.id.in_(ids))
    )
    return {number: _lesson(day, place) for number, day, place in rows}


def _lesson(day, place: int) -> str:
    return f"{day:%d.%m.%Y}, {place} урок"


@_of("term")
def _terms(ids: list[int]) -> dict[int, str]:
    return {row.id: f"{row.number} {TERM_WORD[row.kind]}" for row in _rows(Term, ids)}


@_of("school_order")
def _orders(ids: list[int]) -> dict[int, str]:
    return {row.id: f"№ {row.number} от {row.on_date:%d.%m.%Y}" for row in _rows(Order, ids)}


@_of("family_paper")
def _papers(ids: list[int]) -> dict[int, str]:
    return {row.id: f"{row.title} от {row.on_date:%d.%m.%Y}" for row in _rows(FamilyPaper, ids)}


@_of("appointment")
def _appointments(ids: list[int]) -> dict[int, str]:
    return {row.id: f"назначение с {row.from_date:%d.%m.%Y}" for row in _rows(Appointment, ids)}


@_of("lesson_slot")
def _slots(ids: list[int]) -> dict[int, str]:
    return {row.id: f"{row.number} урок" for row in _rows(LessonSlot, ids)}


@_of("teacher_absence")
def _absences(ids: list[int]) -> dict[int, str]:
    return {row.id: f"с {row.from_date:%d.%m.%Y}" for row in _rows(TeacherAbsence, ids)}


@_of("substitution")
def _changes(ids: list[int]) -> dict[int, str]:
    return {
        row.id: f"{CHANGE_WORD[row.kind]} {row.on_date:%d.%m.%Y}"
        for row in _rows(Substitution, ids)
    }


@_of("document")
def _documents(ids: list[int]) -> dict[int, str]:
    return {row.id: row.name for row in _rows(Document, ids)}


@_of("notice")
def _notices(ids: list[int]) -> dict[int, str]:
    return {row.id: row.title for row in _rows(Notice, ids)}
