"""Who serves: members of staff, and who holds which duty on a day."""

from datetime import date

from sqlalchemy import exists, or_, select

from models.base import db
from models.office.duties import OF_STAFF
from models.office.order import Appointment, AppointmentClass, AppointmentGrade
from models.people.employee import Employee
from models.people.person import Person
from models.school.teaching import within


def works_here():
    """The condition that a person works here: known as staff, or ever appointed as such."""
    served = exists().where(Appointment.person_id == Person.id, Appointment.duty.in_(OF_STAFF))
    known = exists().where(Employee.person_id == Person.id)
    return or_(known.correlate(Person), served.correlate(Person))


def is_staff(person_id: int) -> bool:
    """Whether the person works here."""
    query = select(Person.id).where(Person.id == person_id, works_here())
    return db.session.scalar(query) is not None


def holds(person_id: int, duty: str, day: date) -> Appointment | None:
    """The appointment by which the duty is the person's own on the day."""
    return db.session.scalar(
        select(Appointment)
        .where(
            Appointment.person_id == person_id,
            Appointment.duty == duty,
            Appointment.stands_in_for.is_(None),
            within(Appointment, day),
        )
        .order_by(Appointment.id)
        .limit(1)
    )


def holders(duty: str, day: date) -> list[Person]:
    """Those whose own the duty is on the day, by name: who can be stood in for."""
    own = select(Appointment.person_id).where(
        Appointment.duty == duty, Appointment.stands_in_for.is_(None), within(Appointment, day)
    )
    query = select(Person).where(Person.id.in_(own))
    return list(db.session.scalars(query.order_by(Person.surname, Person.given)))


def classes_served(appointment_id: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(classes, grades) an appointment is for."""
    classes = select(AppointmentClass.class_group_id).where(
        AppointmentClass.appointment_id == appointment_id
    )
    grades = select(AppointmentGrade.grade).where(AppointmentGrade.appointment_id == appointment_id)
    return tuple(db.session.scalars(classes)), tuple(db.session.scalars(grades))


def all_staff() -> list[Person]:
    """Everybody who works here, by name."""
    query = select(Person).where(works_here()).order_by(Person.surname, Person.given)
    return list(db.session.scalars(query))
