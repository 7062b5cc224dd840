"""Undo: the inverse of the entries of one request or one run, itself audited.

Refused where something was touched since: the past is then no longer the only thing that
stands on it. Versions only go up, and rows that are locks stay (`__undo_keeps__`).
"""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models.audit.entry import Entry
from models.audit.recorder import AUDITED
from models.base import db
from models.refusal import Refused

TOUCHED = "Отменить нельзя: с тех пор это уже изменили или на это ссылаются другие записи."


def undo_run(run_id: int) -> int:
    """Take back everything one run wrote; returns how many changes were inverted."""
    return _undo(select(Entry).where(Entry.run_id == run_id))


def undo_request(request_id: str) -> int:
    """Take back everything one request wrote; returns how many changes were inverted."""
    return _undo(select(Entry).where(Entry.request_id == request_id))


def _undo(query) -> int:
    entries = db.session.scalars(query.order_by(Entry.id.desc())).all()
    if not entries:
        raise Refused("Отменять нечего: записей этого действия нет.")
    _refuse_if_touched(entries)
    inverted = 0
    try:
        for table in reversed(db.metadata.sorted_tables):
            ours = [entry for entry in entries if entry.table_name == table.name]
            inverted += sum(_invert(AUDITED[table.name], entry) for entry in ours)
            db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Refused(TOUCHED) from None
    return inverted


def _refuse_if_touched(entries: list[Entry]) -> None:
    """Refuse where a row has a later entry than the last of those to be undone."""
    last: dict[str, dict[int, int]] = {}
    for entry in entries:
        rows = last.setdefault(entry.table_name, {})
        rows[entry.row_id] = max(entry.id, rows.get(entry.row_id, 0))
    for table, rows in last.items():
        newest = db.session.execute(
            select(Entry.row_id, func.max(Entry.id))
            .where(Entry.table_name == table, Entry.row_id >= min(rows), Entry.row_id <= max(rows))
            .group_by(Entry.row_id)
        )
        if any(newest_id > rows.get(row_id, newest_id) for row_id, newest_id in newest):
            raise Refused(TOUCHED)


def _invert(model, entry: Entry) -> bool:
    row = db.session.get(model, entry.row_id)
    if entry.action == "insert":
        if row is None or model.__undo_keeps__:
            return False
        db.session.delete(row)
        return True
    if entry.action == "delete":
        db.session.add(model(id=entry.row_id, **_values(model, entry.before)))
        return True
    if row is None:
        raise Refused(TOUCHED)
    for key, value in _values(model, entry.before).items():
        if key == "version":
            row.version += 1
        elif entry.before.get(key) != entry.after.get(key):
            setattr(row, key, value)
    return True


def _values(model, image: dict) -> dict:
    """An entry's image with its Python types again."""
    columns = {attr.key: attr.columns[0].type for attr in model.__mapper__.column_attrs}
    return {
        key: revived(columns[key].python_type, value)
        for key, value in image.items()
        if key in columns and key != "id"
    }


def revived(kind: type, value):
    """A value as it was before it became JSON."""
    if value is None:
        return None
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
