"""Rows as they stood at a past moment, and what happened to them between two: from their entries.

Entries are read once, up to the later moment. A row whose earlier entries are gone (removed by an
act) stands as the first one that is left says it was before.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from models.audit.entry import Entry
from models.base import db


class Step(NamedTuple):
    """An entry as far as the past needs it; `school_at` is the school's clock, UTC."""

    id: int
    table_name: str
    row_id: int
    action: str
    before: dict | None
    after: dict | None
    school_at: datetime
    account_id: int | None
    reason: str | None

    @property
    def image(self) -> dict:
        """The row after the step; before it, where it went."""
        return self.after or self.before or {}


Images = dict[tuple[str, int], dict]  # (table, row) → the row


def steps(models: Iterable, *conditions) -> list[Step]:
    """The entries of rows of these models under the conditions, in order; one select."""
    names = [model.__tablename__ for model in models]
    columns = [getattr(Entry, name) for name in Step._fields]
    query = select(*columns).where(Entry.table_name.in_(names), *conditions).order_by(Entry.id)
    return [Step(*row) for row in db.session.execute(query)]


def images_at(found: list[Step], moment: datetime) -> Images:
    """The rows as they stood at the moment (UTC, the school's clock)."""
    stood: dict[tuple[str, int], dict | None] = {}
    for step in found:
        key = (step.table_name, step.row_id)
        if step.school_at <= moment:
            stood[key] = step.after
        elif key not in stood:
            stood[key] = step.before
    return {key: image for key, image in stood.items() if image is not None}
