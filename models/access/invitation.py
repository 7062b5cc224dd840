"""Invitations: a login and a temporary password that opens it once; the register of them.

Clauses 3.1, 4.3, 5.2(6): every issue is a line; what was printed on the slip is kept nowhere.
"""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.access.session import end_sessions
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.account import Account
from models.refusal import Refused

STAFF, PARENT, STUDENT = "staff", "parent", "student"
AUDIENCES = {PARENT: "родитель", STUDENT: "ученик", STAFF: "сотрудник"}
DELIVERIES = {
    "hand": "лично",
    "teacher": "через классного руководителя",
    "pupil": "через ученика, в конверте",
    "post": "почтой",
}
VALID_DAYS = 30  # unless the school's setting says otherwise
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


class Invitation(Row, Audited, db.Model):
    """A code issued to the owner of an account: by whom, when, handed over how, whether used."""

    __tablename__ = "invitation"
    __unaudited__ = frozenset({"code_hash"})

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    audience: Mapped[str] = mapped_column(String(8), default=STAFF)
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_group.id"), index=True)
    student_id: Mapped[int | None] = mapped_column(ForeignKey("student.id"))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    delivery: Mapped[str] = mapped_column(String(8), default="")
    handed_on: Mapped[date | None]
    handed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="joined")

    def check(self) -> None:
        """Refuse a code that opens nothing any more: used, replaced by a newer one, too old, or
        of a blocked account.

        Only the newest code of an account counts, so a slip found later never takes over an
        account that was opened, or opened anew, in the meantime.
        """
        if self.used_at is not None:
            raise Refused("Этот код уже использован. Войдите со своим паролем.")
        newest = select(func.max(Invitation.id)).where(Invitation.account_id == self.account_id)
        if db.session.scalar(newest) != self.id:
            raise Refused("Этот код больше не действует: после него выдан другой.")
        if clock.now() >= self.expires_at:
            raise Refused("Срок кода истёк. Попросите администратора выдать новый.")
        if self.account.blocked_at is not None:
            raise Refused("Вход для вас заблокирован. Обратитесь к администратору журнала.")

    def use(self, secret: str) -> Account:
        """Open the account with the hash of a password of its owner's choice, once, its owner
        having accepted the rules; whoever was signed in to it before is signed out."""
        self.check()
        self.account.take_secret(secret)
        self.used_at = self.account.rules_accepted_at = clock.now()
        end_sessions(self.account_id)
        return self.account

    def hand_over(self, on: date, delivery: str, by: int | None) -> None:
        """Note that the slip reached its owner. Raises Refused."""
        if delivery not in DELIVERIES:
            raise Refused("Выберите, как вручён листок.")
        issued = clock.school_time(self.issued_at).date()
        if not issued <= on <= clock.today():
            raise Refused(
                f"Листок выдан {issued:%d.%m.%Y}: день вручения не раньше этого и не позже "
                "сегодняшнего."
            )
        self.handed_on, self.delivery, self.handed_by = on, delivery, by

    def take_back_handing(self) -> None:
        """The note that the slip was handed over was a slip itself."""
        self.handed_on, self.delivery, self.handed_by = None, "", None


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().casefold().encode()).hexdigest()


def invite(account: Account, issued_by: int | None = None, days: int = VALID_DAYS, **whom) -> str:
    """Issue a code for the account; returned once, only its hash is kept. Earlier codes end.

    `whom`: audience, class_group_id, student_id, as the register tells them.
    """
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    now = clock.now()
    db.session.add(
        Invitation(
            account_id=account.id,
            code_hash=_hash(code),
            issued_at=now,
            issued_by=issued_by,
            expires_at=now + timedelta(days=days),
            **whom,
        )
    )
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
