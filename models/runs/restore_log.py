"""The restores of this data folder: to which block of the audit's chain the database went back.

Kept in a file beside the database, which a restore replaces. The logs of what was carried away
(models/audit/shipped.py) take it over, so that a chain that goes on from an earlier block is not
taken for one that somebody rewrote.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import clock

_FILE = "restores.jsonl"


def restores(data: Path) -> list[dict]:
    """What was restored, oldest first."""
    file = data / _FILE
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def note_restore(data: Path, copy: str, number: int, head: str) -> None:
    """The database is what this copy held, whose chain ended with that block (0: with none)."""
    told = {"restored": copy, "number": number, "head": head, "at": clock.real_now().isoformat()}
    with (data / _FILE).open("a") as log:
        log.write(json.dumps(told) + "\n")


@contextmanager
def noted_restore(data: Path, copy: str, number: int, head: str) -> Iterator[None]:
    """The same, noted before the block brings the database there, so that no kill loses it, and
    taken back where the block fails."""
    file = data / _FILE
    before = file.stat().st_size if file.exists() else 0
    try:
        note_restore(data, copy, number, head)
        yield
    except BaseException:
        if file.exists():
            os.truncate(file, before)
        raise
