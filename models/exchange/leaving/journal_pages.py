"""The pages of a journal in the copy: by term the grid, the lessons, the history of each cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from models import clock
from models.exchange.leaving.gate import Gate
from models.exchange.leaving.named import Named
from models.exchange.leaving.told_history import Told, histories
from models.exchange.leaving.told_lessons import ToldLesson, lessons
from models.journal.facts import JournalFacts
from models.journal.grid import Column, Grid, read_grid
from models.journal.journal import Journal
from models.school.calendar import TermFacts, terms_of
from models.school.school import Ruled


@dataclass(frozen=True)
class GridRow:
    """A pupil's row: (text, whether its history is worth a look, anchor) of each cell."""

    number: int
    name: str
    student_id: int
    cells: list[tuple[str, str]]  # text, anchor of its history where it was changed
    average: str
    missed: str
    term_cells: list[str]


@dataclass(frozen=True)
class JournalPage:
    """One page; `whole` is False where something of the term stays on paper."""

    journal: JournalFacts
    term: TermFacts
    terms: list[tuple[str, str]]
    columns: list[Column]
    periods: list[str]
    rows: list[GridRow]
    lessons: list[ToldLesson]
    history: list[tuple[str, str, str, list[Told]]]  # anchor, pupil, place, changes
    whole: bool

    @property
    def file(self) -> str:
        return file_of(self.journal.id, self.term)


def file_of(journal_id: int, term: TermFacts) -> str:
    """The name of a page."""
    return f"j{journal_id}-{term.number}.html"


def pages_of(
    journal: JournalFacts, gate: Gate, named: Named, school: Ruled
) -> Iterator[JournalPage]:
    """A page for each begun term of which something may leave."""
    begun = [
        term
        for term in terms_of(journal.year_id, journal.group.grade)
        if term.starts_on <= clock.today()
    ]
    told = None
    for term in begun:
        grid = read_grid(journal, term, school)
        shown = [
            place
            for place, column in enumerate(grid.columns)
            if gate.may_leave(journal.id, column.day)
        ]
        if not shown and not gate.may_leave(journal.id, min(term.ends_on, gate.pages.day)):
            continue
        if told is None:
            told = histories(journal.id, named)
        yield _page(journal, term, begun, grid, shown, told, gate, named)


def _page(journal, term, begun, grid: Grid, shown, told, gate: Gate, named: Named) -> JournalPage:
    ended = gate.may_leave(journal.id, min(term.ends_on, gate.pages.day))
    periods = grid.periods if ended else []
    columns = [grid.columns[place] for place in shown]
    whole = ended and len(shown) == len(grid.columns)
    history = _History(columns, periods, told, named)
    rows = [_row(row, shown, columns, periods, whole, history) for row in grid.rows]
    return JournalPage(
        journal,
        term,
        [(one.name, file_of(journal.id, one)) for one in begun],
        columns,
        [period.title for period in periods],
        rows,
        lessons(
            Journal.id == journal.id,
            (term.starts_on, min(term.ends_on, gate.pages.day)),
            gate,
            named,
        ),
        history.lines(),
        whole,
    )


def _row(row, shown, columns, periods, whole: bool, history: "_History") -> GridRow:
    who = row.seat.student_id
    cells = [
        (row.cells[place][0], history.anchor(column, who))
        for place, column in zip(shown, columns, strict=True)
    ]
    line = row.line if whole else None
    return GridRow(
        row.number,
        row.seat.name,
        who,
        cells,
        line.shown if line else "",
        str(line.missed) if line else "",
        [cell.text for cell in row.term_cells][: len(periods)],
    )


class _History:
    """What of a journal's history is about the columns and periods of one page."""

    def __init__(self, columns: list[Column], periods, told: dict, named: Named):
        self.named = named
        self.columns = {("column", column.id): column for column in columns}
        self.columns |= {("lesson", c.lesson_id): c for c in columns if c.position == 1}
        self.periods = {("period", period.name): period for period in periods}
        self.places: dict[tuple, list[Told]] = {}
        for (kind, key, who), changes in told.items():
            column = self.columns.get((kind, key))
            place = (column.id if column else (kind, key), who)
            if column or (kind, key) in self.periods:
                self.places.setdefault(place, []).extend(changes)

    def anchor(self, column: Column, who: int) -> str:
        """Where the history of a cell stands; '' where it was written once or never."""
        return f"h{column.id}-{who}" if len(self.places.get((column.id, who), ())) > 1 else ""

    def lines(self) -> list[tuple[str, str, str, list[Told]]]:
        """All of it by pupil and place."""
        by_id = {column.id: (n, column) for n, column in enumerate(self.columns.values())}
        found = []
        for (place, who), changes in self.places.items():
            name = self.named.students.get(who, f"№ {who}")
            changes = sorted(changes, key=lambda told: told.at)
            if place in by_id:
                order, column = by_id[place]
                words = f"{column.day:%d.%m}, {column.number} урок"
                words += f", {column.kind}" if column.kind else ""
                found.append((name, order, f"h{place}-{who}", words, changes))
            else:
                title = self.periods[place].title
                found.append((name, len(by_id), f"h{place[1]}-{who}", title, changes))
        found.sort(key=lambda line: (line[0].casefold().replace("ё", "е"), line[1]))
        return [(anchor, name, words, changes) for name, _, anchor, words, changes in found]
