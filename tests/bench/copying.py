"""Copies of a school of 900 pupils: what each step takes, and how much it slows the pages.

`make bench ONLY=copying`; YEARS=10 for ten years of data, ON=postgresql for one database. Pages
are asked in turn without and with the step at work; what counts is the ratio of medians and of 95th
percentiles within one run.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from models.runs.backup import folder as copies_of
from models.runs.targets import adopt
from tests.bench.decade import add_years
from tests.bench.ground import Client, own_journal, served
from tests.bench.moved import moved
from tests.bench.ratios import CELL, EMPTY_CELL, child_week

PUPILS, WEEKS = 900, 34  # of a school, of a year
STEPS = ("copy", "proof", "carry")
ON = os.environ.get("ON", "")  # one kind of database instead of both
ROUNDS = int(os.environ.get("ROUNDS", "3"))
LEAST = 8  # seconds of asking without
MOST = 60  # and with: a long step is not asked to its end
THINKS = 0.03  # seconds between two pages


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """Figures of each step on each database, then the ratios."""
    years = int(os.environ.get("YEARS", "1"))
    with a_school(environment, years) as (school, rows):
        yield f"years: {years}, rows", f"{rows:,}".replace(",", " ")
        file = Path(school["KLASS_DATA"]) / "klass.sqlite"
        yield "SQLite's file", f"{file.stat().st_size >> 20} MB"
        if ON in ("", "sqlite"):
            yield from figures("SQLite", school)
        if ON in ("", "postgresql"):
            yield from figures("PostgreSQL", moved(school, file, f"bench_{os.getpid()}"))


def figures(name: str, school: dict) -> Iterator[tuple[str, str]]:
    """What each step takes and by how much pages are slower meanwhile."""
    with tempfile.TemporaryDirectory(prefix="kl-") as disk:
        adopt(Path(disk))
        with served(school) as (address, _pid):
            asker = Asker(address)
            for step in STEPS:
                told = [_beside(asker, school, step, Path(disk)) for _ in range(ROUNDS)]
                yield f"{name}: {step}", _said(told)
                yield f"{name}: pages during it (1.3 ×)", asker.ratios()
        for step in ("restore", "verify"):
            yield f"{name}: {step}", _said([_do(school, step, Path(disk))])


@contextmanager
def a_school(environment: dict, years: int) -> Iterator[tuple[dict, int]]:
    """A school with as many rows as 900 pupils make in so many years, sealed."""
    with tempfile.TemporaryDirectory(prefix="kl-") as data:
        shutil.copytree(environment["KLASS_DATA"], data, dirs_exist_ok=True)
        file = Path(data) / "klass.sqlite"
        rows = add_years(file, stretches(file, years) - 1)
        school = environment | {"KLASS_DATA": data}
        command = [sys.executable, "-m", "flask", "audit", "seal"]
        subprocess.run(command, env=school, check=True, capture_output=True)
        yield school, rows


def stretches(file: Path, years: int) -> int:
    """How often the demonstration's time and pupils go into those years."""
    with sqlite3.connect(file) as base:
        (pupils,) = base.execute("SELECT count(*) FROM student").fetchone()
        (weeks,) = base.execute(
            "SELECT count(DISTINCT strftime('%Y-%W', on_date)) FROM lesson WHERE status = 'held'"
        ).fetchone()
    return round(years * PUPILS * WEEKS / (pupils * weeks))


class Asker:
    """A teacher and a parent who go on asking pages and saving marks; each answer is timed."""

    def __init__(self, address: str):
        self.teacher, self.parent = Client(address, "teacher"), Client(address, "parent")
        self.grid, self.week = own_journal(self.teacher), child_week(self.parent)
        page = self.teacher.text(self.grid)
        self.token = self.teacher.text("/csrf")
        found = EMPTY_CELL.findall(page) + CELL.findall(page)
        self.cells = [[s, c, int(v or 0)] for s, c, v in found]
        while self.cells and not self._writable():
            self.cells.pop(0)
        self.cells = self.cells[:1]
        self.spent: dict[bool, dict[str, list[float]]] = {}
        self.forget()

    def _writable(self) -> bool:
        """Whether the first cell takes a mark without a reason."""
        try:
            self._save()
        except urllib.error.HTTPError:
            return False
        return True

    def forget(self) -> None:
        self.spent = {False: defaultdict(list), True: defaultdict(list)}

    def ask(self, during: bool) -> None:
        """The three things once."""
        for name, act in (("grid", self._grid), ("week", self._week), ("save", self._save)):
            begun = time.perf_counter()
            act()
            self.spent[during][name].append(time.perf_counter() - begun)
            time.sleep(THINKS)

    def _grid(self) -> None:
        self.teacher.get(self.grid)

    def _week(self) -> None:
        self.parent.get(self.week)

    def _save(self) -> None:
        cell = self.cells[0]
        fields = dict(zip(("student", "column", "version"), cell, strict=True)) | {"value": "5"}
        answer = self.teacher.post(self.grid + "cells", fields, self.token).decode()
        cell[2] = int(re.search(r'data-v="(\d+)"', answer)[1])

    def ratios(self) -> str:
        """Median and 95th percentile with against without, of each; then begins anew."""
        said = []
        for name in self.spent[False]:
            without, during = self.spent[False][name], self.spent[True][name]
            middle = median(during) / median(without)
            slow = quantiles(during, n=20)[-1] / quantiles(without, n=20)[-1]
            said.append(
                f"{name} {middle:.2f} / {slow:.2f} ({1000 * median(without):.0f} → "
                f"{1000 * median(during):.0f} ms, {len(during)} times)"
            )
        self.forget()
        return "; ".join(said)


def _beside(asker: Asker, school: dict, step: str, disk: Path) -> dict:
    """Ask without for a while, then while the step works."""
    if step == "carry":
        for file in copies_of(disk).glob("*.klass.zst*"):
            file.unlink()
    process = _begin(school, step, disk)
    until = time.monotonic() + LEAST
    while time.monotonic() < until:
        asker.ask(during=False)
    _go(process)
    until = time.monotonic() + MOST
    while process.poll() is None:
        if time.monotonic() < until:
            asker.ask(during=True)
        else:
            time.sleep(0.1)
    return _ended(process)


def _begin(school: dict, step: str, disk: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.bench.step", step, str(disk)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, env=school, **pipes)
    process.stdout.readline()
    return process


def _go(process: subprocess.Popen) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def _do(school: dict, step: str, disk: Path) -> dict:
    process = _begin(school, step, disk)
    _go(process)
    return _ended(process)


def _ended(process: subprocess.Popen) -> dict:
    said, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(said.splitlines()[-1])


def _said(told: list[dict]) -> str:
    times = ", ".join(f"{one['seconds']:.0f}" for one in told)
    work, most = (max(one[what] for one in told) for what in ("processor", "memory"))
    size = told[-1]["size"] / (1 << 20)
    return f"{times} s (processor {work:.0f} s), {most:.0f} MB memory, file {size:.0f} MB"
