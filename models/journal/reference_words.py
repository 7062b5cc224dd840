"""The names of the other things audited rows refer to: pupils, people, whoever did it, terms,
orders, places of the timetable. One select each, asked only where a change names such a thing."""

from sqlalchemy import select

from models.audit.fault_words import places
from models.audit.wording import names
from models.base import db
from models.ground import remembered
from models.journal.cell import Cell
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.plans.plan import PlanVersion, TopicPlan
from models.office.documents.document import Document
from models.office.order import Order
from models.people.account import Account
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.people.student import Student
from models.school.calendar import TERM_WORD, AcademicYear, Term
from models.school.groups import StudyGroup
from models.school.subject import Course, Subject
from models.school.timetable import WEEKDAYS_SHORT, LessonSlot, TeacherAbsence

_NAME = (Person.surname, Person.given, Person.patronymic)
BY = (  # accounts
    "annulled_by",
    "answered_by",
    "asked_by",
    "blocked_by",
    "compared_by",
    "decided_by",
    "done_by",
    "granted_by",
    "handed_by",
    "issued_by",
    "lifted_by",
    "made_by",
    "read_by",
    "released_by",
    "removed_by",
    "signed_by",
)


def _people(query) -> dict[int, str]:
    return {number: with_initials(*name) for number, *name in db.session.execute(query)}


@names("person_id", "stands_in_for")
@remembered
def _persons() -> dict[int, str]:
    return _people(select(Person.id, *_NAME))


@names("student_id")
@remembered
def _pupils() -> dict[int, str]:
    return _people(select(Student.id, *_NAME).join(Person, Person.id == Student.person_id))


@names(*BY)
@remembered
def _accounts() -> dict[int, str]:
    return _people(select(Account.id, *_NAME).join(Person, Person.id == Account.person_id))


@names("year_id")
@remembered
def _years() -> dict[int, str]:
    rows = db.session.execute(select(AcademicYear.id, AcademicYear.starts_on, AcademicYear.ends_on))
    return {number: f"{first:%Y}/{last:%y}" for number, first, last in rows}


@names("term_id")
@remembered
def _terms() -> dict[int, str]:
    rows = db.session.execute(select(Term.id, Term.number, Term.kind, Term.grade))
    return {
        number: f"{place} {TERM_WORD[kind]}, {grade} класс" for number, place, kind, grade in rows
    }


@names("order_id")
@remembered
def _orders() -> dict[int, str]:
    return {order.id: order.name for order in db.session.scalars(select(Order))}


@names("subject_id")
@remembered
def _subjects() -> dict[int, str]:
    return dict(db.session.execute(select(Subject.id, Subject.name)).all())


@names("journal_id")
@remembered
def _journals() -> dict[int, str]:
    rows = db.session.execute(
        select(Journal.id, Course.name, StudyGroup.name)
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
    )
    return {number: f"{course}, {group}" for number, course, group in rows}


@places("mark", "cell", "attendance", "remark", "lesson_column")
def _lesson(image: dict) -> str | None:
    """The lesson a row hangs on; None where that is gone."""
    query = select(Lesson.on_date)
    if number := image.get("lesson_id"):
        query = query.where(Lesson.id == number)
    else:
        query = query.join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        if number := image.get("column_id"):
            query = query.where(LessonColumn.id == number)
        else:
            query = query.join(Cell, Cell.column_id == LessonColumn.id)
            query = query.where(Cell.id == image.get("cell_id"))
    day = db.session.scalar(query)
    return f"урок {day:%d.%m.%Y}" if day else None


@names("slot_id", "joined_slot_id")
@remembered
def _places() -> dict[int, str]:
    rows = db.session.execute(
        select(LessonSlot.id, LessonSlot.weekday, LessonSlot.number, Course.name, StudyGroup.name)
        .join(Course, Course.id == LessonSlot.course_id)
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
    )
    return {
        slot: f"{WEEKDAYS_SHORT[weekday]}, {number} урок, {course}, {group}"
        for slot, weekday, number, course, group in rows
    }


@names("absence_id")
@remembered
def _absences() -> dict[int, str]:
    rows = db.session.execute(
        select(TeacherAbsence.id, TeacherAbsence.from_date, TeacherAbsence.until, *_NAME)
        .join(Employee, Employee.id == TeacherAbsence.employee_id)
        .join(Person, Person.id == Employee.person_id)
    )
    return {
        number: f"{with_initials(*name)}, {first:%d.%m}–{last:%d.%m.%Y}"
        for number, first, last, *name in rows
    }


@names("plan_id")
@remembered
def _plans() -> dict[int, str]:
    return dict(db.session.execute(select(TopicPlan.id, TopicPlan.name)).all())


@names("version_id")
@remembered
def _versions() -> dict[int, str]:
    rows = db.session.execute(
        select(PlanVersion.id, TopicPlan.name, PlanVersion.from_date).join(
            TopicPlan, TopicPlan.id == PlanVersion.plan_id
        )
    )
    return {number: f"{name}, с {first:%d.%m.%Y}" for number, name, first in rows}


@names("document_id", "amends_id")
@remembered
def _documents() -> dict[int, str]:
    rows = db.session.execute(select(Document.id, Document.title, Document.on_date))
    return {number: f"{title} от {day:%d.%m.%Y}" for number, title, day in rows}
