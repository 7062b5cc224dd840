"""Who of the staff holds a role on a day: the other way round than `roles_of`."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select, union

from models.access.role import Role
from models.base import db
from models.office.order import CLASS_TEACHER, Appointment
from models.people.employee import Employee
from models.people.person import Person
from models.school.policy import STAFF
from models.school.teaching import TeachingAssignment, within


def staff_with(roles: Iterable[Role], day: date) -> list[Person]:
    """The members of staff with any of these roles on the day, by name; one select."""
    wanted = [role for role in roles if role in STAFF]
    if not wanted:
        return []
    duties = {role.value for role in wanted}
    if Role.TEACHER in wanted:
        duties.add(CLASS_TEACHER)
    parts = [
        select(Appointment.person_id).where(Appointment.duty.in_(duties), within(Appointment, day))
    ]
    if Role.TEACHER in wanted:
        teaching = select(TeachingAssignment.employee_id).where(within(TeachingAssignment, day))
        parts.append(select(Employee.person_id).where(Employee.id.in_(teaching)))
    query = select(Person).where(Person.id.in_(union(*parts)))
    return list(db.session.scalars(query.order_by(Person.surname, Person.given)))
