"""The recorder: one audit entry per changed row, in the same transaction.

Rows changed through the unit of work are recorded after each flush. What would pass it by
(bulk, Core or text statements on audited tables) is refused at the cursor, unless a named
bulk verb of this module writes it together with its entries.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import ColumnProperty

from models import clock
from models.audit.entry import Entry
from models.base import db

_allowed: ContextVar[bool] = ContextVar("klass_audited_write", default=False)
_WRITE = re.compile(r'^\W*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+["`]?(\w+)', re.I)


class Anonymous(Exception):
    """A write without an author."""


class Unrecorded(Exception):
    """A write on an audited table that the audit would not see."""


class Audited:
    """A row whose every change is kept. `__unaudited__` names secrets and counters."""

    __unaudited__: frozenset[str] = frozenset()
    __undo_keeps__ = False  # undo of an insert leaves the row and raises its version

    def audit_scope(self) -> tuple[int | None, int | None]:
        """(journal, pupil) the change is about, for fast reading."""
        return getattr(self, "journal_id", None), getattr(self, "student_id", None)


AUDITED_TABLES: set[str] = set()


@event.listens_for(Audited, "mapper_configured", propagate=True)
def _keep_old_values(mapper, cls):
    """Make every audited column remember its old value even when it was not loaded."""
    AUDITED_TABLES.add(mapper.local_table.name)
    for prop in mapper.iterate_properties:
        if isinstance(prop, ColumnProperty) and prop.key not in cls.__unaudited__:
            event.listen(getattr(cls, prop.key), "set", _noted, active_history=True)


def _noted(target, value, old, initiator):
    """Exists only so that SQLAlchemy loads the old value before it is replaced."""


class AuditedSession(FlaskSession):
    """The session whose flushes are the one way to write audited rows."""

    def flush(self, objects=None):
        with _permitted():
            super().flush(objects)


@contextmanager
def _permitted():
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def plain(value):
    """A column value as JSON can hold it: dates in ISO, decimals as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _columns(obj):
    return [attr for attr in inspect(type(obj)).column_attrs if attr.key not in obj.__unaudited__]


def _image(obj) -> dict:
    return {attr.key: plain(getattr(obj, attr.key)) for attr in _columns(obj)}


def _old_image(obj) -> dict:
    state = inspect(obj)
    image = {}
    for attr in _columns(obj):
        history = state.attrs[attr.key].history
        value = history.deleted[0] if history.deleted else getattr(obj, attr.key)
        image[attr.key] = plain(value)
    return image


def _changes(session):
    for obj in session.new:
        if isinstance(obj, Audited):
            yield obj, "insert", None, _image(obj)
    for obj in session.dirty:
        if isinstance(obj, Audited) and session.is_modified(obj):
            before, after = _old_image(obj), _image(obj)
            if before != after:
                yield obj, "update", before, after
    for obj in session.deleted:
        if isinstance(obj, Audited):
            yield obj, "delete", _old_image(obj), None


def author_of(session):
    """The author in charge of this session, or `Anonymous`."""
    author = session.info.get("author")
    if author is None:
        raise Anonymous("audited rows changed, but nobody is named as the author")
    return author


def _entry(author, action, table, row_id, before, after, scope) -> dict:
    return {
        "at": clock.real_now(),
        "school_at": clock.now(),
        "account_id": author.account_id,
        "hat": author.hat,
        "request_id": author.request_id,
        "run_id": author.run_id,
        "reason": author.reason,
        "action": action,
        "table_name": table,
        "row_id": row_id,
        "before": before,
        "after": after,
        "journal_id": scope[0],
        "student_id": scope[1],
    }


def _record(session, _context):
    entries = [
        (obj, action, before, after)
        for obj, action, before, after in _changes(session)
    ]
    if not entries:
        return
    author = author_of(session)
    session.execute(
        insert(Entry.__table__),
        [
            _entry(author, action, obj.__tablename__, obj.id, before, after, obj.audit_scope())
            for obj, action, before, after in entries
        ],
    )


def bulk_insert(session, model, rows: list[dict], scope=lambda row: (None, None)) -> list[int]:
    """Insert many rows of one audited model with their entries; returns their ids in order.

    `rows` must name every column that has no default of its own; `scope(row)` gives the
    journal and the pupil of a row.
    """
    if not rows:
        return []
    author = author_of(session)
    session.flush()
    with _permitted():
        made = session.scalars(
            insert(model).returning(model, sort_by_parameter_order=True), rows
        ).all()
    session.execute(
        insert(Entry.__table__),
        [
            _entry(author, "insert", model.__tablename__, obj.id, None, _image(obj), scope(row))
            for obj, row in zip(made, rows, strict=True)
        ],
    )
    ids = [obj.id for obj in made]
    for obj in made:
        session.expunge(obj)
    return ids


def _refuse_unrecorded(conn, cursor, statement, parameters, context, executemany):
    if _allowed.get():
        return
    found = _WRITE.match(statement)
    if found and found.group(1) in AUDITED_TABLES:
        raise Unrecorded(f"{found.group(1)} may be written only through the session")


def attach(app) -> None:
    """Put the recorder on the session and the guard on the engine of this app."""
    event.listen(db.engine, "before_cursor_execute", _refuse_unrecorded)


event.listen(AuditedSession, "after_flush", _record)
