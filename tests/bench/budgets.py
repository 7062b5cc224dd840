"""Sizes against the budgets of the interface: bytes over the wire, DOM elements, memory."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error

from lxml import html

from tests.bench.ground import Client, free_port, memory_of, own_journal, served
from tests.bench.ratios import EMPTY_CELL, child_week


def measure(environment: dict) -> list[tuple[str, str]]:
    """Each with its budget."""
    with served(environment) as (address, _pid):
        teacher, parent = Client(address, "teacher"), Client(address, "parent")
        rows = [*_grid(teacher), *_week(parent), *_save(teacher)]
    return rows + _memory(environment)


def _assets(page: str) -> list[str]:
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page)


def _weigh(client: Client, path: str) -> tuple[int, int, str]:
    """(all bytes, script bytes, page) of a cold load, brotli."""
    page = client.text(path)
    assets = {asset: len(client.get(asset, "br, gzip")) for asset in _assets(page)}
    scripts = sum(size for asset, size in assets.items() if ".js" in asset)
    return len(client.get(path, "br, gzip")) + sum(assets.values()), scripts, page


def _grid(client: Client) -> list[tuple[str, str]]:
    """The largest own grid, scaled to 30 × 40 by its cells."""
    journal = own_journal(client)
    term = re.findall(r"\?term=(\d+)", client.text(journal))[0]
    path = f"{journal}?term={term}"
    total, scripts, page = _weigh(client, path)
    tree = html.fromstring(page)
    cells = len(tree.xpath("//td[@role='gridcell']"))
    others = len(tree.xpath("//*")) - cells
    return [
        ("grid: cells in this one", str(cells)),
        ("grid: cold bytes, all resources (60 KB)", f"{total / 1024:.1f} KB"),
        ("grid: of it script (30 KB)", f"{scripts / 1024:.1f} KB"),
        ("grid: elements (1,700)", str(cells + others)),
        ("grid: elements of 30 × 40", f"about {1200 + others}"),
    ]


def _week(client: Client) -> list[tuple[str, str]]:
    path = child_week(client)
    total, _scripts, _page = _weigh(client, path)
    return [
        ("parent's week: cold bytes (40 KB)", f"{total / 1024:.1f} KB"),
        ("parent's week: next page (8 KB)", f"{len(client.get(path, 'br')) / 1024:.1f} KB"),
    ]


def _timed(action, times: int = 30) -> float:
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        spent.append(time.perf_counter() - begun)
    return sorted(spent)[times // 2]


def _save(client: Client) -> list[tuple[str, str]]:
    """A cell saved: bytes answered, and how long it takes beside the emptiest answer."""
    journal = own_journal(client)
    cells = EMPTY_CELL.findall(client.text(journal))
    token = client.text("/csrf")
    sizes = []

    def save():
        student, column, version = cells.pop()
        fields = {"student": student, "column": column, "value": "5", "version": version or 0}
        sizes.append(len(client.post(journal + "cells", fields, token)))

    empty = _timed(lambda: client.get("/healthz"))
    saved = _timed(save)
    return [
        ("a cell saved: bytes answered (1.2 KB)", f"{max(sizes)} bytes"),
        ("a cell saved", f"{saved / empty:.1f} × an empty answer"),
        ("the grid drawn", f"{_timed(lambda: client.get(journal)) / empty:.1f} × an empty answer"),
    ]


def _memory(environment: dict) -> list[tuple[str, str]]:
    """All processes of `make run`, 40 seconds after they answered."""
    environment = environment | {"PORT": str(free_port())}
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs.serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        client = Client(f"http://127.0.0.1:{environment['PORT']}")
        for _ in range(200):
            try:
                client.get("/readyz")
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        time.sleep(40)
        return [
            ("memory of all processes, idle (350 MB)", f"{memory_of(process.pid) / 1024:.0f} MB")
        ]
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.wait(30)
