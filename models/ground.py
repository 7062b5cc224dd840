"""What changes seldom is remembered by each process until it changes.

Everything but the journal's own rows (cells, marks, absences, lessons) changes a few times a
day. A token in the database is replaced with every such change, in the same transaction; a
request reads it with its first query, and what was computed under the same token still holds.
Random, not counted: a restored copy of the database never meets an old token again.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock

from sqlalchemy import BigInteger, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, db

MOST = 4096  # answers kept per function
_KEY = "ground"
_BITS = 62
_kept: list[OrderedDict] = []


class Ground(Row, db.Model):
    """One row: the token under which remembered answers hold."""

    __tablename__ = "ground"

    token: Mapped[int] = mapped_column(BigInteger)


TOKEN = select(Ground.token).where(Ground.id == 1).scalar_subquery()


def stand_on(token: int | None) -> None:
    """From here on this session may use what was remembered under the token."""
    db.session.info[_KEY] = token or 0


def standing() -> int | None:
    """The token this session stands on; None where nothing may be remembered."""
    return db.session.registry().info.get(_KEY)


def new_token() -> int:
    """A token that has never been."""
    return secrets.randbits(_BITS)


def shift(session) -> None:
    """Something seldom changed: every remembered answer ends with this transaction."""
    session.info.pop(_KEY, None)
    token = new_token()
    done = session.execute(update(Ground).where(Ground.id == 1).values(token=token))
    if not done.rowcount:
        session.execute(insert(Ground).values(id=1, token=token))


def remembered(make: Callable) -> Callable:
    """Keep a function's answers by its arguments while the ground stays the same.

    The answers must be plain data, never mapped objects, and callers must not change them.
    """
    kept: OrderedDict = OrderedDict()
    lock = Lock()
    _kept.append(kept)

    @wraps(make)
    def ask(*args):
        token = standing()
        if not token:
            return make(*args)
        known = kept.get(args)
        if known is not None and known[0] == token:
            return known[1]
        return keep(token, args)

    def keep(token, args):
        answer = make(*args)
        with lock:
            kept[args] = (token, answer)
            if len(kept) > MOST:
                kept.popitem(last=False)
        return answer

    ask.anew = lambda *args: keep(standing(), args)  # where the answer is known to be old
    return ask


def forget() -> None:
    """Drop every remembered answer of this process."""
    for kept in _kept:
        kept.clear()
