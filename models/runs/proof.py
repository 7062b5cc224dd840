"""What a copy promises besides its counts, and what it takes to prove it.

The manifest keeps the head of the audit's chain and a random sample of cells with their marks, read
from the very database that was copied. A proof restores the copy into a scratch database, brings
that to the program's version, and finds both again.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from models.audit.leaf import BEGINNING as BEGINNING
from models.refusal import Refused
from models.runs.giving_way import compute_late

SAMPLE = 200  # cells
_HEAD = "SELECT number, head FROM audit_block ORDER BY number DESC LIMIT 1"
_LAST = "SELECT id, at FROM audit_entry ORDER BY id DESC LIMIT 1"
_VERSION = "SELECT version_num FROM alembic_version"
_IDS = "SELECT min(id), max(id) FROM cell"
_CELL = (
    "SELECT cell.id, cell.column_id, cell.student_id, mark.id, mark.shown FROM cell "
    "LEFT JOIN mark ON mark.cell_id = cell.id WHERE cell.id IN ({}) ORDER BY cell.id, mark.id"
)
ROOT = Path(__file__).parents[2]
MIGRATIONS = ROOT / "models" / "migrations"


def chain_head(tables: Iterable[str], ask: Callable[[str], Iterable[tuple]]) -> dict | None:
    """The newest block of the chain: its number and head."""
    row = next(iter(ask(_HEAD)), None) if "audit_block" in tables else None
    return {"number": row[0], "head": row[1]} if row else None


def last_entry(tables: Iterable[str], ask: Callable[[str], Iterable[tuple]]) -> dict | None:
    """The newest entry of the audit: its number and moment (ISO, UTC)."""
    row = next(iter(ask(_LAST)), None) if "audit_entry" in tables else None
    return {"id": row[0], "at": _moment(row[1]).isoformat()} if row else None


def _moment(at: datetime | str) -> datetime:
    """SQLite's own driver tells moments as text without a zone."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def version(tables: Iterable[str], ask: Callable[[str], Iterable[tuple]]) -> str | None:
    """The database's last migration."""
    row = next(iter(ask(_VERSION)), None) if "alembic_version" in tables else None
    return row[0] if row else None


def newest_version() -> str | None:
    """The last migration that this program has."""
    from alembic.script import ScriptDirectory  # pages do not need it

    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def sample(tables: Iterable[str], ask: Callable[[str], Iterable[tuple]]) -> dict | None:
    """Numbers of some cells and a hash of what stands in them."""
    lowest, highest = next(iter(ask(_IDS))) if "cell" in tables else (None, None)
    if lowest is None:
        return None
    size = min(SAMPLE, highest - lowest + 1)
    cells = sorted(random.sample(range(lowest, highest + 1), size))
    return {"cells": cells, "sha256": _told(cells, ask)}


def _told(cells: list[int], ask: Callable[[str], Iterable[tuple]]) -> str:
    rows = [list(row) for row in ask(_CELL.format(", ".join(map(str, cells))))]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def must_hold(promised, tables: Iterable[str], ask: Callable[[str], Iterable[tuple]]) -> None:
    """Raise Refused where the restored database is not what the manifest promises."""
    if promised.chain and chain_head(tables, ask) != promised.chain:
        raise Refused("Копия открылась, но журнал изменений в ней кончается не тем блоком.")
    cells = promised.sample
    if cells and _told(cells["cells"], ask) != cells["sha256"]:
        raise Refused("Копия открылась, но в выбранных наугад клетках стоит не то, что было.")


def must_migrate(url: str) -> None:
    """Bring a scratch database to this program's version; Refused where that fails."""
    if _flask(url, "db", "upgrade").returncode:
        raise Refused("Копия открылась, но к нынешней версии программы она не приводится.")


def must_prove(url: str) -> None:
    """Prove the whole audit of a scratch database; Refused names what does not fit."""
    done = _flask(url, "audit", "verify")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["проверка не закончилась"])[-1]
        raise Refused(f"После восстановления не сходится: {said.removeprefix('Error: ')}")


def _flask(url: str, *command: str) -> subprocess.CompletedProcess:
    """A command of Klass with another database, in a process that gives way to all others."""
    with TemporaryDirectory() as scratch:
        kept = {"KLASS_DATA": scratch, "DATABASE_URL": url, "KLASS_COPIES": ""}
        return subprocess.run(
            [sys.executable, "-m", "flask", *command],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if k != "KLASS_NOW"} | kept,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=compute_late,
        )
