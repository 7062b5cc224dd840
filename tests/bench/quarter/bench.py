"""A quarter of a small school, played by its people on the running system, and counted twice.

`make bench ONLY=quarter`: on SQLite and on PostgreSQL. The figures of six control days and of the
quarter's note are those of an independent count, or the bench fails.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.quarter.compare import Compared
from tests.bench.quarter.play import Play
from tests.databases import KINDS, Database

ARRIVE = "2027-01-11T07:00"


def measure(_environment: dict) -> Iterator[tuple[str, str]]:
    """Yields (what, figure); on schools of its own."""
    only = os.environ.get("QUARTER")
    for kind in KINDS if only is None else (only,):
        with _school(kind) as (environment, url):
            play = Play(environment, url)
            play.run()
            yield f"{kind}: times Klass was started, pages saved", f"{play.starts}, {play.sent}"
            compared = Compared(url)
            differences = list(compared.differences())
            yield (
                f"{kind}: snapshots, figures compared",
                f"{compared.snapshots}, {compared.figures}",
            )
            yield f"{kind}: figures that differ (0)", str(len(differences))
            for sentence in differences:
                yield "", sentence
            assert not differences


@contextmanager
def _school(kind: str):
    """An empty folder, a database of that kind, and the school in it: (environment, address)."""
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        kept = os.environ.get("QUARTER_KEPT")
        database = Database(kind, Path(kept or folder))
        database.create()
        environment = os.environ | {"KLASS_DATA": kept or folder, "KLASS_DEMO": "1"}
        environment |= {"KLASS_NOW": ARRIVE, "DATABASE_URL": database.url}
        for command in (("flask", "db", "upgrade"), ("tests.bench.quarter.stage",)):
            subprocess.run([sys.executable, "-m", *command], env=environment, check=True)
        yield environment, database.url
