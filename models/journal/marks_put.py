"""How the marks of a cell become others with the least change, so that each keeps its story.

A mark that stays keeps its kind, day and comment; one that is corrected stays the same row with
a new value; only what is really new is inserted, and only what is gone is deleted.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from models.audit.ledger import Ledger
from models.journal.cell import Mark
from models.journal.scale import Shown


def put_marks(ledger: Ledger, old: list[dict], new: Sequence[Shown], own: dict, now) -> None:
    """Turn the rows `old` (in order) into the marks `new`; `own` names the cell of new rows."""
    kept, gone = _paired(old, new)
    for row in gone:
        ledger.delete(Mark, row)
    for position, row in _moves(kept):
        ledger.change(Mark, row, position=position)
    for position, mark in enumerate(new):
        said = {"shown": mark.text, "counted": mark.counted, "due_on": mark.due_on}
        row = kept.get(position)
        if row is None:
            ledger.insert(Mark, **own, position=position, **said, entered_at=now)
        elif any(row[key] != value for key, value in said.items()):
            ledger.change(Mark, row, **said, entered_at=now)


def _paired(old: list[dict], new: Sequence[Shown]) -> tuple[dict[int, dict], list[dict]]:
    """New position → the row that becomes it, and the rows that go."""
    if len(old) < 2 and len(new) < 2:  # nearly always: one mark, or none
        return ({0: old[0]}, []) if old and new else ({}, old)
    kept: dict[int, dict] = {}
    gone: list[dict] = []
    before, after = [row["shown"] for row in old], [mark.text for mark in new]
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        both = min(i2 - i1, j2 - j1)
        kept |= {j1 + n: old[i1 + n] for n in range(both)}
        gone += old[i1 + both : i2]
    return kept, gone


def _moves(kept: dict[int, dict]) -> list[tuple[int, dict]]:
    """Changes of position in an order in which no two rows ever claim one place."""
    moves = [(position, row) for position, row in kept.items() if row["position"] != position]
    up = sorted(((p, r) for p, r in moves if p < r["position"]), key=lambda move: move[0])
    down = sorted(((p, r) for p, r in moves if p > r["position"]), key=lambda move: -move[0])
    return up + down
