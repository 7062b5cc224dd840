"""Costly pages have a pace: so many at once per account, then one every few seconds.

One moment per account and kind says it all: from when on the account is even with its pace (the
generic cell rate algorithm). Each page moves it on by one interval; who is more than a burst ahead
of the clock waits. Kept in the database, because several web processes serve one account.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db

NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Limit:
    """How many at once, and how often after that."""

    burst: int
    every: timedelta

    def even(self, even_at: datetime, now: datetime) -> datetime:
        """From when on one is even: never before now, nor later than a burst from now, which
        happens where the machine's clock was put back."""
        return even_at if now < even_at <= now + self.every * self.burst else now

    def wait(self, even_at: datetime, now: datetime) -> timedelta:
        """How long somebody must wait who is even with the pace at that moment."""
        ahead = self.even(even_at, now) - now
        return max(ahead - self.every * (self.burst - 1), NO_TIME)


SEARCH, PRINT, UPLOAD, EXPORT = "search", "print", "upload", "export"
LIMITS = {
    SEARCH: Limit(40, timedelta(seconds=2)),  # lists of people, logs, control: looked through
    PRINT: Limit(30, timedelta(seconds=4)),  # a school's classes one after another; scans looked at
    UPLOAD: Limit(30, timedelta(seconds=5)),  # scans of a class's papers, one after another
    EXPORT: Limit(12, timedelta(seconds=20)),  # «Сведения», copies, snapshots
}


class Pace(Row, db.Model):
    """Up to when an account has used its pace of one kind."""

    __tablename__ = "pace"
    __table_args__ = (UniqueConstraint("account_id", "kind"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(8))
    even_at: Mapped[datetime]  # real time, UTC


def wait_for(account_id: int, kind: str) -> timedelta:
    """How long the account must wait for a page of the kind; zero where it may have one now."""
    even_at = db.session.scalar(select(Pace.even_at).where(*_whose(account_id, kind)))
    return LIMITS[kind].wait(even_at, clock.real_now()) if even_at else NO_TIME


def step(account_id: int, kind: str) -> timedelta:
    """Count one page of the kind, unless the account must wait for it first; how long. In a
    transaction that writes."""
    limit, now = LIMITS[kind], clock.real_now()
    pace = _held(account_id, kind) or _begun(account_id, kind, now)
    wait = limit.wait(pace.even_at, now)
    if not wait:
        pace.even_at = limit.even(pace.even_at, now) + limit.every
    return wait


def _whose(account_id: int, kind: str) -> tuple:
    return Pace.account_id == account_id, Pace.kind == kind


def _held(account_id: int, kind: str) -> Pace | None:
    return db.session.scalar(select(Pace).where(*_whose(account_id, kind)).with_for_update())


def _begun(account_id: int, kind: str, now: datetime) -> Pace:
    try:
        with db.session.begin_nested():
            pace = Pace(account_id=account_id, kind=kind, even_at=now)
            db.session.add(pace)
        return pace
    except IntegrityError:  # another request was first
        return _held(account_id, kind)


def said(wait: timedelta) -> str:
    """When to try again, in words."""
    return f"Слишком часто. Повторите через {clock.span(wait)}. Ничего не изменено."
