"""Wrong passwords and codes are counted, by login and by address; after a few one has to wait.

Kept in the database, because several web processes stand at one door. The login that was typed
is kept as a hash only: people type passwords into its field.

A browser that has opened the account before is counted by itself: who guesses from elsewhere
keeps neither the owner of the account nor the school behind one address out. In a browser that has
opened other accounts, tries at one more are counted by their owners, not by the address: sixty
computers behind one address stay open while somebody guesses at the sixty-first, and who guesses
with an account of one's own has no more tries for signing in anew.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db

PASSWORD, CODE, SECOND = "password", "code", "second"
DOORS = {PASSWORD: "пароль", CODE: "пригласительный код", SECOND: "код второго фактора"}
LOGIN, ADDRESS, DEVICE, HOST = "login", "address", "device", "host"

FREE = {LOGIN: 5, ADDRESS: 40, DEVICE: 5, HOST: 10}  # wrong tries before one waits
FREE_CODES = 400  # of an address: sixty parents with slips in one hall; codes cannot be guessed
FIRST_WAIT = timedelta(seconds=15)  # doubles with every further wrong try
LONGEST_WAIT = timedelta(minutes=5)  # who knocks in another's name must not lock them out for long
LOCKED_AFTER = 50  # wrong tries in a row lock a login: so many are no slips of the finger
LOCK = timedelta(hours=24)  # or until the administrator lets in
AN_HOUR = timedelta(hours=1)
FORGOTTEN = {LOGIN: LOCK, ADDRESS: AN_HOUR, DEVICE: AN_HOUR, HOST: AN_HOUR}
FADES = timedelta(seconds=90)  # one wrong try of an address: many people make slips all day
_OF_MANY = (ADDRESS, HOST)  # those fade, and a right word does not end them


@dataclass(frozen=True)
class Try:
    """A try at a door: with which login, from which address; by which browser if it is known to
    the account, else whose accounts have been open in it."""

    door: str
    login: str
    address: str
    device: str = ""
    hosts: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Hash → kind of each that answers for the try."""
        login = self.login.strip().casefold()
        if self.device:
            return {_hash(self.door, DEVICE, f"{self.device}|{login}"): DEVICE}
        others = {_hash(self.door, HOST, host): HOST for host in self.hosts}
        others = others or {_hash(self.door, ADDRESS, self.address): ADDRESS}
        return {login_hash(self.door, login): LOGIN} | others


class Knock(Row, db.Model):
    """How many wrong tries in a row were made at one door by one login, address, known browser,
    or in the browsers of one account at others."""

    __tablename__ = "knock"

    whose: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    door: Mapped[str] = mapped_column(String(10), default=PASSWORD)
    address: Mapped[str] = mapped_column(String(60), default="")  # of an address alone
    wrong: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime]

    def opens_at(self) -> datetime:
        """From when on one may try again."""
        beyond = self.wrong - self._free
        if beyond < 0:
            return self.last_at
        if self.kind == LOGIN and self.wrong >= LOCKED_AFTER:
            return self.last_at + LOCK
        return self.last_at + min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)

    @property
    def _free(self) -> int:
        return FREE_CODES if (self.door, self.kind) == (CODE, ADDRESS) else FREE[self.kind]

    def count(self, now: datetime) -> None:
        """One more wrong try; those that many people make fade meanwhile."""
        faded = (now - self.last_at) // FADES if self.kind in _OF_MANY else 0
        self.wrong = max(0, self.wrong - faded) + 1
        self.last_at = now


def _hash(door: str, kind: str, value: str) -> str:
    return hashlib.sha256(f"{door}|{kind}|{value}".encode()).hexdigest()


def login_hash(door: str, login: str) -> str:
    """How a login is named at a door."""
    return _hash(door, LOGIN, login)


def is_fresh(now: datetime):
    """The condition that a knock is not forgotten yet."""
    return or_(
        *((Knock.kind == kind) & (Knock.last_at > now - age) for kind, age in FORGOTTEN.items())
    )


def wait_before(tried: Try) -> timedelta:
    """How long one must still wait at this door; zero where one may try. Of several hosts one
    who may still be tried with is enough: a pupil who guessed closes no computer to the others."""
    now = clock.real_now()
    known = select(Knock).where(Knock.whose.in_(tried.names), is_fresh(now))
    waits = {knock.whose: knock.opens_at() - now for knock in db.session.scalars(known)}
    by_kind: dict[str, list[timedelta]] = {}
    for whose, kind in tried.names.items():
        by_kind.setdefault(kind, []).append(waits.get(whose, timedelta(0)))
    return max([*map(min, by_kind.values()), timedelta(0)])


def knocked_wrong(tried: Try) -> None:
    """Count a wrong try."""
    now = clock.real_now()
    db.session.execute(delete(Knock).where(~is_fresh(now)))
    for whose, kind in tried.names.items():
        if not _count(whose, now):
            _begin(tried, whose, kind, now)


def _count(whose: str, now: datetime) -> bool:
    known = db.session.scalar(select(Knock).where(Knock.whose == whose).with_for_update())
    if known is None:
        return False
    known.count(now)
    return True


def _begin(tried: Try, whose: str, kind: str, now: datetime) -> None:
    address = tried.address[:60] if kind == ADDRESS else ""
    try:
        with db.session.begin_nested():
            db.session.add(
                Knock(whose=whose, kind=kind, door=tried.door, address=address, last_at=now)
            )
    except IntegrityError:  # another process was first
        _count(whose, now)


def let_in(tried: Try) -> None:
    """The right word: the wrong tries of the login (or of the known browser) are forgotten,
    those of the address or of hosts are not, nor those others made in the login's name from
    elsewhere."""
    mine = [whose for whose, kind in tried.names.items() if kind not in _OF_MANY]
    db.session.execute(delete(Knock).where(Knock.whose.in_(mine)))


def said(wait: timedelta) -> str:
    """The sentence that tells how long to wait."""
    if wait > timedelta(hours=1):
        return (
            "Слишком много неверных попыток: вход закрыт на сутки. "
            "Обратитесь к администратору журнала, он может открыть раньше."
        )
    return f"Слишком много неверных попыток. Подождите {clock.span(wait)} и повторите."
