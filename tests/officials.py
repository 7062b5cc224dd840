"""Officials by order, whom few tests need: beside the cast, each with an account of the name.

- dora is deputy head for grade 5, sonya secretary, dasha dispatcher of replacements.
- igor comes from the department of education and reads until 30 November.
"""

from datetime import date

from models.base import db
from models.office.order import Appointment, AppointmentGrade, Order
from models.people.account import Account
from models.people.employee import Employee
from models.people.person import Person
from tests.cast import START

LAST = date(2026, 11, 30)
DUTIES = {
    "dora": "deputy_head",
    "sonya": "secretary",
    "dasha": "dispatcher",
    "igor": "inspector",
}


def appoint_officials() -> dict[str, int]:
    """Their person ids; the caller commits."""
    order = Order(number="7", on_date=START, title="О распределении обязанностей")
    db.session.add(order)
    db.session.flush()
    people = {}
    for name, duty in DUTIES.items():
        person = Person(surname="Должностная", given=name.title())
        db.session.add(person)
        db.session.flush()
        people[name] = person.id
        db.session.add(Account(person_id=person.id, login=name))
        if duty != "inspector":
            db.session.add(Employee(person_id=person.id, position=duty))
        row = Appointment(
            person_id=person.id,
            duty=duty,
            order_id=order.id,
            from_date=START,
            until=LAST if duty == "inspector" else None,
        )
        db.session.add(row)
        db.session.flush()
        if duty == "deputy_head":
            db.session.add(AppointmentGrade(appointment_id=row.id, grade=5))
    return people
