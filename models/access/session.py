"""Server-side sessions: each sign-in is a row that can be listed and ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.ground import TOKEN
from models.hot import Hot
from models.people.account import Account
from models.people.person import Person, with_initials
from models.printable import printable

LONGEST = timedelta(hours=14)


class AccountSession(Row, db.Model):
    """One sign-in of an account from one browser; ends with the browser, by hand or by age."""

    __tablename__ = "account_session"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(200), default="")


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

    @property
    def initials(self) -> str:
        return with_initials(self.surname, self.given, self.patronymic)

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(account: Account, address: str, device: str) -> str:
    """A new session of the account; returns the token the browser keeps."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        AccountSession(
            account_id=account.id,
            token_hash=_hash(token),
            started_at=clock.real_now(),
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
    )
    .join(Account, Account.id == AccountSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .where(
        AccountSession.token_hash == bindparam("token_hash"),
        AccountSession.ended_at.is_(None),
        Account.blocked_at.is_(None),
    )
)


def live_session(token: str) -> LiveSession | None:
    """The live session behind a token, with the ground it stands on, in one query."""
    row = _LIVE.first({"token_hash": _hash(token)})
    if row is None or clock.real_now() - row[8] >= LONGEST:
        return None
    return LiveSession(*row[:8])


def end_session(session_id: int) -> None:
    """End a sign-in; twice is once."""
    row = db.session.get(AccountSession, session_id)
    row.ended_at = row.ended_at or clock.real_now()


def end_sessions(account_id: int) -> None:
    """End every sign-in of an account: its password was changed."""
    db.session.execute(
        update(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
        .values(ended_at=clock.real_now())
    )
