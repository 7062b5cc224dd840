"""Appointments that cannot be at once: two directors, two class teachers, one duty twice."""

from sqlalchemy import or_, select, true

from models.base import db
from models.office.duties import DUTIES
from models.office.order import CLASS_TEACHER, Appointment, AppointmentClass, Order
from models.people.person import Person
from models.refusal import Refused
from models.school.groups import ClassGroup


def must_not_clash(wish, person: Person) -> None:
    """Refuse the wish where somebody has what only one may have on those days. Who stands in
    for another does so beside them, but two never stand in for one."""
    for other, order, group in _others(wish):
        by = f", {order.name}" if order else ""
        if other.id == person.id:
            what = f"{DUTIES[wish.duty].title} {group.name}" if group else DUTIES[wish.duty].title
            raise Refused(f"{person.full_name} на эти дни уже назначен: {what}{by}.")
        if wish.duty == "director":
            raise Refused(
                f"Директор на эти дни уже есть: {other.full_name}{by}. "
                "Сначала прекратите то назначение."
            )
        if wish.duty == CLASS_TEACHER and group:
            raise Refused(
                f"У класса {group.name} на эти дни уже есть классный руководитель: "
                f"{other.full_name}{by}. Сначала прекратите то назначение."
            )


def _others(wish):
    """Appointments of the same duty, kind and classes on any of the wish's days."""
    acting = Appointment.stands_in_for.is_not(None)
    query = (
        select(Person, Order, ClassGroup)
        .select_from(Appointment)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(Order, Order.id == Appointment.order_id)
        .outerjoin(AppointmentClass, AppointmentClass.appointment_id == Appointment.id)
        .outerjoin(ClassGroup, ClassGroup.id == AppointmentClass.class_group_id)
        .where(
            Appointment.duty == wish.duty,
            acting if wish.stands_in_for is not None else ~acting,
            Appointment.from_date <= wish.until if wish.until else true(),
            or_(Appointment.until.is_(None), Appointment.until >= wish.from_date),
            or_(Appointment.until.is_(None), Appointment.until >= Appointment.from_date),
        )
        .order_by(Appointment.id)
    )
    if wish.class_ids:
        query = query.where(AppointmentClass.class_group_id.in_(wish.class_ids))
    return db.session.execute(query).all()
