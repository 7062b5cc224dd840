"""Undo: the inverse of the entries of one request or one run, itself audited.

Refused where something was touched since: the past is then no longer the only thing that
stands on it. Versions only go up, and rows that are locks stay (`take_back`).
"""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.exc import IntegrityError

from models.audit.entry import Entry, plain
from models.audit.recorder import AUDITED, image_keys
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
            inverted += _turn_back(table, ours)
            db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Refused(TOUCHED) from None
    return inverted


def _turn_back(table, entries: list[Entry]) -> int:
    """Invert the entries of one table. Rows go to the database many at a time, but never in
    another order where two of them could meet in what must be unique."""
    if not entries:
        return 0
    model, keys = AUDITED[table.name], _unique_keys(table)
    held = _held(model, [entry.row_id for entry in entries])
    inverted, last = 0, None
    for entry in entries:
        if last is not None and (entry.action != last or _changed(entry) & keys):
            db.session.flush()
        inverted += _invert(model, entry, held)
        last = entry.action
    return inverted


def _unique_keys(table) -> set[str]:
    keys = {column.key for column in table.columns if column.unique}
    unique = [*(i for i in table.indexes if i.unique), *table.constraints]
    return keys | {c.key for one in unique if _is_unique(one) for c in one.columns}


def _is_unique(one) -> bool:
    return getattr(one, "unique", False) or isinstance(one, UniqueConstraint)


def _changed(entry: Entry) -> set[str]:
    if entry.action != "update":
        return set()
    return {key for key, value in entry.before.items() if entry.after.get(key) != value}


def _held(model, ids: list[int]) -> dict[int, object]:
    """The rows of these ids, read together."""
    found = {}
    for start in range(0, len(ids), _BATCH):
        query = select(model).where(model.id.in_(ids[start : start + _BATCH]))
        found |= {row.id: row for row in db.session.scalars(query)}
    return found


def _refuse_if_touched(entries: list[Entry]) -> None:
    """Refuse where a row no longer is what the last of these entries made of it.

    A change that was itself taken back leaves no trace here, so steps can be undone one after
    another, the newest first.
    """
    last: dict[tuple[str, int], Entry] = {}
    for entry in entries:  # newest first
        last.setdefault((entry.table_name, entry.row_id), entry)
    by_table: dict[str, dict[int, dict | None]] = {}
    for (table, row_id), entry in last.items():
        by_table.setdefault(table, {})[row_id] = entry.after
    for table, rows in by_table.items():
        stand = _images(AUDITED[table], list(rows))
        for row_id, after in rows.items():
            if _without_version(stand.get(row_id)) != _without_version(after):
                raise Refused(TOUCHED)


_BATCH = 500


def _images(model, ids: list[int]) -> dict[int, dict]:
    """The rows of these ids as entries would hold them now."""
    keys, found = image_keys(model), {}
    columns = [getattr(model, key) for key in dict.fromkeys(["id", *keys])]
    for start in range(0, len(ids), _BATCH):
        query = select(*columns).where(model.id.in_(ids[start : start + _BATCH]))
        for row in db.session.execute(query):
            found[row.id] = {key: plain(getattr(row, key)) for key in keys}
    return found


def _without_version(image: dict | None) -> dict | None:
    """An image as far as people wrote it: versions only ever go up."""
    return image and {key: value for key, value in image.items() if key != "version"}


def _invert(model, entry: Entry, held: dict) -> bool:
    row = held.get(entry.row_id) or db.session.get(model, entry.row_id)
    if entry.action == "insert":
        return row is not None and row.take_back()
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
