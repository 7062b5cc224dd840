"""Copies: time, size and most memory of a copy, its proof, a restore and the proof of the audit, of
a young school and of one with years behind it; and how much slower pages get while a copy is made.
`YEARS=3` puts other years behind the demonstration than ten.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import decade
from tests.bench.ground import Client, own_journal, served
from tests.bench.ratios import EMPTY_CELL, child_week

ROUNDS = 3  # copies during which pages are asked, and as long without
MOST = 1.3


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """Both schools; each command is a process of its own, as the worker's."""
    yield from _of_one("a young school", environment)
    years = int(os.environ.get("YEARS", decade.YEARS))
    with decade.a_decade(environment, years) as (old, _written):
        yield from _of_one(f"with {years} years more", old)


def _of_one(name: str, environment: dict) -> Iterator[tuple[str, str]]:
    environment = environment | {"KLASS_COPIES": ""}
    database = Path(environment["KLASS_DATA"]) / "klass.sqlite"
    base = sqlite3.connect(database)
    (entries,) = base.execute("SELECT count(*) FROM audit_entry").fetchone()
    (marks,) = base.execute("SELECT count(*) FROM mark").fetchone()
    base.close()
    size = database.stat().st_size >> 20
    yield f"{name}: marks, entries, file", f"{marks}, {entries}, {size} MB"
    for command in (("audit", "seal"), ("backup", "now"), ("backup", "verify")):
        yield f"{name}: {' '.join(command)}", _told(*_run(environment, *command))
    copies = Path(environment["KLASS_DATA"]) / "backups"
    packed = max(copies.glob("*.klass.zst"), key=lambda file: file.name)
    yield f"{name}: size of the copy", f"{packed.stat().st_size >> 20} MB"
    yield f"{name}: audit verify", _told(*_run(environment, "audit", "verify"))
    yield from _beside_pages(name, environment)
    yield f"{name}: backup restore", _told(*_run(environment, "backup", "restore", "--yes"))


def _told(wall: float, computed: float, most: int) -> str:
    return f"{wall:.0f} s ({computed:.0f} s computed), {most >> 10} MB at most"


def _run(environment: dict, *command: str) -> tuple[float, float, int]:
    """Seconds on the wall and of the processor, KB of memory at most (its children's, too)."""
    code = (
        "import resource,subprocess,sys; "
        "r=subprocess.run([sys.executable,'-m','flask',*sys.argv[1:]],stdout=2).returncode; "
        "u=resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(u.ru_utime+u.ru_stime,u.ru_maxrss); sys.exit(r)"
    )
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    computed, most = done.stdout.split()
    return time.perf_counter() - begun, float(computed), int(most)


class _Pages:
    """A teacher's grid, a save and a parent's week, asked in turn."""

    def __init__(self, address: str):
        self.teacher, self.parent = Client(address, "teacher"), Client(address, "parent")
        self.journal, self.week = own_journal(self.teacher), child_week(self.parent)
        page = self.teacher.text(self.journal)
        self.token = re.search(r'data-csrf="([^"]+)"', page)[1]
        self.student, self.column, _ = EMPTY_CELL.search(page).groups()
        self.version = 0

    def once(self, spent: dict[str, list[float]]) -> None:
        for name, ask in (("grid", self._grid), ("save", self._save), ("week", self._week)):
            begun = time.perf_counter()
            ask()
            spent.setdefault(name, []).append(time.perf_counter() - begun)
            time.sleep(0.02)

    def _grid(self) -> None:
        self.teacher.get(self.journal)

    def _week(self) -> None:
        self.parent.get(self.week)

    def _save(self) -> None:
        fields = {"student": self.student, "column": self.column, "version": self.version}
        fields |= {"value": str(2 + self.version % 4), "key": f"bench-{time.time_ns()}"}
        self.teacher.post(f"{self.journal}cells", fields, self.token)
        self.version += 1


def _beside_pages(name: str, environment: dict) -> Iterator[tuple[str, str]]:
    alone: dict[str, list[float]] = {}
    beside: dict[str, list[float]] = {}
    with served(environment) as (address, _pid):
        pages = _Pages(address)
        for _ in range(20):
            pages.once({})
        for _ in range(ROUNDS):
            copying = subprocess.Popen(
                [sys.executable, "-m", "flask", "backup", "now"],
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            begun = time.monotonic()
            while copying.poll() is None:
                pages.once(beside)
            until = time.monotonic() + (time.monotonic() - begun)
            while time.monotonic() < until:
                pages.once(alone)
    for page, times in alone.items():
        usual, copied = median(times), median(beside[page])
        worst = sorted(beside[page])[int(len(beside[page]) * 0.95)]
        told = f"{copied / usual:.2f} × ({1000 * usual:.1f} → {1000 * copied:.1f} ms"
        yield f"{name}: {page} during a copy ({MOST} ×)", f"{told}, 95 %: {1000 * worst:.1f} ms)"
