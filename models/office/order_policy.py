"""Who sees orders, appointments and requests for rights, and who enters and decides them."""

from sqlalchemy import select

from models.access.policy import Policy
from models.office.order import Appointment, Order
from models.office.right_request import RightRequest


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


OWN = "Собственное заявление решить нельзя: попросите другого администратора."


class RightRequestPolicy(Policy, subject=RightRequest):
    """The administrator decides on requests of others; who wrote one reads it (3.3)."""

    @classmethod
    def visible_to(cls, actor):
        if actor.granted("request.decide"):
            return select(RightRequest)
        if actor.granted("request.write"):
            return select(RightRequest).where(RightRequest.person_id == actor.person_id)
        return super().visible_to(actor)

    def request_decide(self):
        self.because = OWN
        return self.thing.person_id != self.actor.person_id
