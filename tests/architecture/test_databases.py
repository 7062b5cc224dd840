"""Each test has its database for itself, also where the former one has not let go of it yet."""

from contextlib import suppress

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from models import engine as engines
from tests.databases import Database

DAY = """INSERT INTO holiday (year_id, kind, starts_on, ends_on, name)
VALUES (1, 'break', '2020-01-01', '2020-01-02', 'left')"""
LEFT = text("SELECT count(*) FROM holiday WHERE name = 'left'")


def test_what_a_former_test_still_writes_is_not_in_the_next(app, a_stage):
    """A browser's last request may outlive its test: it held the file's locks, and the next
    test's first connection met a disk error."""
    late = _engine(a_stage.database)
    with late.connect() as before:
        before.execute(text(DAY))
        a_stage.raise_curtain()
        now = _engine(a_stage.database)
        with now.connect() as after:
            assert not after.execute(LEFT).scalar_one()
            after.execute(text(DAY))
            after.commit()
        with suppress(OperationalError):  # PostgreSQL has closed its connection
            before.commit()
        with now.connect() as after:
            assert after.execute(LEFT).scalar_one() == 1
        now.dispose()


def _engine(database: Database):
    one = create_engine(database.url, connect_args=engines.options(database.url)["connect_args"])
    engines.prepare(one)
    return one
