"""Which operator answers for which class and when (clause 5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.access.role import Role
from models.base import db
from models.control.class_pupils import sittings
from models.journal.journal import Journal
from models.office.order import Appointment, AppointmentClass
from models.people.person import Person
from models.school.calendar import the_year
from models.school.groups import overlaps
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


@dataclass(frozen=True)
class StandIn:
    """Days on which somebody else answers for an operator's classes."""

    first: date
    until: date | None
    name: str
    sex: str | None

    def words(self, today: date) -> str:
        """«С 24.11 по 07.12 вас замещает Фомина Ф.: сроки, наступающие в эти дни, её.»"""
        until = f" по {self.until:%d.%m}" if self.until else ""
        is_over = self.until is not None and self.until < today
        verb = "вас замещает" if not is_over else "вместо вас был оператор"
        whose = {"m": "его", "f": "её"}.get(self.sex or "", "не ваши")
        fallen = "наступившие" if is_over else "наступающие"
        return (
            f"С {self.first:%d.%m}{until} {verb} {self.name}: сроки, {fallen} в эти дни, {whose}."
        )


def stand_ins(person_id: int, first: date, last: date) -> list[StandIn]:
    """Who stands in for an operator on any of the days, the earliest first; one select."""
    rows = db.session.execute(
        select(Appointment.from_date, Appointment.until, Person)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.duty == Role.OPERATOR.value,
            Appointment.stands_in_for == person_id,
            overlaps(Appointment, first, last),
            Appointment.until.is_(None) | (Appointment.until >= Appointment.from_date),
        )
        .order_by(Appointment.from_date, Appointment.id)
    )
    return [StandIn(a, b, person.initials, person.sex) for a, b, person in rows]


def answered_by(person_id: int, journals: list[int], day: date) -> list[int]:
    """Which of these journals the operator answers for on a control day: not those that somebody
    who stands in then keeps. One select where nobody does."""
    if not stand_ins(person_id, day, day):
        return journals
    seated, operators = sittings(the_year(day).id, day).groups, Operators(day, day)
    rows = db.session.execute(
        select(Journal.id, Journal.study_group_id).where(Journal.id.in_(journals))
    )
    return [
        journal_id
        for journal_id, group_id in rows
        if group_id in seated and person_id in operators.of(seated[group_id].class_ids, day)
    ]
