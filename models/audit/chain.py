"""Does the chain hold: is every sealed entry there, unchanged, in its place, and none besides?"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from models import clock
from models.audit.block import Block
from models.audit.entry import Entry
from models.audit.leaf import BEGINNING, MARK, content_hash, leaf, merkle_root
from models.audit.removal import removed_contents
from models.audit.sealing import LATE, MOST, SAID, late_gaps
from models.base import db

_TOGETHER = 4096  # entries read at once
CHANGED, REMOVED, INSERTED, MOVED = "изменена", "удалена", "вставлена", "переставлена"


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit; `entry` is the entry's number where it is about one."""

    sentence: str
    entry: int | None = None


def chain_faults() -> Iterator[Fault]:
    """Everything in blocks and entries that does not fit, in the order of the chain."""
    number, head, ends = 0, BEGINNING, None
    for blocks in _batches():
        contents = _contents(min(b.first_id for b in blocks), max(b.last_id for b in blocks))
        for block in blocks:
            number += 1
            if block.number != number:
                yield Fault(f"Блока № {number} в цепочке нет")
                number, head = block.number, block.previous
            yield from _block_faults(block, head, contents)
            yield from _early(block, ends)
            head, ends = block.head, ends if _is_full(block) else block.sealed_at
        for block in blocks:
            db.session.expunge(block)
    yield from _inserted()


def _batches() -> Iterator[list[Block]]:
    """Blocks in order, so many at once that some thousand entries are read in one go."""
    reached = 0
    while True:
        query = select(Block).where(Block.number > reached).order_by(Block.number)
        blocks = db.session.scalars(query.options(undefer(Block.marks)).limit(400)).all()
        if not blocks:
            return
        reached, batch, size = blocks[-1].number, [], 0
        for block in blocks:
            batch.append(block)
            size += block.entries
            if size >= _TOGETHER:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch


def _contents(first: int, last: int) -> dict[int, bytes]:
    rows = db.session.execute(select(Entry.id, *SAID).where(Entry.id.between(first, last)))
    there = {row[0]: content_hash(row[1:]) for row in rows}
    return removed_contents(first, last) | there  # what went by an act has left its hash


def _block_faults(block: Block, previous: str, contents: dict[int, bytes]) -> Iterator[Fault]:
    if block.previous != previous or block.head != block.rightful_head():
        yield Fault(f"Блок № {block.number} изменён или не следует за предыдущим")
    ids = block.ids
    there = [contents.get(number) for number in ids]
    if None not in there:
        leaves = [leaf(*pair) for pair in zip(ids, there, strict=True)]
        if leaves and merkle_root(leaves).hex() == block.merkle:
            return
    faults = list(_entry_faults(block, ids, there))
    yield from faults or [Fault(f"Блок № {block.number}: корень не сходится с записями")]


def _entry_faults(block: Block, ids: list[int], there: list[bytes | None]) -> Iterator[Fault]:
    marks = {block.mark_of(place) for place in range(len(ids))}
    for place, (number, content) in enumerate(zip(ids, there, strict=True)):
        if content is None:
            yield _about(number, REMOVED)
        elif content[:MARK] != block.mark_of(place):
            yield _about(number, MOVED if content[:MARK] in marks else CHANGED)


def _is_full(block: Block) -> bool:
    """Whether more than it could take may have waited, of whatever age: after a time without a
    sealer, or in a school that kept an audit before it had a chain."""
    return block.entries >= MOST


def _early(block: Block, ends) -> Iterator[Fault]:
    """Entries that say they were written long before `ends`, when all that waited was sealed."""
    if ends is None:
        return
    query = select(Entry.id).where(
        Entry.id.between(block.first_id, block.last_id), Entry.at < ends - LATE
    )
    known = None
    for number in db.session.scalars(query):
        known = known or set(block.ids)
        if number in known:
            yield _about(number, INSERTED)


def _about(number: int, what: str) -> Fault:
    return Fault(f"Запись № {number} {what}", number)


def _inserted() -> Iterator[Fault]:
    """Entries that stand among sealed ones and are in no block."""
    top, sealed = db.session.execute(select(func.max(Block.last_id), func.sum(Block.entries))).one()
    if top is None:
        return
    there = db.session.scalar(select(func.count()).where(Entry.id <= top))
    if there > sealed:
        allowed = late_gaps() if db.session.get_bind().dialect.name == "postgresql" else []
        yield from _strangers(top, allowed)


def _strangers(top: int, allowed: list[list[int]]) -> Iterator[Fault]:
    spans = sorted(span for (found,) in db.session.execute(select(Block.spans)) for span in found)
    since, place = clock.real_now() - LATE, 0
    rows = select(Entry.id, Entry.at).where(Entry.id <= top).order_by(Entry.id)
    for number, at in db.session.execute(rows.execution_options(yield_per=_TOGETHER)):
        while place < len(spans) and spans[place][1] < number:
            place += 1
        if place < len(spans) and spans[place][0] <= number:
            continue
        waits = at > since and any(first <= number <= last for first, last in allowed)
        if not waits:
            yield _about(number, INSERTED)
