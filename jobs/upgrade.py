"""Bringing the database to this version: a proved copy first, and back to it where that fails."""

import sys
from collections.abc import Callable

from sqlalchemy import NullPool, create_engine, inspect, text

from jobs.flask_command import flask
from models import copy_key
from models.engine import reach
from models.environment import Settings
from models.refusal import Refused
from models.runs import backup as copies
from models.runs.proof import newest_version


def upgrade(settings, run: Callable[[str, str], str]) -> None:
    """Upgrade the database; `run` runs a command of Klass or raises Refused. Raises Refused
    where no copy could be proved (then nothing was begun) or a migration failed (then the database
    is as it was), WrongSetting where no database answers."""
    reach(settings.database_url)
    if not _is_behind(settings.database_url):
        run("db", "upgrade")
        return
    print("Обновляю базу данных: сначала копия…", flush=True)
    try:
        print(run("backup", "now"), flush=True)
    except Refused as refusal:
        raise Refused(f"Обновление не начато, база не тронута. {refusal.sentence}") from None
    copy = copies.backups(settings.data)[0]
    try:
        run("db", "upgrade")
    except Refused as refusal:
        copies.restore_backup(settings.database_url, settings.data, copy.name)
        raise Refused(
            "Обновление базы не удалось, она возвращена к тому, что было. Запустите прежнюю версию "
            f"программы. {refusal.sentence}"
        ) from None


def _is_behind(url: str) -> bool:
    """Whether the database is of an earlier version (an empty one is of none)."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as base:
            if not inspect(base).has_table(copies.VERSION):
                return False
            version = base.scalar(text(f"SELECT version_num FROM {copies.VERSION}"))
    finally:
        engine.dispose()
    return version not in (None, newest_version())


def main() -> int:
    """Upgrade the database of the environment; what kept it from that goes to stderr."""
    try:
        settings = Settings.from_env()
        copy_key.configure(settings.copies_key)
        upgrade(settings, flask)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
