"""The end of a pupil's row: the average, its trend, what lacks, what was missed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import floor

from models import clock
from models.journal.averages import (
    Weighted,
    missing_to_next,
    proposed_mark,
    shown_average,
    trend,
    weighted_average,
)
from models.journal.brought import luggage
from models.journal.facts import JournalFacts, work_kinds
from models.journal.pupil_rows import pupil_rows
from models.journal.rounding import thresholds_of
from models.school.calendar import TermFacts
from models.school.roster import Seat, roster
from models.school.school import Ruled
from models.school.slot_hours import hours_a_week

TREND_OF = 8  # the last marks a trend is drawn through


@dataclass(frozen=True)
class Line:
    """What stands behind a pupil's lessons. `edge` and `few` are sentences, or empty; so is
    `proposal`, the mark proposed for the term."""

    average: Decimal | None
    shown: str
    trend: str
    missed: int
    edge: str
    few: str
    proposal: str
    alive: bool = True  # the pupil is here: alarms and proposals hold

    def without_alarms(self) -> "Line":
        """The same of a pupil who is elsewhere: nothing is missed and nothing proposed."""
        return replace(self, edge="", few="", proposal="", alive=False)


@dataclass(frozen=True)
class LineRules:
    """What a line is judged by: the school's settings for one journal and term."""

    thresholds: dict[int, Decimal]
    edge: Decimal
    least: int  # marks there should be by now
    weigh: bool
    marked: bool

    def line(self, marks: Iterable[tuple[Decimal, Decimal]], missed: int) -> Line:
        """The line of (value, weight) in the order of days."""
        counted = [Weighted(value, weight if self.weigh else Decimal(1)) for value, weight in marks]
        average = weighted_average(counted)
        return Line(
            average,
            shown_average(average),
            trend([mark.value for mark in counted[-TREND_OF:]]),
            missed,
            self._edge(average),
            self._few(len(counted)),
            self._proposal(average),
        )

    def _proposal(self, average: Decimal | None) -> str:
        mark = proposed_mark(average, self.thresholds) if self.marked else None
        return "" if mark is None else str(mark)

    def _edge(self, average: Decimal | None) -> str:
        lacks = missing_to_next(average, self.thresholds)
        if lacks is None or not self.edge or lacks[1] > self.edge:
            return ""
        return f"до {lacks[0]} не хватает {shown_average(lacks[1]) or '0,01'}"

    def _few(self, count: int) -> str:
        return f"отметок {count}, к этому дню нужно {self.least}" if count < self.least else ""


def line_rules(journal: JournalFacts, term: TermFacts, school: Ruled) -> LineRules:
    """The settings as they hold for a journal in a term, today."""
    marked = is_marked(journal, school)
    return LineRules(
        thresholds_of(school, journal.group.grade, journal.course.name),
        Decimal(school.rule("edge")),
        _least(journal, term, school) if marked else 0,
        school.rule("weights"),
        marked,
    )


def is_here(seat: Seat, term: TermFacts, today: date) -> bool:
    """Whether the pupil is in the class's journal now, or was when the term ended."""
    return seat.writes_on(min(max(today, term.starts_on), term.ends_on))


def is_marked(journal: JournalFacts, school: Ruled) -> bool:
    """Whether numbers are given in a journal at all."""
    return journal.group.grade not in school.rule("unmarked_grades") and journal.course.marked


def _least(journal: JournalFacts, term: TermFacts, school: Ruled) -> int:
    """Of the marks a whole term needs, the share of its days gone by."""
    needed = marks_needed(journal, school)
    days = (term.ends_on - term.starts_on).days + 1
    gone = min(max((clock.today() - term.starts_on).days + 1, 0), days)
    return floor(needed * gone / days)


def marks_needed(journal: JournalFacts, school: Ruled) -> int:
    """How many marks attest a pupil for a term, by the course's hours a week; 0: no rule."""
    table = {int(hours): marks for hours, marks in school.rule("density").items()}
    hours = hours_a_week(journal.study_group_id, journal.course.id, clock.today())
    reached = [marks for at, marks in table.items() if hours >= at]
    return max(reached, default=0)


def pupil_line(journal: JournalFacts, term: TermFacts, school: Ruled, student_id: int) -> Line:
    """A pupil's line in a term; one select."""
    first, last = term.starts_on, term.ends_on
    found, kinds = pupil_rows(journal.id, student_id, first, last), work_kinds()
    marks = [(counted, kinds[kind_id].weight) for _order, counted, kind_id in found.marks]
    brought = luggage(journal, first, last, school, student_id).get(student_id)
    line = line_rules(journal, term, school).line(
        [*(brought.counted if brought else ()), *marks], found.missed
    )
    seats = roster(journal.study_group_id, first, last)
    seat = next((seat for seat in seats if seat.student_id == student_id), None)
    here = seat is None or is_here(seat, term, clock.today())
    return line if here else line.without_alarms()
