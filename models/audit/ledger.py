"""Single rows of audited tables written by Core, each with its entry: for the hot paths.

The unit of work costs a keystroke more than the database does. Here a verb says row by row
what it inserts, changes and deletes, having read the whole row before; the entries follow in
one statement at the end. Only `__hot__` models: a write here does not end what is remembered.
"""

from functools import cache

from sqlalchemy import bindparam, delete, insert, inspect, update

from models.audit.entry import Entry, plain
from models.audit.recorder import author_of, entry, image_keys
from models.hot import Hot

_INSERT_ENTRY = Hot(
    insert(Entry.__table__), tuple(c.name for c in Entry.__table__.columns if c.name != "id")
)


@cache
def columns_of(model) -> tuple:
    """A model's columns in order, for selects whose rows `row_of` reads."""
    return tuple(attr.columns[0] for attr in inspect(model).column_attrs)


@cache
def _names(model) -> tuple[str, ...]:
    return tuple(attr.key for attr in inspect(model).column_attrs)


def row_of(model, values) -> dict:
    """A row read by `columns_of(model)` as a dict by attribute."""
    return dict(zip(_names(model), values, strict=True))


@cache
def _insert(model) -> Hot:
    table = model.__table__
    names = tuple(name for name in _names(model) if name != "id")
    return Hot(insert(table).returning(table.c.id), names)


@cache
def _update(model, columns: tuple[str, ...]) -> Hot:
    table = model.__table__
    return Hot(update(table).where(table.c.id == bindparam("row_id")), columns)


@cache
def _delete(model) -> Hot:
    table = model.__table__
    return Hot(delete(table).where(table.c.id == bindparam("row_id")))


@cache
def _defaults(model) -> dict:
    """What a new row says where nothing is said: constants as they are, moments as calls."""
    found = {}
    for attr in inspect(model).column_attrs:
        column = attr.columns[0]
        if not column.primary_key:
            found[attr.key] = column.default.arg if column.default is not None else None
    return found


class Ledger:
    """Writes rows and keeps their entries until `close`."""

    def __init__(self, session):
        session.flush()
        self._author = author_of(session)
        self._entries: list[dict] = []

    def insert(self, model, **values) -> int:
        """Insert a row; returns its id. What is not given has the column's default."""
        row = {k: v(None) if callable(v) else v for k, v in _defaults(model).items()} | values
        row["id"] = _insert(model).first(row)[0]
        self._note(model, "insert", row["id"], None, row)
        return row["id"]

    def change(self, model, row: dict, **changes) -> None:
        """Change a row that was read whole; its dict is changed with it."""
        before, row_id = dict(row), row["id"]
        row.update(changes)
        _update(model, tuple(changes)).run({"row_id": row_id} | changes)
        self._note(model, "update", row_id, before, row)

    def delete(self, model, row: dict) -> None:
        """Delete a row that was read whole."""
        _delete(model).run({"row_id": row["id"]})
        self._note(model, "delete", row["id"], row, None)

    def close(self) -> int:
        """Write the entries; returns how many rows were touched."""
        if self._entries:
            _INSERT_ENTRY.run({}, many=self._entries)
        return len(self._entries)

    def _note(self, model, action: str, row_id: int, before, after) -> None:
        if not model.__hot__:
            raise TypeError(f"{model.__tablename__} is remembered: write it through the session")
        keys = image_keys(model)
        old = {key: plain(before[key]) for key in keys} if before else None
        new = {key: plain(after[key]) for key in keys} if after else None
        if action == "update" and old == new:
            return
        whole = after or before
        scope = (whole.get("journal_id"), whole.get("student_id"))
        self._entries.append(
            entry(self._author, action, model.__tablename__, row_id, old, new, scope)
        )
