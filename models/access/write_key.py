"""Exactly once: a repeated write is known by its key."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db, line_to_database
from models.ground import Ground
from models.refusal import Refused

KEPT = timedelta(days=14)


class WriteKey(Row, db.Model):
    """The answer to one write of one account, kept in the same commit as the write."""

    __tablename__ = "write_key"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    key: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str]
    request_id: Mapped[str | None] = mapped_column(String(40))  # whose entries it wrote
    expires_at: Mapped[datetime] = mapped_column(index=True)


_KEPT = select(WriteKey.request_hash, WriteKey.status, WriteKey.body, WriteKey.request_id).where(
    WriteKey.account_id == bindparam("account"), WriteKey.key == bindparam("key")
)
_INSERT = insert(WriteKey.__table__)


def request_hash(path: str, fields: list[tuple[str, str]]) -> str:
    """What was asked, so that one key cannot answer two different questions."""
    text = path + "\n" + "\n".join(f"{k}={v}" for k, v in sorted(fields))
    return hashlib.sha256(text.encode()).hexdigest()


def stored_answer(account_id: int, key: str, asked: str) -> tuple[int, str] | None:
    """(status, body) of an earlier write with this key; refuses a key used for another."""
    row = line_to_database().execute(_KEPT, {"account": account_id, "key": key}).first()
    return row and _same(row, asked)


def _same(row, asked: str) -> tuple[int, str]:
    if row.request_hash != asked:
        raise Refused("Эта отправка уже была с другим содержанием. Обновите страницу.")
    return row.status, row.body


def token_and_answer(
    account_id: int, key: str, asked: str
) -> tuple[int | None, tuple[int, str] | None]:
    """The ground's token and what `stored_answer` says, in one select."""
    row = line_to_database().execute(_BOTH, {"account": account_id, "key": key}).first()
    if row is None:
        return None, stored_answer(account_id, key, asked)
    return row.token, _same(row, asked) if row.request_hash else None


_BOTH = (
    select(
        Ground.token,
        WriteKey.request_hash,
        WriteKey.status,
        WriteKey.body,
    )
    .outerjoin(
        WriteKey,
        (WriteKey.account_id == bindparam("account")) & (WriteKey.key == bindparam("key")),
    )
    .where(Ground.id == 1)
)


def request_of(account_id: int, key: str) -> str | None:
    """The request whose entries the account's write with this key made."""
    row = line_to_database().execute(_KEPT, {"account": account_id, "key": key}).first()
    return row.request_id if row else None


def keep_answer(
    account_id: int, key: str, asked: str, status: int, body: str, request_id: str | None = None
) -> None:
    """Keep the answer of a write until it expires."""
    line_to_database().execute(
        _INSERT,
        {
            "account_id": account_id,
            "key": key,
            "request_hash": asked,
            "status": status,
            "body": body,
            "request_id": request_id,
            "expires_at": clock.real_now() + KEPT,
        },
    )


def forget_expired() -> int:
    """Drop answers nobody can ask for any more; returns how many."""
    return db.session.execute(
        delete(WriteKey).where(WriteKey.expires_at < clock.real_now())
    ).rowcount
