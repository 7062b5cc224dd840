"""The whole proof: the chain of blocks, the entries of each row, and the rows that stand.

Everything is read in order and in pieces: the memory it takes does not grow with the years.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import func, select

from models.audit.block import last_block, sealed_entries
from models.audit.chain import Fault, chain_faults
from models.audit.entry import Entry, plain
from models.audit.fault_words import called, unlike
from models.audit.recorder import AUDITED, image_keys
from models.audit.removal import horizon, removed_by_acts
from models.audit.shipped import shipped_faults
from models.base import db

_BATCH = 2000
MOST_FAULTS = 100  # are named; that there are more is said


@dataclass
class Proof:
    """What was looked at, and what does not fit: of entries first, in the order of the chain."""

    rows: int = 0
    entries: int = 0
    sealed: int = 0
    blocks: int = 0
    head: str = ""
    removed: dict[int, int] = field(default_factory=dict)  # act → entries that went by it
    faults: list[Fault] = field(default_factory=list)


def verify(
    progress=lambda *_: None, carried: Iterable[Path] = (), restores: list[dict] = ()
) -> Proof:
    """Prove blocks, entries and rows as one reading sees them; `carried` are the folders whose
    logs of blocks that were carried away are compared, `restores` what may be ahead of them."""
    proof = Proof()
    last = last_block()
    if last is not None:
        proof.blocks, proof.head = last.number, last.head
    proof.sealed, proof.removed = sealed_entries(), removed_by_acts()
    proof.entries = db.session.scalar(select(func.count()).select_from(Entry))
    tables = sorted(AUDITED)
    progress(0, len(tables) + 1, "Сверяю цепочку")
    _note(proof, chain_faults())
    for place in carried:
        _note(proof, shipped_faults(place, restores))
    for place, name in enumerate(tables, 1):
        progress(place, len(tables) + 1, "Сверяю записи с тем, что стоит в базе")
        _note(proof, _table_faults(name, AUDITED[name], proof))
    return proof


def _note(proof: Proof, faults: Iterator[Fault]) -> None:
    """Name the faults up to the limit (what counts rows must be read to its end)."""
    room = MOST_FAULTS - len(proof.faults)
    proof.faults += islice(faults, max(0, room))
    for _ in faults:
        pass


def _table_faults(name: str, model, proof: Proof) -> Iterator[Fault]:
    """Rows and entries of a table side by side, both in the order of the rows' numbers."""
    told, rows = _told(name), _rows(model)
    row = next(rows, None)
    for row_id, entry, after, faults in told:
        while row is not None and row["id"] < row_id:
            proof.rows += 1
            yield Fault(f"{called(name, row['id'])} без записи")
            row = next(rows, None)
        yield from faults
        there = row if row is not None and row["id"] == row_id else None
        if there is not None:
            proof.rows += 1
            row = next(rows, None)
        if not _follows(there, after):
            # worded only up to the limit: a whole table may be wrong
            worded = len(proof.faults) < MOST_FAULTS
            said = unlike(name, row_id, there, after, entry) if worded else ""
            yield Fault(said, entry)
    while row is not None:
        proof.rows += 1
        yield Fault(f"{called(name, row['id'])} без записи")
        row = next(rows, None)


def _told(name: str) -> Iterator[tuple]:
    """(row, its last entry, what that says stands, faults) of each row that has entries: each
    entry must begin where the one before it ended."""
    begins = horizon()
    query = (
        select(Entry.row_id, Entry.id, Entry.before, Entry.after, Entry.at)
        .where(Entry.table_name == name)
        .order_by(Entry.row_id, Entry.id)
    )
    now, last, stands, faults = None, None, None, []
    for row_id, entry, before, after, at in db.session.execute(
        query.execution_options(yield_per=_BATCH)
    ):
        if row_id != now:
            if now is not None:
                yield now, last, stands, faults
            now, stands, faults = row_id, None, []
            if begins is not None and at < begins:
                stands = before  # what was before went by an act
        if not _follows(before, stands):
            faults.append(
                Fault(f"Запись № {entry} ({called(name, row_id)}) не продолжает прежнюю", entry)
            )
        last, stands = entry, after
    if now is not None:
        yield now, last, stands, faults


def _rows(model) -> Iterator[dict]:
    keys = list(dict.fromkeys(["id", *image_keys(model)]))
    query = select(*(getattr(model, key) for key in keys)).order_by(model.id)
    for row in db.session.execute(query.execution_options(yield_per=_BATCH)):
        yield {key: plain(value) for key, value in zip(keys, row, strict=True)}


def _follows(there: dict | None, after: dict | None) -> bool:
    """Whether a row is what an entry says. An entry older than a migration does not
    know the columns that came with it, and knows some that went."""
    if there is None or after is None:
        return there is after
    return all(there[key] == value for key, value in after.items() if key in there)
