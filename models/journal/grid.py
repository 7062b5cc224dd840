"""The marks grid of a journal in a term: read in a few plain selects, whatever its size."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, select

from models import clock
from models.base import line_to_database
from models.journal.brought import Luggage, luggage
from models.journal.facts import JournalFacts, KindFacts, work_kinds
from models.journal.heads_then import columns_then, kinds_then
from models.journal.lesson import HELD, AttendanceCheck, Lesson, LessonColumn
from models.journal.line import Line, LineRules, is_here, line_rules
from models.journal.proposals import Proposer
from models.journal.records import Records, read_records, records_at
from models.journal.scale import MISSED
from models.journal.term_marks import Period, periods_of
from models.school.calendar import TermFacts
from models.school.roster import Seat, roster
from models.school.school import Ruled


@dataclass
class Column:
    """A column of the grid with what its head shows; `day` is the lesson's, `stands_on` the
    day under which it stands (the paper's, in the paper's order)."""

    id: int
    lesson_id: int
    day: date
    number: int
    position: int
    kind_id: int
    topic: str
    status: str
    paper_on: date | None
    checked: bool
    stands_on: date = date.min
    kind: str = ""


@dataclass(frozen=True)
class TermCell:
    """A pupil's place for a period's mark: what stands, its version, what is proposed."""

    period: Period
    text: str
    version: int
    proposal: str


@dataclass
class Row:
    """A pupil's row: `cells` stand in the order of the columns as (text, version, closed,
    note)."""

    seat: Seat
    number: int
    cells: list[tuple[str, int, bool, bool]] = field(default_factory=list)
    line: Line | None = None
    luggage: Luggage | None = None
    term_cells: list[TermCell] = field(default_factory=list)


@dataclass
class Grid:
    """What the page draws."""

    columns: list[Column]
    periods: list[Period]
    rows: list[Row]

    @property
    def luggage(self) -> bool:
        """Whether anybody has brought anything along."""
        return any(row.luggage for row in self.rows)


_COLUMNS = (
    select(
        LessonColumn.id,
        Lesson.id,
        Lesson.on_date,
        Lesson.number,
        LessonColumn.position,
        LessonColumn.kind_id,
        Lesson.topic,
        Lesson.status,
        Lesson.paper_on,
        AttendanceCheck.id.is_not(None),
    )
    .join(Lesson, Lesson.id == LessonColumn.lesson_id)
    .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
    .where(
        Lesson.journal_id == bindparam("journal_id"),
        Lesson.on_date.between(bindparam("first"), bindparam("last")),
    )
    .order_by(Lesson.on_date, Lesson.number, Lesson.id, LessonColumn.position)
)


def _columns_of(journal_id: int, first: date, last: date) -> list[Column]:
    """The columns of the journal's lessons from `first` to `last`, in order."""
    asked = {"journal_id": journal_id, "first": first, "last": last}
    return [Column(*row) for row in line_to_database().execute(_COLUMNS, asked)]


def _headed(columns: list[Column], kinds: Mapping[int, KindFacts], by_paper: bool) -> list[Column]:
    """The columns with their kinds' short names, under the days on which they stand."""
    for column in columns:
        column.stands_on = (by_paper and column.paper_on) or column.day
        column.kind = kinds[column.kind_id].short
    if by_paper:
        columns.sort(key=lambda column: column.stands_on)  # stable: lessons of a day stay
    return columns


