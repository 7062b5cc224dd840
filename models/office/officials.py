"""Who holds an office of the school on a day: the names that stand under printed papers."""

from datetime import date

from sqlalchemy import select

from models.access.role import Role
from models.base import db
from models.office.order import Appointment
from models.people.person import Person
from models.school.teaching import within


def administrator_on(day: date) -> str:
    """The administrator of the journal in office, «Иванова А. Б.»; empty where there is none."""
    return _holder(Role.ADMINISTRATOR, day)


def director_on(day: date) -> str:
    """The director in office; empty where there is none."""
    return _holder(Role.DIRECTOR, day)


def _holder(role: Role, day: date) -> str:
    """Who stands in comes before whom they stand in for; then who was appointed last."""
    person = db.session.scalar(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.duty == role.value, within(Appointment, day))
        .order_by(
            Appointment.stands_in_for.is_(None),
            Appointment.from_date.desc(),
            Appointment.id.desc(),
        )
        .limit(1)
    )
    return person.initials if person else ""
