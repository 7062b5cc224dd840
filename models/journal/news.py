"""What changed in a journal since a version somebody saw: for pages that stay open."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from models.base import line_to_database
from models.journal.cell import Cell
from models.journal.entry import Outcome, Wish
from models.journal.facts import ColumnFacts, JournalFacts, columns_named
from models.journal.lesson import AttendanceCheck, Lesson
from models.journal.notes import noted
from models.journal.standing import Standing, standings
from models.journal.term_mark import TermMark


@dataclass(frozen=True)
class Head:
    """A lesson's head as it reads now."""

    lesson_id: int
    topic: str
    checked: bool


@dataclass(frozen=True)
class News:
    """Cells, marks of periods and heads that changed."""

    columns: dict[int, ColumnFacts]
    cells: list[Outcome]
    term_cells: list[tuple[str, int, str, int]]  # period, pupil, value, version
    heads: list[Head]
    noted: set[tuple[int, int]]


_CELLS = select(Cell.column_id, Cell.student_id).where(
    Cell.journal_id == bindparam("journal_id"), Cell.stamp > bindparam("since")
)
_TERM_CELLS = select(TermMark.period, TermMark.student_id, TermMark.value, TermMark.version).where(
    TermMark.journal_id == bindparam("journal_id"), TermMark.stamp > bindparam("since")
)
_HEADS = (
    select(Lesson.id, Lesson.topic, AttendanceCheck.id.is_not(None))
    .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
    .where(Lesson.journal_id == bindparam("journal_id"), Lesson.stamp > bindparam("since"))
)


def news_since(journal: JournalFacts, since: int) -> News:
    """Everything with a stamp above `since`; eight selects at most."""
    asked = {"journal_id": journal.id, "since": since}
    connection = line_to_database()
    places = {tuple(row) for row in connection.execute(_CELLS, asked)}
    columns = columns_named(journal, sorted({column_id for column_id, _ in places}))
    there = standings(columns, sorted({who for _, who in places})) if places else {}
    return News(
        columns,
        [_told(place, there.get(place)) for place in sorted(places)],
        [tuple(row) for row in connection.execute(_TERM_CELLS, asked)],
        [Head(*row) for row in connection.execute(_HEADS, asked)],
        noted(columns, places) if places else set(),
    )


def _told(place: tuple[int, int], cell: Standing | None) -> Outcome:
    cell = cell or Standing(None, 0, [], None)
    text = cell.content.text
    return Outcome(Wish(*place, text, cell.version), cell.version, text)