def read_grid(
    journal: JournalFacts,
    term: TermFacts,
    school: Ruled,
    *,
    by_paper: bool = False,
    lesson_id: int | None = None,
    moment: datetime | None = None,
) -> Grid:
    """The grid of one term (or of one lesson in it), now or as it stood at a past moment. Who
    comes by an order that is not in force yet is not on it."""
    day = clock.school_time(moment).date() if moment else clock.today()
    seats = come_by(roster(journal.study_group_id, term.starts_on, term.ends_on), term, day)
    columns, kinds = _columns_of(journal.id, term.starts_on, term.ends_on), work_kinds()
    if moment is None:
        records = read_records(journal.id, term.starts_on, term.ends_on)
    else:
        records, kinds = records_at(journal.id, moment), kinds_then(moment)
        columns = columns_then(journal.id, columns, moment, records)
    columns = _headed(columns, kinds, by_paper)
    periods = periods_of(journal, term, school)
    brought = luggage(journal, term.starts_on, term.ends_on, school)
    rules = line_rules(journal, term, school)
    lines = _lines(rules, kinds, seats, columns, records, brought)
    lines = {s.student_id: _heard(lines[s.student_id], s, term, day) for s in seats}
    proposer = Proposer(journal, term, school, records)
    if lesson_id is not None:
        columns = [column for column in columns if column.lesson_id == lesson_id]
    rows = [
        Row(
            seat,
            number,
            [_cell(column, seat, records) for column in columns],
            lines[seat.student_id],
            brought.get(seat.student_id),
            [_term_cell(p, seat, records, proposer, lines) for p in periods],
        )
        for number, seat in _numbered(seats, by_paper)
    ]
    return Grid(columns, periods, rows)


def come_by(seats: list[Seat], term: TermFacts, day: date) -> list[Seat]:
    """Those of a term's list who are or were on it by the day."""
    day = max(day, term.starts_on)
    return [seat for seat in seats if any(first <= day for first, _ in seat.spans)]


def _heard(line: Line, seat: Seat, term: TermFacts, day: date) -> Line:
    """The line without alarms and proposals, where the pupil is elsewhere now."""
    return line if is_here(seat, term, day) else line.without_alarms()


def _numbered(seats: list[Seat], by_paper: bool) -> list[tuple[int, Seat]]:
    """Pupils with their numbers: by surname, or as the paper journal has them."""
    if by_paper and any(seat.register_number for seat in seats):
        last = max(seat.register_number or 0 for seat in seats)
        seats = sorted(seats, key=lambda seat: seat.register_number or last + 1)
        return [(seat.register_number or last + 1, seat) for seat in seats]
    return list(enumerate(seats, start=1))


def _cell(column: Column, seat: Seat, records: Records) -> tuple[str, int, bool, bool]:
    who, first = seat.student_id, column.lesson_id if column.position == 1 else None
    closed = column.status != HELD or not seat.writes_on(column.day)
    return (
        records.text(column.id, first, who),
        records.versions.get((column.id, who), 0),
        closed,
        records.has_note(column.id, first, who),
    )


def _lines(
    rules: LineRules,
    kinds: Mapping[int, KindFacts],
    seats: list[Seat],
    columns: list[Column],
    records: Records,
    brought: Mapping[int, Luggage],
) -> dict[int, Line]:
    """Pupil → the line of all their counted marks, in the order of days."""
    counted: dict[int, list] = {seat.student_id: [] for seat in seats}
    for who in counted.keys() & brought.keys():
        counted[who] += brought[who].counted
    missed: dict[int, int] = {}
    ours = {column.lesson_id for column in columns}
    for column in columns:
        for who, values in counted.items():
            for mark in records.marks.get((column.id, who), ()):
                if mark.counts and mark.counted is not None:
                    kind = kinds[mark.work_kind_id or column.kind_id]
                    values.append((mark.counted, kind.weight))
    for (lesson_id, student_id), (code, _minutes) in records.codes.items():
        if code in MISSED and lesson_id in ours:
            missed[student_id] = missed.get(student_id, 0) + 1
    return {who: rules.line(values, missed.get(who, 0)) for who, values in counted.items()}


def _term_cell(period: Period, seat: Seat, records, proposer, lines) -> TermCell:
    who = seat.student_id
    key = (period.name, who)
    return TermCell(
        period,
        records.term_marks.get(key, ""),
        records.term_versions.get(key, 0),
        proposer.proposal(period, who, lines[who]) if lines[who].alive else "",
    )
