"""Ending an appointment early, by another order; giving an order to one entered without."""

from datetime import date, timedelta

from sqlalchemy import exists, select

from models.access.role import Role
from models.base import db
from models.office.order import Appointment, AppointmentEnding, Order
from models.office.ordering import on_the_ground_of
from models.people.account import Account
from models.refusal import Refused
from models.school.teaching import within

DAY = timedelta(days=1)


def end_appointment(row: Appointment, order: Order, since: date | None, today: date) -> None:
    """From the day `since` the person has the duty no more. The appointment stays in the
    register, with the order that ended it. Raises Refused."""
    if since is None:
        raise Refused("Укажите, с какого дня полномочий нет.")
    if since < row.from_date:
        raise Refused(f"Назначение действует с {row.from_date:%d.%m.%Y}: раньше прекращать нечего.")
    if row.until is not None and since > row.until:
        raise Refused(f"Назначение и так заканчивается {row.until:%d.%m.%Y}.")
    _someone_else_administers(row, max(since, today))
    ending = AppointmentEnding(
        appointment_id=row.id, order_id=order.id, since=since, was_until=row.until
    )
    with on_the_ground_of(order):
        db.session.add(ending)
        row.until = since - DAY


def _someone_else_administers(row: Appointment, day: date) -> None:
    """The journal is never left without an administrator who can enter it."""
    if row.duty != Role.ADMINISTRATOR.value or row.stands_in_for is not None:
        return
    can_enter = exists().where(
        Account.person_id == Appointment.person_id,
        Account.password_hash.is_not(None),
        Account.blocked_at.is_(None),
    )
    others = select(Appointment.id).where(
        Appointment.duty == row.duty,
        Appointment.person_id != row.person_id,
        Appointment.stands_in_for.is_(None),
        within(Appointment, day),
        can_enter,
    )
    if db.session.scalar(others.limit(1)) is None:
        raise Refused(
            "Это последний администратор. Сначала назначьте приказом другого, и пусть он войдёт "
            "в журнал: без администратора некому выдать ни код, ни право."
        )


def put_order(row: Appointment, order: Order) -> None:
    """Name the order of an appointment that was entered without one. Raises Refused."""
    if row.order_id is not None:
        raise Refused("У этого назначения приказ уже указан.")
    with on_the_ground_of(order):
        row.order_id = order.id
