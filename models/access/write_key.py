"""Exactly once: a repeated write is known by its key."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.ground import TOKEN, Ground
from models.hot import Hot
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
    expires_at: Mapped[datetime]


_KEPT = Hot(
    select(WriteKey.request_hash, WriteKey.status, WriteKey.body, WriteKey.request_id).where(
        WriteKey.account_id == bindparam("account"), WriteKey.key == bindparam("key")
    )
)
_INSERT = Hot(
    insert(WriteKey.__table__).returning(TOKEN),
    tuple(c.name for c in WriteKey.__table__.columns if c.name != "id"),
)


def request_hash(path: str, fields: list[tuple[str, str]]) -> str:
    """What was asked, so that one key cannot answer two different questions."""
    text = path + "\n" + "\n".join(f"{k}={v}" for k, v in sorted(fields))
    return hashlib.sha256(text.encode()).hexdigest()


def stored_answer(account_id: int, key: str, asked: str) -> tuple[int, str] | None:
    """(status, body) of an earlier write with this key; refuses a key used for another."""
    row = _KEPT.first({"account": account_id, "key": key})
    return row and _same(row[0], (row[1], row[2]), asked)


def _same(request: str, answer: tuple[int, str], asked: str) -> tuple[int, str]:
    if request != asked:
        raise Refused("Эта отправка уже была с другим содержанием. Обновите страницу.")
    return answer


def token_and_answer(
    account_id: int, key: str, asked: str
) -> tuple[int | None, tuple[int, str] | None]:
    """The ground's token and what `stored_answer` says, in one select."""
    row = _BOTH.first({"account": account_id, "key": key})
    if row is None:
        return None, stored_answer(account_id, key, asked)
    token, request, *answer = row
    return token, _same(request, tuple(answer), asked) if request else None


_BOTH = Hot(
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
    row = _KEPT.first({"account": account_id, "key": key})
    return row[3] if row else None


def keep_answer(
    account_id: int, key: str, asked: str, status: int, body: str, request_id: str | None = None
) -> int | None:
    """Keep the answer of a write until it expires; returns the ground's token. Raises
    IntegrityError where the account has sent this key before."""
    row = _INSERT.first(
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
    return row[0]


def forget_expired() -> int:
    """Drop answers nobody can ask for any more; returns how many."""
    return db.session.execute(
        delete(WriteKey).where(WriteKey.expires_at < clock.real_now())
    ).rowcount
