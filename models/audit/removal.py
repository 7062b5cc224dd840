"""Removal by an act: rows and entries whose time is over go, and the chain still proves.

A block's root is over hashes of its entries. Of each entry that goes its hash stays, under the act
by which it went: the root follows from it as from the entry, so the chain shows that exactly these
entries went, by this act, and nothing of what they said. Only what is sealed can go.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import LargeBinary, delete, func, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from models.audit.add_only import AddOnly, lifted
from models.audit.block import Block, spans_of
from models.audit.entry import Entry
from models.audit.leaf import content_hash
from models.audit.sealing import SAID
from models.base import Row, db
from models.ground import shift
from models.refusal import Refused
from models.session import recorded

HASH = 32
_TOGETHER = 500  # numbers named in one statement
_AT_ONCE = 2000  # blocks read at once
NOT_SEALED = "Часть записей ещё не внесена в цепочку. Повторите через минуту."


class RemovedEntries(Row, AddOnly, db.Model):
    """Entries that went by an act: their numbers, rising, and the hash of what each said.
    `horizon` is set where rows that stand lost their older entries: up to it their history may
    begin in the middle."""

    __tablename__ = "removed_entries"

    act_number: Mapped[int] = mapped_column(index=True)
    first_id: Mapped[int] = mapped_column(index=True)
    last_id: Mapped[int] = mapped_column(index=True)
    horizon: Mapped[datetime | None]
    removed_at: Mapped[datetime]  # real time, UTC
    spans: Mapped[list]
    hashes: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))

    @property
    def ids(self) -> list[int]:
        return [number for first, last in self.spans for number in range(first, last + 1)]


def removed_contents(first: int, last: int) -> dict[int, bytes]:
    """Number → hash of the entries between two numbers that went by acts."""
    found: dict[int, bytes] = {}
    query = select(RemovedEntries.spans, RemovedEntries.hashes).where(
        RemovedEntries.last_id >= first, RemovedEntries.first_id <= last
    )
    for spans, hashes in db.session.execute(query):
        ids = [number for one, other in spans for number in range(one, other + 1)]
        found |= {n: hashes[at * HASH : (at + 1) * HASH] for at, n in enumerate(ids)}
    return found


def horizon() -> datetime | None:
    """Up to when the history of rows that stand may begin in the middle."""
    return db.session.scalar(select(func.max(RemovedEntries.horizon)))


def removed_by_acts() -> dict[int, int]:
    """Act → how many entries went by it."""
    rows = db.session.execute(select(RemovedEntries.act_number, RemovedEntries.spans))
    found: dict[int, int] = {}
    for act, spans in rows:
        found[act] = found.get(act, 0) + sum(last - first + 1 for first, last in spans)
    return found


def remove_entries(act: int, condition, moment: datetime, until: datetime | None = None) -> int:
    """Take out the entries under a condition; how many. Raises Refused where one is not sealed."""
    rows = db.session.execute(select(Entry.id, *SAID).where(condition).order_by(Entry.id)).all()
    if not rows:
        return 0
    ids = [row[0] for row in rows]
    _refuse_unsealed(ids)
    kept = RemovedEntries(
        act_number=act,
        first_id=ids[0],
        last_id=ids[-1],
        horizon=until,
        removed_at=moment,
        spans=spans_of(ids),
        hashes=b"".join(content_hash(row[1:]) for row in rows),
    )
    db.session.add(kept)
    db.session.flush()
    _delete(Entry, ids)
    return len(ids)


def remove_rows(act: int, model, ids: list[int], moment: datetime) -> int:
    """Take rows of an audited model out, with all their entries; how many entries. The rows that
    refer to them must have gone before."""
    entries = 0
    for some in _parts(ids):
        about = (Entry.table_name == model.__tablename__) & Entry.row_id.in_(some)
        entries += remove_entries(act, about, moment)
    _delete(model, ids)
    if ids and not model.__hot__:
        shift(db.session)
    return entries


def remove_log(model, ids: list[int]) -> None:
    """Take lines of a log out that has no entries: looks, sign-ins."""
    _delete(model, ids)


def _delete(model, ids: list[int]) -> None:
    table = model.__table__
    with recorded(), lifted():
        for some in _parts(ids):
            db.session.connection().execute(delete(table).where(table.c.id.in_(some)))


def _refuse_unsealed(ids: list[int]) -> None:
    """`ids` rise. Blocks are read as a stream: between the first number and the last there may
    lie years of a school."""
    query = select(Block.spans).where(Block.last_id >= ids[0], Block.first_id <= ids[-1])
    query = query.execution_options(yield_per=_AT_ONCE)
    spans = (span for (some,) in db.session.execute(query) for span in some)
    if unsealed(ids, spans):
        raise Refused(NOT_SEALED)


def unsealed(ids: list[int], spans: Iterable[list[int]]) -> int:
    """How many of the rising numbers lie in none of the spans, which may come in any order."""
    found = bytearray(len(ids))
    for first, last in spans:
        start = bisect_left(ids, first)
        end = bisect_right(ids, last, start)
        found[start:end] = b"\1" * (end - start)
    return found.count(0)


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _TOGETHER] for start in range(0, len(ids), _TOGETHER))
