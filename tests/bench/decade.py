"""Ten years of data behind the same pages: how much slower does a page get?

Ten earlier years are copied from the demonstration's own rows, each dated back by as many years,
with own classes, groups, journals, lessons, records and audit entries of the same pupils.
"""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.ground import Client, own_journal, served
from tests.bench.ratios import child_week

YEARS = 10
WEEKS = 52  # dates go back by whole weeks, so that weekdays stay
TIMES = 60  # pages in turn, this and that, of which the median counts
SHIFTED = {  # table → columns that name rows of another copied table
    "academic_year": (),
    "term": ("year_id",),
    "class_group": ("year_id",),
    "study_group": ("year_id", "class_group_id"),
    "study_group_part": ("joined_id", "part_id"),
    "enrolment": ("class_group_id",),
    "membership": ("study_group_id",),
    "journal": ("study_group_id", "year_id"),
    "lesson": ("journal_id",),
    "lesson_column": ("lesson_id", "journal_id"),
    "cell": ("column_id", "journal_id"),
    "mark": ("cell_id", "journal_id"),
    "attendance": ("lesson_id", "journal_id"),
    "attendance_check": ("lesson_id", "journal_id"),
    "homework": ("lesson_id", "journal_id"),
    "term_mark": ("journal_id", "term_id"),
    "audit_entry": ("row_id", "journal_id"),
}
DATES = {"starts_on", "ends_on", "from_date", "until", "on_date"}
OFFSET = 10_000_000  # between two years' ids


def _columns(base, table: str) -> list[str]:
    return [row[1] for row in base.execute(f"PRAGMA table_info({table})")]


def _copied(table: str, column: str, back: int) -> str:
    """What a column is in the copy that lies `back` years earlier."""
    if column == "id" or column in SHIFTED[table]:
        return f"{column} + {back * OFFSET}"
    if column == "period":
        return f"CASE WHEN period LIKE 't%' THEN 't' || (term_id + {back * OFFSET}) ELSE period END"
    if column == "substitution_id":  # each belongs to one lesson, of this year
        return "NULL"
    if column in DATES:
        return f"date({column}, '-{back * WEEKS * 7} days')"
    return column


def add_years(database: Path, years: int = YEARS) -> int:
    """Put the years before the demonstration's own into an SQLite file; returns rows written."""
    base = sqlite3.connect(database)
    base.execute("PRAGMA foreign_keys=OFF")
    base.execute("PRAGMA synchronous=OFF")
    written = 0
    for back in range(1, years + 1):
        for table in SHIFTED:
            columns = _columns(base, table)
            values = ", ".join(_copied(table, column, back) for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            done = base.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id < {OFFSET}"
            )
            written += done.rowcount
    base.commit()
    base.execute("ANALYZE")
    base.close()
    return written


@contextmanager
def a_decade(environment: dict, years: int = YEARS) -> Iterator[tuple[dict, int]]:
    """An environment like the given one, with ten years more in its database."""
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        shutil.copytree(environment["KLASS_DATA"], folder, dirs_exist_ok=True)
        written = add_years(Path(folder) / "klass.sqlite", years)
        yield environment | {"KLASS_DATA": folder}, written


def measure(environment: dict) -> Iterator[tuple[str, str]]:
    """The same page on a young and on an old database, asked in turn."""
    with a_decade(environment) as (old, written):
        yield "rows of ten more years", f"{written:,}".replace(",", " ")
        with served(environment) as (here, _), served(old) as (there, _):
            for name, login, path_of in (
                ("the grid page", "teacher", own_journal),
                ("the parent's week", "parent", child_week),
                ("the director's picture", "director", lambda _client: "/director/"),
            ):
                young, aged = Client(here, login), Client(there, login)
                path = path_of(young)
                first, second = _in_turn(young, aged, path)
                said = f"{second / first:.2f} × ({1000 * first:.1f} → {1000 * second:.1f} ms)"
                yield f"{name} after ten years (1.2 ×)", said


def _in_turn(young: Client, aged: Client, path: str) -> tuple[float, float]:
    spent: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(TIMES):
        for index, client in enumerate((young, aged)):
            begun = time.perf_counter()
            client.get(path)
            spent[index].append(time.perf_counter() - begun)
    return tuple(sorted(times)[TIMES // 2] for times in spent.values())
