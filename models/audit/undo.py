"""Undo: the inverse of the entries of one request or one run, itself audited.

Refused where something was touched since: the past is then no longer the only thing that
stands on it. Versions only go up, and rows that are locks stay (`take_back`).
"""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.audit.bulk import bulk_delete, bulk_restore, bulk_update
from models.audit.entry import Entry, plain
from models.audit.recorder import AUDITED, Audited, image_keys
from models.base import db
from models.refusal import Refused

TOUCHED = "Отменить нельзя: с тех пор это уже изменили или на это ссылаются другие записи."


def undo_run(run_id: int, progress=None) -> int:
    """Take back everything one run wrote; returns how many changes were inverted."""
    return _undo(Entry.run_id == run_id, progress)


def undo_request(request_id: str) -> int:
    """Take back everything one request wrote; returns how many changes were inverted."""
    return _undo(Entry.request_id == request_id, None)


def _undo(condition, progress) -> int:
    query = select(Entry.table_name, Entry.row_id, Entry.action, Entry.before, Entry.after)
    entries = db.session.execute(query.where(condition).order_by(Entry.id.desc())).all()
    if not entries:
        raise Refused("Отменять нечего: записей этого действия нет.")
    by_table: dict[str, list] = {}
    for entry in entries:
        by_table.setdefault(entry.table_name, []).append(entry)
    stand = _refuse_if_touched(by_table)
    inverted = 0
    try:
        for name, ours in _in_turn(by_table):
            inverted += _invert_all(AUDITED[name], ours, stand[name])
            db.session.flush()
            if progress:
                progress(inverted, len(entries), "Отменяю")
    except IntegrityError:
        db.session.rollback()
        raise Refused(TOUCHED) from None
    return inverted


def _in_turn(by_table: dict[str, list]):
    """(table, entries) in the order in which nothing refers to what is not there: what was made
    goes before what it stands on, and what was taken away comes back after it. A table in which
    a row has several entries is inverted in one go, entry by entry."""
    back = []
    for table in reversed(db.metadata.sorted_tables):
        ours = by_table.get(table.name, [])
        if len({entry.row_id for entry in ours}) == len(ours):
            back.append((table.name, [entry for entry in ours if entry.action == "delete"]))
            ours = [entry for entry in ours if entry.action != "delete"]
        if ours:
            yield table.name, ours
    yield from ((name, gone) for name, gone in reversed(back) if gone)


def _refuse_if_touched(by_table: dict[str, list]) -> dict[str, dict[int, dict]]:
    """Refuse where a row no longer is what the last of these entries made of it; else the rows as
    they stand.

    A change that was itself taken back leaves no trace here, so steps can be undone one after
    another, the newest first.
    """
    found = {}
    for table, entries in by_table.items():
        last: dict[int, dict | None] = {}
        for entry in entries:  # newest first
            last.setdefault(entry.row_id, entry.after)
        stand = found[table] = _images(AUDITED[table], list(last))
        for row_id, after in last.items():
            if _without_version(stand.get(row_id)) != _without_version(after):
                raise Refused(TOUCHED)
    return found


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


def _invert_all(model, entries: list, stand: dict[int, dict]) -> int:
    """Invert one table's entries: in bulk where each row has one and no verb of its own."""
    plain_model = model.take_back is Audited.take_back and "version" not in image_keys(model)
    if not plain_model or len({entry.row_id for entry in entries}) < len(entries):
        return sum(_invert(model, entry) for entry in entries)
    by_action: dict[str, list] = {"insert": [], "update": [], "delete": []}
    for entry in entries:
        by_action[entry.action].append(entry)
    _forget([model], [entry.row_id for entry in entries])
    rows = [(e.row_id, _values(model, stand[e.row_id])) for e in by_action["insert"]]
    bulk_delete(db.session, model, rows)
    rows = [(e.row_id, _values(model, e.after), _changed(model, e)) for e in by_action["update"]]
    bulk_update(db.session, model, rows)
    rows = [{"id": e.row_id} | _values(model, e.before) for e in by_action["delete"]]
    bulk_restore(db.session, model, rows)
    return len(entries)


def _changed(model, entry) -> dict:
    was = {k: v for k, v in entry.before.items() if v != entry.after.get(k)}
    return _values(model, was)


def _forget(models: list, ids: list[int]) -> None:
    """What the session holds of these rows is no longer so."""
    gone = set(ids)
    for held in list(db.session):
        if type(held) in models and held.id in gone:
            db.session.expunge(held)


def _invert(model, entry) -> bool:
    row = db.session.get(model, entry.row_id)
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
