"""The recorder: one audit entry per changed row, in the same transaction.

Rows changed through the unit of work are recorded after each flush. What would pass it by
(bulk, Core or text statements on audited tables) is refused at the cursor, unless the
bulk verb (models/audit/bulk.py) or the ledger (models/audit/ledger.py) writes it together with
its entries, or it is a counter that the audit does not hold and says so (`session.recorded`).
"""

import re
from functools import cache, lru_cache

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import ColumnProperty, configure_mappers, object_session

from models import clock
from models.audit import add_only
from models.audit.entry import Entry, plain
from models.base import db
from models.ground import shift
from models.session import RecordedSession, is_recorded

_WRITE = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"
    r'(?:ONLY\s+)?(?:"?\w+"?\.)?["`]?(\w+)',
    re.IGNORECASE,
)


class Anonymous(Exception):
    """A write without an author."""


class Unrecorded(Exception):
    """A write on an audited table that the audit would not see."""


class Audited:
    """A row whose every change is kept. `__unaudited__` names secrets and counters.

    `__hot__`: changes all day long, so nothing that is
    remembered (models/ground.py) may be computed from it.
    """

    __unaudited__: frozenset[str] = frozenset()
    __hot__ = False

    def take_back(self) -> bool:
        """Undo this row's insert; whether anything changed. A row whose version is a lock stays,
        for the lock must never begin again."""
        object_session(self).delete(self)
        return True

    def audit_scope(self) -> tuple[int | None, int | None]:
        """(journal, pupil) the change is about, for fast reading."""
        return getattr(self, "journal_id", None), getattr(self, "student_id", None)


AUDITED: dict[str, type] = {}


@event.listens_for(Audited, "mapper_configured", propagate=True)
def _keep_old_values(mapper, cls):
    """Make every audited column remember its old value even when it was not loaded."""
    AUDITED[mapper.local_table.name] = cls
    for prop in mapper.iterate_properties:
        if isinstance(prop, ColumnProperty) and prop.key not in cls.__unaudited__:
            event.listen(getattr(cls, prop.key), "set", _noted, active_history=True)


def _noted(target, value, old, initiator):
    """Exists only so that the old value is loaded before it is replaced."""


@cache
def image_keys(model) -> list[str]:
    """The columns of an audited model that its entries hold."""
    return [a.key for a in inspect(model).column_attrs if a.key not in model.__unaudited__]


def _image(obj) -> dict:
    return {key: plain(getattr(obj, key)) for key in image_keys(type(obj))}


def _old_image(obj) -> dict:
    state = inspect(obj)
    image = {}
    for key in image_keys(type(obj)):
        history = state.attrs[key].history
        image[key] = plain(history.deleted[0] if history.deleted else getattr(obj, key))
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


def entry(author, action, table, row_id, before, after, scope, school_at=None) -> dict:
    """The values of one audit entry; `school_at` only for history that is being made up."""
    return {
        "at": clock.real_now(),
        "school_at": school_at or clock.now(),
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


@event.listens_for(RecordedSession, "after_flush")
def _record(session, _context):
    changes = list(_changes(session))
    if not changes:
        return
    author = author_of(session)
    rows = [
        entry(author, action, obj.__tablename__, obj.id, before, after, obj.audit_scope())
        for obj, action, before, after in changes
    ]
    session.execute(insert(Entry.__table__), rows)
    if not all(obj.__hot__ for obj, *_ in changes):
        shift(session)


@lru_cache(maxsize=4096)
def _written_by(statement: str) -> str | None:
    """The audited table a statement would write, if any."""
    names = _WRITE.findall(statement)
    return next((n for n in names if n in AUDITED or n == Entry.__tablename__), None)


def _refuse_unrecorded(conn, cursor, statement, parameters, context, executemany):
    if not is_recorded() and (name := _written_by(statement)):
        raise Unrecorded(f"{name} may be written only through the session")


def attach() -> None:
    """Put the guards on the engine of the app in whose context this is called."""
    configure_mappers()
    add_only.attach(db.engine)
    event.listen(db.engine, "before_cursor_execute", _refuse_unrecorded)
