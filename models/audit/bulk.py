"""The bulk verbs: many rows of an audited model at once, each with its own entry."""

from sqlalchemy import bindparam, delete, insert, inspect, update

from models.audit.author import Author
from models.audit.entry import Entry, plain
from models.audit.recorder import author_of, entry, image_keys
from models.ground import shift
from models.session import recorded

BATCH = 2000


def bulk_insert(session, model, rows: list[dict], *, journal=None, hand=None) -> list[int]:
    """Insert rows of one audited model with their entries; returns their ids in order.

    Every row names the same columns; defaults of the others are filled in here. `journal`
    (row → journal id) is for models that do not carry it themselves; `hand` (row → (author,
    moment)) lets made-up history name who would have written it, and when.
    """
    session.flush()
    author = author_of(session)
    ids: list[int] = []
    for start in range(0, len(rows), BATCH):
        batch = [_complete(model, row) for row in rows[start : start + BATCH]]
        ids += _write(session, model, batch, author, journal, hand)
    if ids and not model.__hot__:
        shift(session)
    return ids


def _complete(model, row: dict) -> dict:
    full = {}
    for attr in inspect(model).column_attrs:
        column = attr.columns[0]
        if attr.key in row:
            full[attr.key] = row[attr.key]
        elif not column.primary_key:
            full[attr.key] = column.default.arg if column.default is not None else None
    return full


def _write(session, model, batch, author: Author, journal, hand) -> list[int]:
    table = model.__table__
    keys = image_keys(model)
    with recorded():
        ids = session.scalars(
            insert(table).returning(table.c.id, sort_by_parameter_order=True), batch
        ).all()
        entries = []
        for row_id, row in zip(ids, batch, strict=True):
            row["id"] = row_id
            who, moment = hand(row) if hand else (author, None)
            after = {key: plain(row[key]) for key in keys}
            scope = (journal(row) if journal else row.get("journal_id"), row.get("student_id"))
            entries.append(entry(who, "insert", table.name, row_id, None, after, scope, moment))
        session.execute(insert(Entry.__table__), entries)
    return list(ids)


def bulk_restore(session, model, rows: list[dict]) -> None:
    """Insert rows that were there before, under the ids they had, with their entries."""
    _in_batches(session, model, "insert", [(row["id"], None, row) for row in rows])


def bulk_update(session, model, changes: list[tuple[int, dict, dict]]) -> None:
    """Change rows of one audited model with their entries: (id, the row's audited columns as they
    were, the columns that change). Mapped objects of these rows must be read anew afterwards."""
    _in_batches(session, model, "update", [(i, was, was | new) for i, was, new in changes])


def bulk_delete(session, model, rows: list[tuple[int, dict]]) -> None:
    """Take rows of one audited model out with their entries: (id, audited columns as they were).
    For taking back what should never have come; nothing else is deleted."""
    _in_batches(session, model, "delete", [(row_id, was, None) for row_id, was in rows])


def _in_batches(session, model, action: str, changes: list[tuple]) -> None:
    session.flush()
    author = author_of(session)
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        with recorded():
            _DO[action](session, model.__table__, batch)
            entries = [_entry(author, model, action, *change) for change in batch]
            session.execute(insert(Entry.__table__), entries)
    if changes and not model.__hot__:
        shift(session)


def _entry(author: Author, model, action: str, row_id: int, was, becomes) -> dict:
    images = [image and _image(model, row_id, image) for image in (was, becomes)]
    row = becomes or was
    scope = (row.get("journal_id"), row.get("student_id"))
    return entry(author, action, model.__tablename__, row_id, *images, scope)


def _image(model, row_id: int, row: dict) -> dict:
    return {key: plain(row[key]) if key != "id" else row_id for key in image_keys(model)}


def _insert(session, table, batch) -> None:
    session.execute(insert(table), [row for _id, _was, row in batch])


def _update(session, table, batch) -> None:
    """One statement per set of columns that change together."""
    alike: dict[tuple, list[dict]] = {}
    for row_id, was, becomes in batch:
        new = {key: value for key, value in becomes.items() if was.get(key, ...) != value}
        if new:
            alike.setdefault(tuple(sorted(new)), []).append({"row_id": row_id} | _named(new))
    for columns, rows in alike.items():
        values = {name: bindparam(f"to_{name}") for name in columns}
        statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
        session.connection().execute(statement, rows)


def _named(new: dict) -> dict:
    return {f"to_{key}": value for key, value in new.items()}


def _delete(session, table, batch) -> None:
    for start in range(0, len(batch), 500):
        ids = [row_id for row_id, *_ in batch[start : start + 500]]
        session.connection().execute(delete(table).where(table.c.id.in_(ids)))


_DO = {"insert": _insert, "update": _update, "delete": _delete}
