"""Copies of an SQLite database by SQLite's own online backup."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.refusal import Refused
from models.runs.disk import why_sqlite
from models.runs.postgres_copy import TOLD
from models.runs.streams import begin_to_settle

SCRATCH = "copy"  # what a file is called that nobody else uses
_STEP = 512  # pages that go to the disk at one go
_log = logging.getLogger("klass.backups")


def copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent while others write."""
    if not source.exists():
        raise Refused(f"Файла базы {source.name} нет: копировать нечего.")
    came, went = sqlite3.connect(source, timeout=30), sqlite3.connect(target, timeout=30)
    try:
        # one transaction reads for all steps: without it each write of others begins them anew
        came.execute("BEGIN")
        came.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if target.name == SCRATCH:
            went.execute("PRAGMA synchronous=OFF")
            with target.open("rb") as file:
                came.backup(went, pages=_STEP, progress=lambda *_: begin_to_settle(file.fileno()))
            went.execute("PRAGMA journal_mode=DELETE")
        else:
            came.backup(went, pages=-1)
            went.execute("PRAGMA optimize")
    except sqlite3.Error as error:
        _log.exception("SQLite does not copy %s", source.name)
        raise Refused(_unmade(why_sqlite(error))) from None
    finally:
        came.close()
        went.close()


def _unmade(reason: str | None) -> str:
    said = f"База не копируется: {reason}." if reason else f"База не копируется. {TOLD}"
    return f"{said} Прежние копии целы."


def contents(file: Path, told: Callable) -> tuple[dict[str, int], Any]:
    """Rows per table of a copy, and what `told` makes of (tables, a way to ask)."""
    base = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        (state,) = base.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise Refused("Копия открылась, но её устройство нарушено.")
        tables = base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        counts = {
            table: base.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for (table,) in sorted(tables)
        }
        return counts, told(counts, base.execute)
    except sqlite3.Error:
        _log.exception("SQLite does not open %s", file.name)
        raise Refused(f"Копия не открывается. {TOLD}") from None
    finally:
        base.close()
