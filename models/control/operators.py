"""Which operator answers for which class (clause 5.3)."""

from datetime import date

from sqlalchemy import select

from models.access.role import Role
from models.base import db
from models.office.order import Appointment, AppointmentClass
from models.people.person import Person
from models.school.teaching import within


def operators_of(day: date) -> dict[int, list[str]]:
    """Class id → who operates it on the day, by name; who stands in is named beside the other."""
    rows = db.session.execute(
        select(AppointmentClass.class_group_id, Person)
        .join(Appointment, Appointment.id == AppointmentClass.appointment_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.duty == Role.OPERATOR.value, within(Appointment, day))
    )
    found: dict[int, list[str]] = {}
    for class_id, person in rows:
        found.setdefault(class_id, []).append(person.initials)
    return {class_id: sorted(names) for class_id, names in found.items()}
