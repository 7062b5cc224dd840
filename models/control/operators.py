"""Which operator answers for which class and when (clause 5.3)."""

from collections.abc import Iterable
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


class Operators:
    """All appointments of operators of some days: who answers on which of them. A deputy takes
    the duty over: whom they stand in for answers for nothing meanwhile."""

    def __init__(self, first: date, last: date):
        self._rows = db.session.execute(
            select(
                AppointmentClass.class_group_id,
                Appointment.person_id,
                Appointment.from_date,
                Appointment.until,
                Appointment.stands_in_for,
            )
            .join(Appointment, Appointment.id == AppointmentClass.appointment_id)
            .where(
                Appointment.duty == Role.OPERATOR.value,
                Appointment.from_date <= last,
                Appointment.until.is_(None) | (Appointment.until >= first),
            )
        ).all()

    def of(self, class_ids: Iterable[int], day: date) -> frozenset[int]:
        """The people who answer for any of the classes on the day."""
        wanted = set(class_ids)
        there = [
            row
            for row in self._rows
            if row.class_group_id in wanted
            and row.from_date <= day
            and (row.until is None or row.until >= day)
        ]
        relieved = {(row.class_group_id, row.stands_in_for) for row in there if row.stands_in_for}
        return frozenset(
            row.person_id for row in there if (row.class_group_id, row.person_id) not in relieved
        )
