"""Does each row that stands follow from its entries? (Sealing into a chain comes on top.)"""

from sqlalchemy import func, select

from models.audit.entry import Entry, plain
from models.audit.recorder import AUDITED, image_keys
from models.base import db

_BATCH = 2000


def verify() -> tuple[int, list[str]]:
    """(rows checked, descriptions of rows that do not follow from their last entry)."""
    checked, wrong = 0, []
    for name, model in sorted(AUDITED.items()):
        count, found = _verify_table(name, model)
        checked += count
        wrong += found
    return checked, wrong


def _verify_table(name: str, model) -> tuple[int, list[str]]:
    keys = image_keys(model)
    last = select(func.max(Entry.id)).where(Entry.table_name == name).group_by(Entry.row_id)
    told = db.session.execute(
        select(Entry.row_id, Entry.after)
        .where(Entry.id.in_(last))
        .execution_options(yield_per=_BATCH)
    )
    rows = {
        row.id: {key: plain(getattr(row, key)) for key in keys}
        for row in db.session.execute(
            select(*(getattr(model, key) for key in dict.fromkeys(["id", *keys])))
        )
    }
    total, wrong = len(rows), []
    for row_id, after in told:
        there = rows.pop(row_id, None)
        if not _follows(there, after):
            wrong.append(f"{name} № {row_id}")
    return total, wrong + [f"{name} № {row_id} без записи" for row_id in rows]


def _follows(there: dict | None, after: dict | None) -> bool:
    """Whether a row is what its last entry says. An entry older than a migration does not
    know the columns that came with it, and knows some that went."""
    if there is None or after is None:
        return there is after
    return all(there[key] == value for key, value in after.items() if key in there)
