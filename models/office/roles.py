"""Which rooms a person has a key to on a day: from orders, assignments, guardianships and the
papers of families."""

from datetime import date, timedelta
from functools import cache

from sqlalchemy import Date, Integer, bindparam, exists, select, union_all
from sqlalchemy import literal as text_of

from models.access.role import Role
from models.base import db
from models.ground import remembered
from models.office.order import Appointment, AppointmentClass, AppointmentGrade
from models.office.paper import children_open_to, pupil_is_let_in
from models.people.employee import Employee
from models.people.student import Student
from models.school.groups import Enrolment
from models.school.policy import STAFF
from models.school.teaching import TeachingAssignment, within
from models.school.timetable import Substitution, standing

WRITES_FOR = timedelta(days=7)  # who stood in gives the marks of that lesson within a week (5.4(3))
_BY_FAMILY = (Role.PARENT, Role.STUDENT)
_APPOINTED = tuple(role.value for role in Role if role not in _BY_FAMILY)


@remembered
def roles_of(person_id: int, day: date) -> list[Role]:
    """The person's roles on the day, in the order of `Role`; one query."""
    asked = {"person_id": person_id, "day": day, "week_ago": day - WRITES_FOR}
    found = set(db.session.scalars(_keys(), asked))
    return [role for role in Role if role.value in found]


@cache  # to build it costs more than to ask it
def _keys():
    """The select of a person's roles, executed with `person_id`, `day` and `week_ago`."""
    person_id, day = bindparam("person_id", type_=Integer), bindparam("day", type_=Date)
    duties = select(Appointment.duty).where(
        Appointment.person_id == person_id,
        Appointment.duty.in_(_APPOINTED),
        within(Appointment, day),
    )
    guardian = select(text_of(Role.PARENT.value)).where(children_open_to(person_id, day).exists())
    return union_all(duties, _teaches(person_id, day), guardian, _learns(person_id, day))


def is_staff(person_id: int, day: date) -> bool:
    """Whether the person has a role of the school's staff on the day."""
    return any(role in STAFF for role in roles_of(person_id, day))


def _teaches(person_id, day):
    own = exists().where(
        TeachingAssignment.employee_id == Employee.id,
        Employee.person_id == person_id,
        within(TeachingAssignment, day),
    )
    stands_in = exists().where(
        Substitution.employee_id == Employee.id,
        Employee.person_id == person_id,
        Substitution.on_date.between(bindparam("week_ago", type_=Date), day),
        standing(),
    )
    leads = exists().where(
        Appointment.person_id == person_id,
        Appointment.duty == "class_teacher",
        within(Appointment, day),
    )
    return select(text_of(Role.TEACHER.value)).where(own | stands_in | leads)


def _learns(person_id, day):
    return select(text_of(Role.STUDENT.value)).where(
        exists().where(
            Enrolment.student_id == Student.id,
            Student.person_id == person_id,
            within(Enrolment, day),
            pupil_is_let_in(day),
        )
    )


def appointed_classes(person_id: int, duty: str, day: date):
    """A select of the ids of the classes a person is appointed for on a day."""
    return (
        select(AppointmentClass.class_group_id)
        .join(Appointment, Appointment.id == AppointmentClass.appointment_id)
        .where(
            Appointment.person_id == person_id,
            Appointment.duty == duty,
            within(Appointment, day),
        )
    )


def appointed_grades(person_id: int, duty: str, day: date):
    """A select of the grades a person is appointed for on a day."""
    return (
        select(AppointmentGrade.grade)
        .join(Appointment, Appointment.id == AppointmentGrade.appointment_id)
        .where(
            Appointment.person_id == person_id,
            Appointment.duty == duty,
            within(Appointment, day),
        )
    )
