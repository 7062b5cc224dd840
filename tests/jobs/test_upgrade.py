"""A new version takes a proved copy before it touches the database, and returns to it."""

import sqlite3

import pytest
from alembic.script import ScriptDirectory

from app import Settings
from jobs import upgrade as upgrading
from jobs.flask_command import flask
from models.refusal import Refused
from models.runs.backup import backups

BEFORE = next(
    one.down_revision
    for one in ScriptDirectory(str(upgrading.MIGRATIONS)).walk_revisions()
    if one.revision.endswith("_audit_blocks")
)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """A real database of the version before blocks."""
    data = tmp_path / "data"
    for name in ("DATABASE_URL", "KLASS_NOW", "KLASS_COPIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KLASS_DATA", str(data))
    flask("db", "upgrade", BEFORE)
    return Settings.from_env()


def _sql(data, statement: str) -> list:
    base = sqlite3.connect(data / "klass.sqlite")
    rows = base.execute(statement).fetchall()
    base.commit()
    base.close()
    return rows


def version(settings) -> str:
    return _sql(settings.data, "SELECT version_num FROM alembic_version")[0][0]


def test_a_proved_copy_comes_first(settings):
    upgrading.upgrade(settings, flask)
    assert version(settings) != BEFORE
    (copy,) = backups(settings.data)
    assert copy.verified_at and "audit_block" not in copy.counts
    upgrading.upgrade(settings, flask)
    assert len(backups(settings.data)) == 1  # nothing to upgrade: no copy


def test_a_migration_that_fails_halfway_leaves_all_as_it_was(settings):
    def broken(*arguments: str) -> str:
        if arguments == ("db", "upgrade"):
            _sql(settings.data, "DROP TABLE mark")
            raise Refused("flask db upgrade: сломано.")
        return flask(*arguments)

    with pytest.raises(Refused, match="она возвращена к тому, что было"):
        upgrading.upgrade(settings, broken)
    assert version(settings) == BEFORE
    assert _sql(settings.data, "SELECT count(*) FROM mark") == [(0,)]


def test_where_no_copy_can_be_proved_nothing_is_begun(settings):
    _sql(settings.data, "CREATE TABLE audit_block (id INTEGER)")  # the migration will fail on it
    with pytest.raises(Refused, match="Обновление не начато, база не тронута"):
        upgrading.upgrade(settings, flask)
    assert version(settings) == BEFORE
