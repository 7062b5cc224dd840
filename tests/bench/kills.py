"""Fifty times `kill -9` of any part of a running Klass in the middle of writes and copies, on each
database (KILLS for another number): figures of what was met; what is amiss raises."""

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.conftest import Stage
from tests.databases import KINDS
from tests.durability.kills import Cycles

KILLS = int(os.environ.get("KILLS", "50"))


def measure(_environment: dict) -> Iterator[tuple[str, str]]:
    """What was killed how often, and what stood after it; on a small school of its own."""
    for kind in KINDS:
        folder = partial(tempfile.TemporaryDirectory, prefix="kl-")
        with folder() as data, folder() as disk:
            with Cycles(Stage(kind, Path(data)), Path(disk)) as cycles:
                for _cycle in range(KILLS):
                    cycles.one()
                cycles.close()
            for what, number in sorted(cycles.figures.items()):
                yield f"{kind}: {what}", str(number)
