"""Server-side sessions: each sign-in is a row that can be listed and ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.second_factor import SecondFactor
from models.base import Row, db
from models.ground import TOKEN
from models.hot import Hot
from models.people.account import Account
from models.people.person import Person, with_initials
from models.printable import printable

LONGEST = timedelta(hours=14)
MOST_DAYS = 90  # of a device that is one's own; the school's setting says how many
SEEN_EVERY = timedelta(minutes=1)  # a sign of life is written down no oftener


class AccountSession(Row, db.Model):
    """One sign-in of an account from one browser; ends with the browser, by hand or by age.

    Not audited: `seen_at` changes all day long, and the row is itself the record of a sign-in.
    """

    __tablename__ = "account_session"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]  # the last sign of life, to the minute
    expires_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]  # covered by hand or by the page, till the password comes
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(200), default="")

    @property
    def is_kept(self) -> bool:
        """Whether it was begun as on a device of one's own, and outlives the browser."""
        return self.expires_at - self.started_at > LONGEST


@dataclass(frozen=True)
class LiveSession:
    """A live sign-in, read with the first query of each request."""

    id: int
    account_id: int
    person_id: int
    login: str
    surname: str
    given: str
    patronymic: str
    ground: int | None
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    locked_at: datetime | None
    second_factor_at: datetime | None  # since when the account has one

    @property
    def is_kept(self) -> bool:
        """Whether it was begun as on a device of one's own."""
        return self.expires_at - self.started_at > LONGEST

    def is_idle(self, minutes: int) -> bool:
        """Whether nobody did anything for so many minutes (a sign of life may be one old)."""
        return clock.real_now() - self.seen_at >= timedelta(minutes=minutes) + SEEN_EVERY

    @property
    def initials(self) -> str:
        return with_initials(self.surname, self.given, self.patronymic)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(account: Account, address: str, device: str, days: int = 0) -> str:
    """A new session of the account, for so many days or else for a working day; returns the
    token the browser keeps."""
    token = secrets.token_urlsafe(32)
    now = clock.real_now()
    db.session.add(
        AccountSession(
            account_id=account.id,
            token_hash=_hash(token),
            started_at=now,
            seen_at=now,
            expires_at=now + (timedelta(days=min(days, MOST_DAYS)) if days > 0 else LONGEST),
            address=address[:60],
            device=printable(device)[:200],
        )
    )
    return token


_LIVE = Hot(
    select(
        AccountSession.id,
        Account.id,
        Account.person_id,
        Account.login,
        Person.surname,
        Person.given,
        Person.patronymic,
        TOKEN,
        AccountSession.started_at,
        AccountSession.seen_at,
        AccountSession.expires_at,
        AccountSession.locked_at,
        SecondFactor.confirmed_at,
    )
    .join(Account, Account.id == AccountSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .where(
        AccountSession.token_hash == bindparam("token_hash"),
        AccountSession.ended_at.is_(None),
        Account.blocked_at.is_(None),
    )
)


def live_session(token: str) -> LiveSession | None:
    """The live session behind a token, with the ground it stands on, in one query."""
    row = _LIVE.first({"token_hash": _hash(token)})
    live = row and LiveSession(*row)
    return live if live and clock.real_now() < live.expires_at else None


def is_due(live: LiveSession) -> bool:
    """Whether the last sign of life is old enough for another to be written down."""
    return clock.real_now() - live.seen_at >= SEEN_EVERY


def see(live: LiveSession) -> None:
    """Write down a sign of life."""
    db.session.execute(
        update(AccountSession).where(AccountSession.id == live.id).values(seen_at=clock.real_now())
    )


def lock(session_id: int) -> None:
    """From now on only the password opens this session again; twice is once."""
    row = db.session.get(AccountSession, session_id)
    row.locked_at = row.locked_at or clock.real_now()


def unlock(session_id: int) -> str:
    """The password was given: somebody is here. Returns the session's new token."""
    row = db.session.get(AccountSession, session_id)
    row.locked_at, row.seen_at = None, clock.real_now()
    token = secrets.token_urlsafe(32)
    row.token_hash = _hash(token)
    return token


def end_session(session_id: int) -> None:
    """End a sign-in; twice is once."""
    row = db.session.get(AccountSession, session_id)
    row.ended_at = row.ended_at or clock.real_now()


def end_sessions(account_id: int, but: int | None = None) -> None:
    """End every sign-in of an account (but one): its password was changed."""
    those = (AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
    if but is not None:
        those += (AccountSession.id != but,)
    db.session.execute(
        update(AccountSession).where(*those).values(ended_at=clock.real_now()),
        execution_options={"synchronize_session": False},
    )
