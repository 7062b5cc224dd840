"""The audit as JSON lines: every change with its author, and the blocks that seal them."""

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from models.audit.block import Block
from models.audit.entry import Entry
from models.audit.leaf import FIELDS
from models.base import db
from models.exchange.leaving.gate import Gate, days_of_entries

_AT_ONCE = 2000


def entries(gate: Gate) -> Iterator[dict]:
    """What may leave, oldest first: about journal pages by the day of the page."""
    found = select(Entry).order_by(Entry.id).execution_options(yield_per=_AT_ONCE)
    for batch in db.session.scalars(found).partitions(_AT_ONCE):
        days = days_of_entries(entry for entry in batch if entry.journal_id)
        for entry in batch:
            day = days.get(entry.id)
            if day is None or gate.may_leave(entry.journal_id, min(day, gate.pages.day)):
                yield {"id": entry.id} | {name: getattr(entry, name) for name in FIELDS}


def blocks() -> Iterator[dict]:
    """The chain; its heads are those on paper and on other disks."""
    found = select(Block).options(undefer(Block.marks)).order_by(Block.number)
    for block in db.session.scalars(found.execution_options(yield_per=200)):
        yield {
            "number": block.number,
            "sealed_at": block.sealed_at,
            "spans": block.spans,
            "marks": block.marks.hex(),
            "merkle": block.merkle,
            "previous": block.previous,
            "head": block.head,
        }


def write_lines(out, found: Iterable[dict]) -> int:
    """One JSON value a line into a binary file; returns how many."""
    number = 0
    for number, row in enumerate(found, 1):  # noqa: B007
        line = json.dumps(
            row, ensure_ascii=False, separators=(",", ":"), default=lambda one: one.isoformat()
        )
        out.write(line.encode() + b"\n")
    return number
