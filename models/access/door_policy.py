"""Who sees the door from inside: who must wait there, and whose sign-ins are whose."""

from sqlalchemy import select

from models.access.knock import Knock
from models.access.policy import KeptPolicy, Policy
from models.access.second_factor import SecondFactor
from models.access.session import AccountSession


class KnockPolicy(KeptPolicy, subject=Knock):
    """Waits at the door: the administrator."""

    def sign_in_release(self):
        return True


class AccountSessionPolicy(Policy, subject=AccountSession):
    """Everybody their own sign-ins."""

    @classmethod
    def visible_to(cls, actor):
        return select(AccountSession).where(AccountSession.account_id == actor.account_id)

    def sign_in_end(self):
        return True


class SecondFactorPolicy(KeptPolicy, subject=SecondFactor):
    """The administrator takes it from who lost the phone, never from oneself: who stands at an
    administrator's open screen must not be able to."""

    def second_factor_reset(self):
        self.because = (
            "Свой второй фактор сбрасывает другой администратор или команда "
            "flask account reset-second-factor на сервере."
        )
        return self.thing.account_id != self.actor.account_id
