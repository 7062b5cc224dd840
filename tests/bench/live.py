"""What an open grid costs while nothing happens, and how late it learns what another wrote."""

import re
import time
from collections.abc import Iterator

from tests.bench.ground import Client, own_journal, served
from tests.bench.load import rate, reading
from tests.bench.ratios import EMPTY_CELL, HELLO

EVERY = 4  # seconds between two questions of one page


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """The question with nothing new, as a share of hello; and how many pages it could carry."""
    with served(environment, HELLO) as (address, _pid):
        hello = rate(address + "/healthz", seconds=8)
    with served(environment) as (address, _pid):
        teacher = Client(address, "teacher")
        grid = own_journal(teacher)
        version = int(re.search(r'data-version="(\d+)"', teacher.text(grid))[1])
        quiet = f"{grid}changes?since={version + 1_000_000}"
        found = rate(address + quiet, reading(teacher.cookie), 8)
        yield "a question with nothing new", f"1/{hello / found:.1f} ({found:.0f} a second)"
        yield "open grids it could answer", f"{found * EVERY:.0f} at {EVERY} s"
        yield "another's mark, asked for at once", _learned(teacher, grid, version)


def _learned(teacher: Client, grid: str, version: int) -> str:
    student, column, seen = EMPTY_CELL.findall(teacher.text(grid))[0]
    fields = {"student": student, "column": column, "value": "5", "version": seen or 0}
    teacher.post(grid + "cells", fields, teacher.text("/csrf"))
    begun = time.perf_counter()
    news = teacher.get(f"{grid}changes?since={version}")
    return f"{len(news)} bytes in {1000 * (time.perf_counter() - begun):.0f} ms"
