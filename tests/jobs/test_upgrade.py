"""A new version takes a proved copy before it touches the database, and returns to it."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from app import Settings
from jobs import upgrade as upgrading
from jobs.flask_command import flask
from models.refusal import Refused
from models.runs.backup import backups
from models.runs.proof import MIGRATIONS
from tests.databases import KINDS, Database

BEFORE = next(
    one.down_revision
    for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    if one.revision.endswith("_audit_blocks")
)


@pytest.fixture(params=KINDS)
def settings(request, tmp_path, monkeypatch):
    """A real database of the version before blocks."""
    for name in ("DATABASE_URL", "KLASS_NOW", "KLASS_COPIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KLASS_DATA", str(tmp_path))
    database = Database(request.param, tmp_path)
    database.name += "_upgrade"
    database.drop()
    database.create()
    monkeypatch.setenv("DATABASE_URL", database.url)
    flask("db", "upgrade", BEFORE)
    yield Settings.from_env()
    database.drop()


def _sql(settings, statement: str) -> list:
    engine = create_engine(settings.database_url, poolclass=NullPool)
    with engine.begin() as base:
        done = base.execute(text(statement))
        return [tuple(row) for row in done] if done.returns_rows else []


def version(settings) -> str:
    return _sql(settings, "SELECT version_num FROM alembic_version")[0][0]


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
            _sql(settings, "DROP TABLE mark")
            raise Refused("flask db upgrade: сломано.")
        return flask(*arguments)

    with pytest.raises(Refused, match="она возвращена к тому, что было"):
        upgrading.upgrade(settings, broken)
    assert version(settings) == BEFORE
    assert _sql(settings, "SELECT count(*) FROM mark") == [(0,)]


def test_where_no_copy_can_be_proved_nothing_is_begun(settings):
    _sql(settings, "CREATE TABLE audit_block (id INTEGER)")  # the migration will fail on it
    with pytest.raises(Refused, match="Обновление не начато, база не тронута"):
        upgrading.upgrade(settings, flask)
    assert version(settings) == BEFORE
