"""Who sees orders and appointments, and who enters them."""

from sqlalchemy import select

from models.access.policy import Policy
from models.office.order import Appointment, Order


class OrderPolicy(Policy, subject=Order):
    """The register is open to administrator and director; the administrator enters orders, the
    director signs them on paper (4.1, 5.1(3))."""

    @classmethod
    def visible_to(cls, actor):
        return select(Order) if actor.granted("order.view") else super().visible_to(actor)

    def order_view(self):
        return True

    def order_enter(self):
        return True


class AppointmentPolicy(Policy, subject=Appointment):
    """An appointment is what its order is."""

    @classmethod
    def visible_to(cls, actor):
        return select(Appointment) if actor.granted("order.view") else super().visible_to(actor)

    def order_view(self):
        return True

    def order_enter(self):
        return True
