"""An account: one person's key to all their rooms."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.password import check_password
from models.people.person import Person

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _hasher.hash("нет такой учётной записи")


class Account(Row, Audited, db.Model):
    """Login and secret of a person. Ends by `blocked_at`, never vanishes."""

    __tablename__ = "account"
    __unaudited__ = frozenset({"password_hash", "last_seen_at"})

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    blocked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    password_changed_at: Mapped[datetime | None]
    rules_accepted_at: Mapped[datetime | None]  # the rules of clause 3, at the first sign-in
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def set_password(self, password: str) -> None:
        """Take a password of the owner's choice; refuses one that is too short."""
        self.take_secret(secret_for(self.login, password))

    def take_secret(self, secret: str) -> None:
        """Take the hash of a password of the owner's choice; the audit keeps when, never what."""
        self.password_hash = secret
        self.password_changed_at = clock.now()


def secret_for(login: str, password: str) -> str:
    """The hash of a password of the owner's choice; refuses one that is easily guessed. Slow
    on purpose: compute it before a transaction that writes, not within."""
    check_password(login, password)
    return hash_password(password)


def hash_password(password: str) -> str:
    """Argon2id with OWASP's smaller memory setting: old school servers have little."""
    return _hasher.hash(password)


def password_fits(account: Account | None, password: str) -> bool:
    """Whether the password opens the account; takes as long for an unknown login."""
    fits = secret_fits(account.password_hash if account else None, password)
    return fits and account is not None and account.blocked_at is None


def secret_fits(kept: str | None, secret: str) -> bool:
    """Whether the secret is the one of the hash; takes as long where there is none."""
    try:
        return _hasher.verify(kept or _NOBODY, secret) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def accounts_named(ids) -> dict[int, str]:
    """Account id → whose it is, by name; one select."""
    rows = db.session.execute(
        select(Account.id, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.id.in_([one for one in ids if one is not None]))
    )
    return {account_id: person.initials for account_id, person in rows}
