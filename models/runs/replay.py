"""From a copy to a chosen second: entries that were carried away are played back into a restored
database, in their order, up to that second.

What the audit does not hold cannot come back so: passwords set, second factors and looks since the
copy. Columns that need a secret get one that opens nothing. The locks of cells begin far above
anything that a page opened before the restore has seen.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import NullPool, Table, create_engine, delete, insert, inspect, select, text, update

from models.audit.block import Block, spans_of
from models.audit.entry import Entry
from models.audit.leaf import FIELDS, MARK, content_hash, leaf, merkle_root
from models.audit.shipped import body, lines_after
from models.base import db
from models.refusal import Refused

OTHER_WAY = (
    "Эту копию сняли, когда база шла другим путём: потом её вернули к более раннему моменту. "
    "Выберите копию, снятую до того или после."
)
LEAP = 1_000_000  # no page has seen a version so high
_LOCKED = ("cell", "term_mark")
_STAMPED = ("cell", "term_mark", "lesson")
_ENTRIES, _BLOCKS = Entry.__table__, Block.__table__
_FROM_TEXT = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
}


@dataclass
class Replay:
    """What was played back: how many entries, up to when, and the last whole block."""

    entries: int = 0
    last_at: datetime | None = None
    number: int = 0
    head: str = ""


def replay(url: str, place: Path, chain: dict | None, until: datetime | None) -> Replay:
    """Play back what was carried to `place` after the block that ends the copy's chain, in one
    transaction. Raises Refused where the log is damaged; then nothing of it stays."""
    done = Replay(**(chain or {}))
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.begin() as base:
            for head, line in lines_after(place, done.number, until):
                if not _play_block(base, head, line, place, until, done):
                    break
            leap(base, 1)
    finally:
        engine.dispose()
    return done


def _play_block(
    base, head: dict, line: bytes, place: Path, until: datetime | None, done: Replay
) -> bool:
    """Play one block; False where the chosen second lies in it."""
    try:
        entries = [_read(row) for row in body(line, place)]
        block = _block(head, entries)
    except (ValueError, KeyError, TypeError, OSError):
        raise Refused(_damaged(head)) from None
    if head["number"] != done.number + 1 or block["head"] != head["head"]:
        raise Refused(_damaged(head))
    if done.head and head["previous"] != done.head:
        raise Refused(OTHER_WAY)
    wanted = [one for one in entries if until is None or one["at"] <= until]
    ids = [one["id"] for one in wanted]
    there = set(base.scalars(select(_ENTRIES.c.id).where(_ENTRIES.c.id.in_(ids))))
    for one in wanted:
        if one["id"] not in there:
            base.execute(insert(_ENTRIES), one)
            _apply(base, one)
            done.entries += 1
            done.last_at = one["at"]
    if len(wanted) < len(entries):
        return False
    base.execute(insert(_BLOCKS), block)
    done.number, done.head = head["number"], head["head"]
    return True


def _damaged(head: dict) -> str:
    return (
        f"Вынесенные записи повреждены: блок № {head['number']}. Выберите момент до "
        f"{head['at'][:16]} UTC или другой диск."
    )


def _read(row: dict) -> dict:
    return row | {name: datetime.fromisoformat(row[name]) for name in ("at", "school_at")}


def _block(head: dict, entries: list[dict]) -> dict:
    """The row of a block, made anew from its entries; its head follows from them."""
    said = [(one["id"], content_hash([one[name] for name in FIELDS])) for one in entries]
    numbers = [number for number, _content in said]
    block = Block(
        number=head["number"],
        sealed_at=datetime.fromisoformat(head["at"]),
        first_id=numbers[0],
        last_id=numbers[-1],
        entries=len(said),
        spans=spans_of(numbers),
        marks=b"".join(content[:MARK] for _number, content in said),
        merkle=merkle_root([leaf(*one) for one in said]).hex(),
        previous=head["previous"],
    )
    block.head = block.rightful_head()
    return {c.key: getattr(block, c.key) for c in _BLOCKS.c if c.key != "id"}


def _apply(base, entry: dict) -> None:
    """Do to the row what the entry says was done to it; a table that is no more has no row."""
    table = db.metadata.tables.get(entry["table_name"])
    if table is None:
        if inspect(base).has_table(entry["table_name"]):
            raise LookupError(f"{entry['table_name']}: its model is not loaded")
        return
    if entry["after"] is None:
        base.execute(delete(table).where(table.c.id == entry["row_id"]))
        return
    values = _values(table, entry["after"])
    if entry["action"] == "insert":
        base.execute(insert(table), _filled(table, values))
    else:
        base.execute(update(table).where(table.c.id == entry["row_id"]).values(values))


def _values(table: Table, told: dict) -> dict:
    return {
        name: _value(table.c[name].type, value) for name, value in told.items() if name in table.c
    }


def _value(kind, value):
    read = None if value is None else _FROM_TEXT.get(_python(kind))
    return read(value) if read else value


def _python(kind):
    try:
        return kind.python_type
    except NotImplementedError:
        return None


def _filled(table: Table, values: dict) -> dict:
    """The row with what the audit does not hold: defaults, and secrets that open nothing."""
    for column in table.c:
        needed = column.default is None and not column.nullable
        if needed and column.name not in values and _python(column.type) is str:
            values[column.name] = secrets.token_hex(16)
    return values


def leap(base, times: int) -> None:
    """Let versions begin far above what open pages have seen, and everything be news to them."""
    told = {"leap": LEAP * times}
    base.execute(
        text("UPDATE journal SET version = version + :leap, layout = version + :leap"), told
    )
    for table in _LOCKED:
        base.execute(text(f"UPDATE {table} SET version = version + :leap"), told)
    for table in _STAMPED:
        stamp = f"(SELECT version FROM journal WHERE journal.id = {table}.journal_id)"
        base.execute(text(f"UPDATE {table} SET stamp = {stamp}"))
