"""Copies of an SQLite database by SQLite's own online backup."""

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.refusal import Refused
from models.runs.postgres_copy import TOLD

STEP = 1024  # pages of 4 KB
_log = logging.getLogger("klass.backups")


def copy(source: Path, target: Path, pause: float = 0) -> None:
    """SQLite's own online copy: consistent while others write, in small steps with a pause of so
    many seconds between them. All steps read one snapshot: without it each write of others would
    let the copy begin anew."""
    if not source.exists():
        raise Refused(f"Файла базы {source.name} нет: копировать нечего.")
    came, went = sqlite3.connect(source, timeout=30), sqlite3.connect(target, timeout=30)
    try:
        came.execute("BEGIN")
        came.execute("SELECT count(*) FROM sqlite_master").fetchone()
        came.backup(went, pages=STEP, progress=lambda *_: time.sleep(pause))
        went.execute("PRAGMA journal_mode=DELETE" if target.name == "copy" else "PRAGMA optimize")
    except sqlite3.Error as error:
        _log.exception("SQLite does not copy %s", source.name)
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise Refused("Копия не снята: на диске нет места. Прежние копии целы.") from None
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
