"""The hot paths as shares of a bare Flask hello on gunicorn, in one run on one machine."""

import re
from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from tests.bench.ground import SERVER, Client, own_journal, served
from tests.bench.load import rate, reading, saving

HELLO = ("gunicorn", "-w", "2", "--threads", "4", "-b", "127.0.0.1:{port}", "tests.bench.hello:app")
_PLACE = r'data-student="(\d+)" data-lesson="\d+" data-column="(\d+)"(?: data-v="(\d+)")?'
EMPTY_CELL = re.compile(_PLACE + "></td>")
CELL = re.compile(_PLACE + "[^>]*>[^<]*</td>")
ROUNDS, SECONDS = 5, 3


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """Each as a share of hello, the median of rounds in which hello and the paths are asked in
    turn, and as a share of the best of hello's rounds: hello itself answers twice as fast where
    its two workers happen to share the connections evenly. What is asked stands in brackets."""
    with served(environment, HELLO) as (yardstick, _), served(environment, SERVER) as (address, _):
        paths, hellos, found = list(_paths(address)), [], defaultdict(list)
        for _ in range(ROUNDS):
            hellos.append(rate(yardstick + "/healthz", seconds=SECONDS))
            for name, _least, path, script in paths:
                found[name].append(rate(address + path, script(), SECONDS))
    yield "bare hello, gunicorn 2 × 4", f"{min(hellos):.0f} to {max(hellos):.0f} a second"
    for name, least, _path, _script in paths:
        share = median(hello / own for hello, own in zip(hellos, found[name], strict=True))
        hardest = max(hellos) / median(found[name])
        figure = f"1/{share:.1f}, of the best hello 1/{hardest:.1f}"
        yield f"{name} (1/{least})", f"{figure} ({median(found[name]):.0f} a second)"


def child_week(parent: Client) -> str:
    """The address of a child's week."""
    return re.search(r"/parent/children/\d+/diary/", parent.text("/parent/"))[0]


def _paths(address: str):
    """(name, share asked for, path, what makes wrk's script) of each hot path."""
    teacher, parent = Client(address, "teacher"), Client(address, "parent")
    grid = own_journal(teacher)
    touched = {(student, column) for student, column, _ in EMPTY_CELL.findall(teacher.text(grid))}

    def next_marks() -> str:
        cells = [(s, c, int(v or 0)) for s, c, v in CELL.findall(teacher.text(grid))]
        ours = [cell for cell in cells if cell[:2] in touched]
        return saving(teacher.cookie, teacher.text("/csrf"), ours)

    yield "the grid page", 15, grid, lambda: reading(teacher.cookie)
    yield "the parent's week", 8, child_week(parent), lambda: reading(parent.cookie)
    yield "saving a mark", 8, grid + "cells", next_marks
