"""Hot statements: composed like any other, compiled once, then run straight on the driver.

A key press in the grid costs a dozen statements. What SQLAlchemy does anew for each execution
(looking up the compiled form, wrapping parameters, cursor and result) costs several times what the
database does; here it is done once per statement and dialect. Types still speak: values pass the
same processors, and the driver's errors come out as SQLAlchemy's.

Only for statements without lists in `IN`, on the connection of the session's transaction.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Numeric
from sqlalchemy.exc import DBAPIError

from models.base import driver_line


class _Ready(NamedTuple):
    """A statement in the words of one dialect."""

    text: str
    binds: list[tuple[str, Callable | None]]  # parameters in order, and what is done to each
    positional: bool
    fixed: dict  # values that stand in the statement itself


class Hot:
    """One statement; `columns` are those an insert or update sets from its values."""

    def __init__(self, statement, columns: tuple[str, ...] | None = None):
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, _Ready] = {}
        self._readers: dict[str, list[tuple[int, Callable]]] = {}

    def run(self, values: dict, *, many: list[dict] | None = None):
        """Execute for its effect; `many` for several rows at once."""
        self._execute(values, many)

    def rows(self, values: dict) -> list[tuple]:
        """All rows of the answer."""
        dialect, cursor = self._execute(values, None)
        found = cursor.fetchall()
        readers = self._readers.get(dialect.name)
        if readers is None:
            readers = self._readers[dialect.name] = self._read_by(dialect, cursor)
        cursor.close()
        return [_read(row, readers) for row in found] if readers else found

    def first(self, values: dict) -> tuple | None:
        """The first row of the answer, or None."""
        found = self.rows(values)
        return found[0] if found else None

    def _execute(self, values: dict, many: list[dict] | None):
        dialect, driver = driver_line()
        ready = self._ready.get(dialect.name) or self._made_ready(dialect)
        cursor = driver.cursor()
        try:
            if many is None:
                cursor.execute(ready.text, _bound(ready, values))
            else:
                cursor.executemany(ready.text, [_bound(ready, row) for row in many])
        except dialect.dbapi.Error as error:
            raise DBAPIError.instance(
                ready.text, None, error, dialect.dbapi.Error, dialect=dialect
            ) from error
        return dialect, cursor

    def _made_ready(self, dialect) -> _Ready:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        names = compiled.positiontup if compiled.positional else list(compiled.bind_names.values())
        binds = [(name, _writer(compiled.binds[name], dialect)) for name in names]
        fixed = {
            name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required
        }
        ready = _Ready(compiled.string, binds, compiled.positional, fixed)
        self._ready[dialect.name] = ready
        return ready

    def _read_by(self, dialect, cursor) -> list[tuple[int, Callable]]:
        """Which values of a row are read by what; the others are as the driver gives them."""
        kinds = [column.type.dialect_impl(dialect) for column in self._statement.exported_columns]
        readers = [
            _reader(kind, dialect, described[1])
            for kind, described in zip(kinds, cursor.description or (), strict=True)
        ]
        return [(place, read) for place, read in enumerate(readers) if read]


def _reader(kind, dialect, described) -> Callable | None:
    """How a type reads its values; of numbers (marks, weights) there are few different ones, and
    each is made once."""
    read = kind.result_processor(dialect, described)
    return lru_cache(1024)(read) if read and isinstance(kind, Numeric) else read


def _read(row: tuple, readers: list[tuple[int, Callable]]) -> tuple:
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return tuple(values)


def _writer(bind, dialect) -> Callable | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _bound(ready: _Ready, values: dict):
    if ready.fixed:
        values = ready.fixed | values
    if ready.positional:
        return [write(values[name]) if write else values[name] for name, write in ready.binds]
    return {name: write(values[name]) if write else values[name] for name, write in ready.binds}
