"""What became of every cell of a journal, as text: read from the audit in one go."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.audit.entry import Entry
from models.audit.wording import wording
from models.base import db
from models.exchange.leaving.named import Named
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.term_mark import TermMark, period_of

_TABLES = [model.__tablename__ for model in (Mark, Attendance, Remark, TermMark)]
Place = tuple[
    str, int | str, int
]  # («column», id, pupil), («lesson», id, pupil), («period», name, pupil)


@dataclass(frozen=True)
class Told:
    """One change: `at` is the school's time, UTC."""

    at: datetime
    who: str
    text: str
    reason: str


def histories(journal_id: int, named: Named) -> dict[Place, list[Told]]:
    """Place → its changes, oldest first; two selects."""
    cells = select(Cell.id, Cell.column_id).where(Cell.journal_id == journal_id)
    columns = dict(db.session.execute(cells).all())
    found: dict[Place, list[Told]] = defaultdict(list)
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.journal_id == journal_id, Entry.table_name.in_(_TABLES))
        .order_by(Entry.id)
        .execution_options(yield_per=2000)
    )
    for entry in entries:
        told = Told(
            entry.school_at, named.author(entry.account_id), wording(entry), entry.reason or ""
        )
        found[_place(entry, columns)].append(told)
    return dict(found)


def _place(entry: Entry, columns: dict[int, int]) -> Place:
    image = entry.after or entry.before
    if entry.table_name == Mark.__tablename__:
        return "column", columns.get(image["cell_id"], 0), image["student_id"]
    if entry.table_name == TermMark.__tablename__:
        return (
            "period",
            image.get("period") or period_of(image["term_id"]),
            image["student_id"],
        )
    return "lesson", image["lesson_id"], image["student_id"]
