"""The names of what audited rows refer to, so that a change is told by names, not by numbers."""

from sqlalchemy import select

from models.audit.wording import names
from models.base import db
from models.ground import remembered
from models.journal.facts import work_kinds
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.school.groups import ClassGroup, StudyGroup
from models.school.subject import Course
from models.school.timetable import Classroom


@names("kind_id", "work_kind_id")
def _kinds() -> dict[int, str]:
    return {number: kind.name for number, kind in work_kinds().items()}


@names("employee_id", "assistant_id")
@remembered
def _employees() -> dict[int, str]:
    rows = db.session.execute(
        select(Employee.id, Person.surname, Person.given, Person.patronymic).join(
            Person, Person.id == Employee.person_id
        )
    )
    return {number: with_initials(*name) for number, *name in rows}


@names("class_group_id")
@remembered
def _classes() -> dict[int, str]:
    return {found.id: found.name for found in db.session.scalars(select(ClassGroup))}


def _named(model):
    return dict(db.session.execute(select(model.id, model.name)).all())


@names("study_group_id", "joined_id", "part_id")
@remembered
def _groups() -> dict[int, str]:
    return _named(StudyGroup)


@names("course_id")
@remembered
def _courses() -> dict[int, str]:
    return _named(Course)


@names("classroom_id", "other_classroom_id")
@remembered
def _rooms() -> dict[int, str]:
    return _named(Classroom)
