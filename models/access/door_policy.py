"""Who sees the door from inside: who must wait there, and whose sign-ins are whose."""

from sqlalchemy import select

from models.access.knock import Knock
from models.access.policy import Policy
from models.access.role import Role


class KnockPolicy(Policy, subject=Knock):
    """Waits at the door: the administrator."""

    @classmethod
    def visible_to(cls, actor):
        return select(Knock) if actor.role is Role.ADMINISTRATOR else super().visible_to(actor)

    def sign_in_release(self):
        return True
