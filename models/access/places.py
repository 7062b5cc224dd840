"""Where an account is signed in, and whether from two places at once (clause 3.3)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from models import clock
from models.access.session import AccountSession
from models.base import db
from models.people.account import Account
from models.people.person import Person

AT_ONCE = timedelta(minutes=30)  # in use within this time is in use now
LOOKED_BACK = timedelta(days=14)
MOST = 100


def live_sign_ins(account_id: int) -> list[AccountSession]:
    """The sign-ins of an account that are open, the last used first."""
    return list(
        db.session.scalars(
            select(AccountSession)
            .where(AccountSession.account_id == account_id, *_open())
            .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
        )
    )


def _open():
    return AccountSession.ended_at.is_(None), AccountSession.expires_at > clock.real_now()


def elsewhere(account_id: int, session_id: int) -> list[AccountSession]:
    """Other sign-ins of the account that are in use now, from another address or device than
    this one."""
    open_now = live_sign_ins(account_id)
    here = next((one for one in open_now if one.id == session_id), None)
    since = clock.real_now() - AT_ONCE
    return [one for one in open_now if here and one.seen_at > since and _place(one) != _place(here)]


def _place(sign_in: AccountSession) -> tuple[str, str]:
    return sign_in.address, sign_in.device


@dataclass(frozen=True)
class Double:
    """An account that was in use from two places at once."""

    person: Person
    login: str
    earlier: AccountSession
    later: AccountSession


def doubles() -> list[Double]:
    """Accounts in use from two places at once in the last two weeks, newest first: the earlier
    sign-in was still in use when the later one, from another place, began."""
    one, other = aliased(AccountSession), aliased(AccountSession)
    rows = db.session.execute(
        select(Person, Account.login, one, other)
        .join(Account, Account.person_id == Person.id)
        .join(other, other.account_id == Account.id)
        .join(one, (one.account_id == other.account_id) & (one.id < other.id))
        .where(
            other.started_at > clock.real_now() - LOOKED_BACK,
            one.seen_at > other.started_at,
            (one.address != other.address) | (one.device != other.device),
        )
        .order_by(other.id.desc(), one.id.desc())
        .limit(MOST)
    )
    return [Double(*row) for row in rows]
