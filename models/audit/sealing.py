"""Sealing: what was committed and is in no block yet goes into a new one.

Never by ranges of numbers alone: PostgreSQL gives numbers out before it lets rows be seen, so an
entry may appear behind a block that has passed it by. Gaps of the last hour are therefore looked
into each time. SQLite has one writer, its numbers come in the order of commits.

A key press pays nothing for it: entries are read and hashed outside of any transaction that
writes, and one row is written for all that came since the last look.
"""

from datetime import timedelta

from sqlalchemy import between, or_, select

from models import clock
from models.audit.block import Block, gaps, last_block, spans_of
from models.audit.entry import Entry
from models.audit.leaf import BEGINNING, FIELDS, MARK, content_hash, leaf, merkle_root
from models.base import db

MOST = 4096  # entries of one block
LATE = timedelta(hours=1)  # so long may a transaction last; a long job commits piece by piece
SAID = [Entry.__table__.c[name] for name in FIELDS]


def next_block() -> Block | None:
    """The block that what waits now would make, not yet added to the session; None where nothing
    waits. Only reads. Its number is unique: who was overtaken by another fails on adding it."""
    last = last_block()
    rows = _waiting(last)
    return _block(last, rows) if rows else None


def _waiting(last: Block | None) -> list[tuple]:
    """(number, content hash) of entries that are in no block, the lowest numbers first."""
    query = select(Entry.id, *SAID).order_by(Entry.id).limit(MOST)
    if last is not None:
        query = query.where(_unsealed())
    return [(row[0], content_hash(row[1:])) for row in db.session.execute(query)]


def _unsealed():
    top = db.session.scalar(select(Block.last_id).order_by(Block.last_id.desc()).limit(1))
    wanted = [Entry.id > top]
    if db.session.get_bind().dialect.name == "postgresql":
        wanted += [between(Entry.id, first, last) for first, last in late_gaps()]
    return or_(*wanted)


def late_gaps() -> list[list[int]]:
    """Numbers below the newest block that an unfinished transaction may still bring."""
    since = clock.real_now() - LATE
    recent = db.session.execute(select(Block.spans).where(Block.sealed_at > since))
    before = select(Block.last_id).where(Block.sealed_at <= since)
    reached = db.session.scalar(before.order_by(Block.last_id.desc()).limit(1)) or 0
    return gaps([[reached, reached], *(span for (spans,) in recent for span in spans)])


def _block(last: Block | None, rows: list[tuple]) -> Block:
    numbers = [number for number, _content in rows]
    block = Block(
        number=last.number + 1 if last else 1,
        sealed_at=clock.real_now(),
        first_id=numbers[0],
        last_id=numbers[-1],
        entries=len(rows),
        spans=spans_of(numbers),
        marks=b"".join(content[:MARK] for _number, content in rows),
        merkle=merkle_root([leaf(*row) for row in rows]).hex(),
        previous=last.head if last else BEGINNING,
    )
    block.head = block.rightful_head()
    return block
