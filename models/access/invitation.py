"""Invitations: a login and a code that opens it once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.account import Account
from models.refusal import Refused

VALID = timedelta(days=30)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


class Invitation(Row, Audited, db.Model):
    """A code issued to the owner of an account: by whom, when, whether it was used."""

    __tablename__ = "invitation"
    __unaudited__ = frozenset({"code_hash"})

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="joined")

    def use(self, password: str) -> Account:
        """Open the account with a password of its owner's choice; once, and in time."""
        if self.used_at is not None:
            raise Refused("Этот код уже использован. Войдите со своим паролем.")
        if clock.now() - self.issued_at > VALID:
            raise Refused("Срок кода истёк. Попросите администратора выдать новый.")
        self.account.set_password(password)
        self.used_at = clock.now()
        return self.account


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().casefold().encode()).hexdigest()


def invite(account: Account, issued_by: int | None = None) -> str:
    """Issue a code for the account; returned once, only its hash is kept."""
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    db.session.add(Invitation(account_id=account.id, code_hash=_hash(code), issued_by=issued_by))
    return code


def invitation_for(login: str, code: str) -> Invitation | None:
    """The invitation of that login and code, used or not."""
    return db.session.scalar(
        select(Invitation)
        .join(Account, Account.id == Invitation.account_id)
        .where(Account.login == login.strip().casefold(), Invitation.code_hash == _hash(code))
    )
