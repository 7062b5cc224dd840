"""Rows that are only ever added: whatever would change or delete one is refused at the cursor,
unless an act of removal takes it out (models/audit/removal.py)."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from sqlalchemy import event

_REWRITES = re.compile(
    r"\b(?:REPLACE\s+INTO|INSERT\s+OR\s+REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"
    r'(?:ONLY\s+)?(?:"?\w+"?\.)?["`]?(\w+)',
    re.IGNORECASE,
)
ADD_ONLY: set[str] = set()
_lifted: ContextVar[bool] = ContextVar("klass_removal_by_act", default=False)


class Rewritten(Exception):
    """A row that may only be added was to be changed or deleted."""


class AddOnly:
    """A row of a log: once written it stands."""


@event.listens_for(AddOnly, "mapper_configured", propagate=True)
def _note_table(mapper, _cls):
    ADD_ONLY.add(mapper.local_table.name)


@lru_cache(maxsize=4096)
def _rewritten_by(statement: str) -> str | None:
    return next((name for name in _REWRITES.findall(statement) if name in ADD_ONLY), None)


def _refuse(_conn, _cursor, statement, _parameters, _context, _executemany):
    if not _lifted.get() and (name := _rewritten_by(statement)):
        raise Rewritten(f"{name} is only ever added to")


@contextmanager
def lifted():
    """Within this block an act takes rows out."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def attach(engine) -> None:
    """Put the guard on an engine; mappers must be configured."""
    event.listen(engine, "before_cursor_execute", _refuse)
