"""Who sees the door from inside: who must wait there, and whose sign-ins are whose."""

from sqlalchemy import select

from models.access.knock import Knock
from models.access.policy import Policy
from models.access.role import Role
from models.access.session import AccountSession


class KnockPolicy(Policy, subject=Knock):
    """Waits at the door: the administrator."""

    @classmethod
    def visible_to(cls, actor):
        return select(Knock) if actor.role is Role.ADMINISTRATOR else super().visible_to(actor)

    def sign_in_release(self):
        return True


class AccountSessionPolicy(Policy, subject=AccountSession):
    """Everybody their own sign-ins."""

    @classmethod
    def visible_to(cls, actor):
        return select(AccountSession).where(AccountSession.account_id == actor.account_id)

    def sign_in_end(self):
        return True
