"""Invitations: a login and a code that opens it once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.access.session import end_sessions
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

    def check(self) -> None:
        """Refuse a code that opens nothing any more: used, replaced by a newer one, too old.

        Only the newest code of an account counts, so a slip found later never takes over an
        account that was opened, or opened anew, in the meantime.
        """
        if self.used_at is not None:
            raise Refused("Этот код уже использован. Войдите со своим паролем.")
        newest = select(func.max(Invitation.id)).where(Invitation.account_id == self.account_id)
        if db.session.scalar(newest) != self.id:
            raise Refused("Этот код больше не действует: после него выдан другой.")
        if clock.now() - self.issued_at > VALID:
            raise Refused("Срок кода истёк. Попросите администратора выдать новый.")

    def use(self, secret: str) -> Account:
        """Open the account with the hash of a password of its owner's choice, once; whoever
        was signed in to it before is signed out."""
        self.check()
        self.account.password_hash = secret
        self.used_at = clock.now()
        end_sessions(self.account_id)
        return self.account


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().casefold().encode()).hexdigest()


def invite(account: Account, issued_by: int | None = None) -> str:
    """Issue a code for the account; returned once, only its hash is kept. Earlier codes end."""
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    db.session.add(Invitation(account_id=account.id, code_hash=_hash(code), issued_by=issued_by))
    return code


def invitation_for(login: str, code: str, to_use: bool = False) -> Invitation | None:
    """The invitation of that login and code, used or not; `to_use` keeps others from it."""
    query = (
        select(Invitation)
        .join(Account, Account.id == Invitation.account_id)
        .where(Account.login == login.strip().casefold(), Invitation.code_hash == _hash(code))
    )
    if to_use:
        query = query.with_for_update(of=Invitation)
    return db.session.scalar(query)
