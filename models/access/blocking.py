"""Blocking an account and lifting it: dated rows with a reason; sessions end at once."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.session import end_sessions
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.account import Account
from models.refusal import Refused

LONGEST_REASON = 200
NEW_CODE = "выдан новый код"


class Blocking(Row, Audited, db.Model):
    """An account closed from a moment to a moment: by whom and why, and why opened again."""

    __tablename__ = "blocking"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    blocked_at: Mapped[datetime] = mapped_column(default=clock.now)
    blocked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_why: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")


def block(account: Account, why: str, by: int | None) -> Blocking:
    """Close the account and end its sessions. Refused without a reason, for one's own account
    and for a closed one."""
    if account.id == by:
        raise Refused("Свою учётную запись заблокировать нельзя: войти станет некому.")
    if account.blocked_at is not None:
        raise Refused("Учётная запись уже заблокирована.")
    blocking = Blocking(account_id=account.id, reason=_reason(why), blocked_by=by)
    account.blocked_at = blocking.blocked_at = clock.now()
    db.session.add(blocking)
    end_sessions(account.id)
    return blocking


def unblock(account: Account, why: str, by: int | None) -> None:
    """Open a closed account again. Refused without a reason and for an open one."""
    if account.blocked_at is None:
        raise Refused("Учётная запись не заблокирована.")
    why = _reason(why)
    account.blocked_at = None
    for row in blockings(account.id):
        if row.lifted_at is None:
            row.lifted_at, row.lifted_by, row.lifted_why = clock.now(), by, why


def compromised(account: Account, why: str, by: int | None) -> None:
    """Others know login or password (5.3): the password opens nothing any more, sessions end,
    and only a new code, which the caller issues, opens the account again."""
    if account.blocked_at is None:
        block(account, why, by)
    account.password_hash = None
    unblock(account, NEW_CODE, by)


def blockings(account_id: int) -> list[Blocking]:
    """An account's blockings, newest first."""
    query = select(Blocking).where(Blocking.account_id == account_id)
    return list(db.session.scalars(query.order_by(Blocking.id.desc())))


def _reason(why: str) -> str:
    why = why.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Refused(f"Напишите причину (до {LONGEST_REASON} знаков).")
    return why
