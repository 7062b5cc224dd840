"""Copies of an SQLite database by SQLite's own online backup."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.refusal import Refused
from models.runs.disk import why_sqlite
from models.runs.postgres_copy import TOLD
from models.runs.streams import begin_to_settle

SCRATCH = "copy"  # what a file is called that nobody else uses
_STEP = 512  # pages that go to the disk at one go
_log = logging.getLogger("klass.backups")


def copy(source: Path, target: Path, *, hurry: bool = False) -> None:
    """SQLite's own online copy: consistent while others write; little by little, unless somebody
    waits for it."""
    if not source.exists():
        raise Refused(f"Файла базы {source.name} нет: копировать нечего.")
    came, went = sqlite3.connect(source, timeout=30), sqlite3.connect(target, timeout=30)
    try:
        # one transaction reads for all steps: without it each write of others begins them anew
        came.execute("BEGIN")
        came.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if target.name != SCRATCH:
            came.backup(went, pages=-1)
            with suppress(sqlite3.Error):  # all of it is there: nobody may say it was not copied
                went.execute("PRAGMA optimize")
            return
        went.execute("PRAGMA synchronous=OFF")
        with target.open("rb") as file:
            settle = (lambda *_: None) if hurry else lambda *_: begin_to_settle(file.fileno())
            came.backup(went, pages=_STEP, progress=settle)
        went.execute("PRAGMA journal_mode=DELETE")
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
