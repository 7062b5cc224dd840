"""The one bulk verb: many rows of an audited model at once, each with its own entry."""

from sqlalchemy import insert, inspect

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
