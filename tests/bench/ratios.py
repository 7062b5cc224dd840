"""The hot paths as shares of a bare Flask hello on gunicorn, in one run on one machine."""

import re
from collections.abc import Iterator

from tests.bench.ground import SERVER, Client, own_journal, served
from tests.bench.load import rate, reading, saving

HELLO = ("gunicorn", "-w", "2", "--threads", "4", "-b", "127.0.0.1:{port}", "tests.bench.hello:app")
EMPTY_CELL = re.compile(
    r'data-student="(\d+)" data-lesson="\d+" data-column="(\d+)"(?: data-v="(\d+)")?></td>'
)


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """Each as a share of hello; what is asked for stands in brackets."""
    with served(environment, HELLO) as (address, _pid):
        hello = rate(address + "/healthz")
    yield "bare hello, gunicorn 2 × 4", f"{hello:.0f} a second"
    with served(environment, SERVER) as (address, _pid):
        for name, least, path, script in _paths(address):
            found = rate(address + path, script)
            yield f"{name} (1/{least})", f"1/{hello / found:.1f} ({found:.0f} a second)"


def child_week(parent: Client) -> str:
    """The address of a child's week."""
    return re.search(r"/parent/children/\d+/diary/", parent.text("/parent/"))[0]


def _paths(address: str):
    teacher, parent = Client(address, "teacher"), Client(address, "parent")
    grid = own_journal(teacher)
    week = child_week(parent)
    yield "the grid page", 15, grid, reading(teacher.cookie)
    yield "the parent's week", 8, week, reading(parent.cookie)
    cells = [(s, c, int(v or 0)) for s, c, v in EMPTY_CELL.findall(teacher.text(grid))][:400]
    token = teacher.text("/csrf")
    yield "saving a mark", 8, grid + "cells", saving(teacher.cookie, token, cells)
