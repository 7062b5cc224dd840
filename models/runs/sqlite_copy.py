"""Copies of an SQLite database by SQLite's own online backup."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.refusal import Refused
from models.runs.postgres_copy import TOLD

_log = logging.getLogger("klass.backups")


def copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent while others write."""
    if not source.exists():
        raise Refused(f"Файла базы {source.name} нет: копировать нечего.")
    came, went = sqlite3.connect(source, timeout=30), sqlite3.connect(target, timeout=30)
    try:
        came.backup(went, pages=4096)
        went.execute("PRAGMA journal_mode=DELETE" if target.name == "copy" else "PRAGMA optimize")
    except sqlite3.Error:
        _log.exception("SQLite does not copy %s", source.name)
        raise Refused(f"База не копируется. {TOLD}") from None
    finally:
        came.close()
        went.close()


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


def wait_for_writers(file: Path, seconds: float) -> None:
    """Have the file's lock for a moment: whoever wrote before has ended then."""
    base = sqlite3.connect(file, timeout=seconds, isolation_level=None)
    try:
        base.execute("BEGIN IMMEDIATE")
        base.execute("ROLLBACK")
    except sqlite3.Error:
        raise Refused("База занята: кто-то долго в неё пишет. Повторите позже.") from None
    finally:
        base.close()
