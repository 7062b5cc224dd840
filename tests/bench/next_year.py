"""Into the next year and back, on the demonstration school: seconds, and whether it is equal."""

import os
import time
from unittest.mock import patch

from sqlalchemy import select

LIMIT = 20  # seconds, for each way
LEFT_OUT = {"audit_entry", "run", "ground"}


def measure(environment: dict):
    """Yields (what, figure). The school is left as it was but for its next year's calendar."""
    with patch.dict(os.environ, environment):
        from app import create_app

        yield from _there_and_back(create_app())


def _there_and_back(app):
    from jobs.work import perform
    from models import engine
    from models.audit.author import system
    from models.base import db
    from models.office.next_year import next_start, open_next_year
    from models.office.rollover.draft import the_rollover
    from models.runs.run import DONE, Run, new_run
    from models.school.calendar import years

    def rows() -> dict:
        tables = [table for table in db.metadata.sorted_tables if table.name not in LEFT_OUT]
        return {
            table.name: [tuple(row) for row in db.session.execute(select(table).order_by("id"))]
            for table in tables
        }

    def did(kind: str, **args) -> tuple[int, float]:
        with engine.writing():
            run = new_run(kind, **args)
            db.session.commit()
        begun = time.monotonic()
        perform(run.id, lambda *_: None)
        took = time.monotonic() - begun
        assert db.session.get(Run, run.id, populate_existing=True).state == DONE
        return run.id, took

    with app.app_context():
        with engine.writing():
            db.session.info["author"] = system("a benchmark")
            year = years()[-1]
            open_next_year(next_start())
            signed = {"number": "1", "on_date": year.starts_on.isoformat()}
            the_rollover(year.id).answer(order=signed)
            db.session.commit()
        before = rows()
        there, seconds = did("rollover", year_id=year.id)
        yield f"into the next year (at most {LIMIT} s)", f"{seconds:.1f} s"
        assert rows() != before
        _, seconds = did("rollover-undo", run_id=there)
        yield f"and back (at most {LIMIT} s)", f"{seconds:.1f} s"
        yield "equal row for row, but for the audit", rows() == before
