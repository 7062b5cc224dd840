"""Wrong passwords and codes are counted, by login and by address; after a few one has to wait.

Kept in the database, because several web processes stand at one door. What was typed is kept
as a hash only: people type passwords into the field of the login.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db

FREE = {"login": 5, "address": 40}  # wrong tries before one waits; a school has one address
FIRST_WAIT = timedelta(seconds=15)  # doubles with every further wrong try
LONGEST_WAIT = timedelta(minutes=5)  # who knocks in another's name must not lock them out for long
FORGOTTEN = timedelta(hours=1)


class Knock(Row, db.Model):
    """How many wrong tries in a row one login, or one address, has made at one door."""

    __tablename__ = "knock"

    whose: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    wrong: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime]

    def opens_at(self) -> datetime:
        """From when on one may try again."""
        beyond = self.wrong - FREE[self.kind]
        if beyond < 0:
            return self.last_at
        return self.last_at + min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)


def _names(door: str, login: str, address: str) -> dict[str, str]:
    """Hash → kind, for the login and the address at this door."""
    told = {"login": login.strip().casefold(), "address": address}
    return {
        hashlib.sha256(f"{door}|{kind}|{value}".encode()).hexdigest(): kind
        for kind, value in told.items()
    }


def wait_before(door: str, login: str, address: str) -> timedelta:
    """How long one must still wait at this door; zero where one may try."""
    now = clock.real_now()
    known = select(Knock).where(
        Knock.whose.in_(_names(door, login, address)), Knock.last_at > now - FORGOTTEN
    )
    waits = [knock.opens_at() - now for knock in db.session.scalars(known)]
    return max([*waits, timedelta(0)])


def knocked_wrong(door: str, login: str, address: str) -> None:
    """Count a wrong try."""
    now = clock.real_now()
    db.session.execute(delete(Knock).where(Knock.last_at <= now - FORGOTTEN))
    for whose, kind in _names(door, login, address).items():
        if not _count(whose, now):
            _begin(whose, kind, now)


def _count(whose: str, now: datetime) -> bool:
    more = update(Knock).where(Knock.whose == whose).values(wrong=Knock.wrong + 1, last_at=now)
    return bool(db.session.execute(more).rowcount)


def _begin(whose: str, kind: str, now: datetime) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Knock(whose=whose, kind=kind, last_at=now))
    except IntegrityError:  # another process was first
        _count(whose, now)


def let_in(door: str, login: str) -> None:
    """The right word: the login's wrong tries are forgotten, those of the address are not."""
    mine = [whose for whose, kind in _names(door, login, "").items() if kind == "login"]
    db.session.execute(delete(Knock).where(Knock.whose.in_(mine)))


def said(wait: timedelta) -> str:
    """The sentence that tells how long to wait."""
    seconds = max(1, round(wait.total_seconds()))
    span = f"{seconds} с" if seconds < 60 else f"{-(-seconds // 60)} мин"
    return f"Слишком много неверных попыток. Подождите {span} и повторите."
