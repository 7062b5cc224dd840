"""A file comes in, comes again without a change, and goes: with counts, seconds and equality."""

import time
from contextlib import contextmanager

from sqlalchemy import select

from models.audit.undo import undo_run
from models.base import db
from models.exchange.importing import compare, import_file, read_file
from models.exchange.report import CREATED
from tests.cast import START

NOT_COMPARED = {"audit_entry", "run", "ground"}  # what tells of the past, and the token


def rows(session) -> dict[str, list]:
    """Every row of every table, but for the audit."""
    return {
        table.name: sorted(map(repr, session.execute(select(table))))
        for table in db.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


class Watch:
    """Seconds of the steps, by name."""

    def __init__(self):
        self.took: dict[str, float] = {}

    @contextmanager
    def step(self, name: str):
        begun = time.monotonic()
        yield
        self.took[name] = time.monotonic() - begun


def there_and_back(school, kind: str, path, counted: dict[str, int] | None = None) -> Watch:
    """Bring the file into the school (an EmptySchool) and take it back. `counted`: what a dry run
    must create, by the report's words."""
    watch = Watch()
    with school.open() as session:
        before = rows(session)
        with watch.step("dry run"):
            dry = compare(kind, read_file(kind, path), START, accept=True).report
        assert rows(session) == before, "a dry run writes nothing"
    told = {word: dry.counts[word][CREATED] for word in counted or ()}
    assert told == (counted or {}), (told, counted)
    with school.run() as run_id, watch.step("import"):
        report = import_file(kind, path, START, dry=False, accept=True)
    assert report.counts == dry.counts
    with school.open(), watch.step("again"):
        again = import_file(kind, path, START, dry=False, accept=True)
        assert again.changes == 0, again.counts
    _undo(school, run_id, watch)
    with school.open() as session:
        after = rows(session)
        differs = [name for name in after if after[name] != before[name]]
        assert differs == [], "taken back, the school is as it was, row for row"
    return watch


def _undo(school, run_id: int, watch: Watch) -> None:
    with school.run(), watch.step("undo"):
        undo_run(run_id)
