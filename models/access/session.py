"""Server-side sessions: each sign-in is a row that can be listed and ended."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.base import Row, db
from models.people.account import Account

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
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    def end(self) -> None:
        self.ended_at = self.ended_at or clock.real_now()

    @property
    def is_live(self) -> bool:
        fresh = clock.real_now() - self.started_at < LONGEST
        return self.ended_at is None and fresh and self.account.blocked_at is None


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
            device=device[:200],
        )
    )
    return token


def live_session(token: str) -> AccountSession | None:
    """The live session behind a token, with its account and person, in one query."""
    found = db.session.scalar(
        select(AccountSession).where(AccountSession.token_hash == _hash(token))
    )
    return found if found and found.is_live else None
