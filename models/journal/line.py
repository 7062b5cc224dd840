"""The end of a pupil's row: the average, its trend, what lacks, what was missed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import floor

from sqlalchemy import bindparam, func, null, or_, select, union_all

from models import clock
from models.base import db
from models.ground import remembered
from models.hot import Hot
from models.journal.averages import (
    Weighted,
    missing_to_next,
    proposed_mark,
    shown_average,
    trend,
    weighted_average,
)
from models.journal.brought import luggage
from models.journal.cell import Attendance, Cell, Mark
from models.journal.facts import JournalFacts, work_kinds
from models.journal.lesson import Lesson, LessonColumn
from models.journal.rounding import thresholds_of
from models.journal.scale import MISSED
from models.school.calendar import TermFacts
from models.school.roster import Seat, roster
from models.school.school import Ruled
from models.school.timetable import LessonSlot

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


@remembered
def hours_a_week(study_group_id: int, course_id: int, day: date) -> Decimal:
    """Lessons of a course in the group's week on a day: one of odd weeks only is a half."""
    count, halves = db.session.execute(
        select(
            func.count(LessonSlot.id), func.count(LessonSlot.id).filter(LessonSlot.parity != 0)
        ).where(
            LessonSlot.study_group_id == study_group_id,
            LessonSlot.course_id == course_id,
            LessonSlot.valid_from <= day,
            LessonSlot.valid_to.is_(None) | (LessonSlot.valid_to >= day),
        )
    ).one()
    return Decimal(count) - Decimal(halves) / 2


_HERE = (Lesson.journal_id == bindparam("journal_id")) & Lesson.on_date.between(
    bindparam("first"), bindparam("last")
)
_MISSED = or_(*(Attendance.code == code for code in MISSED))
_OF_PUPIL = Hot(
    union_all(
        select(
            Mark.counted.label("counted"),
            func.coalesce(Mark.work_kind_id, LessonColumn.kind_id).label("kind_id"),
            Lesson.on_date.label("day"),
            (Lesson.number * 1000 + LessonColumn.position * 10 + Mark.position).label("place"),
        )
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(
            _HERE,
            Cell.journal_id
            == bindparam("journal_id"),  # the pupil's own cells first: by their index
            Cell.student_id == bindparam("student_id"),
            Mark.counts,
            Mark.counted.is_not(None),
        ),
        select(null(), null(), null(), func.count(Attendance.id))
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(
            _HERE,
            Attendance.student_id == bindparam("student_id"),
            Attendance.journal_id == bindparam("journal_id"),
            _MISSED,
        ),
    )
)


def pupil_line(journal: JournalFacts, term: TermFacts, school: Ruled, student_id: int) -> Line:
    """A pupil's line in a term; one select."""
    rows = _OF_PUPIL.rows(
        {
            "journal_id": journal.id,
            "first": term.starts_on,
            "last": term.ends_on,
            "student_id": student_id,
        }
    )
    marks, missed, kinds = [], 0, work_kinds()
    for counted, kind_id, day, place in rows:
        if counted is None:
            missed = place
        else:
            marks.append((day, place, counted, kinds[kind_id].weight))
    marks.sort(key=lambda mark: mark[:2])
    brought = luggage(journal, term.starts_on, term.ends_on, school, student_id).get(student_id)
    counted = [*(brought.counted if brought else ()), *(mark[2:] for mark in marks)]
    line = line_rules(journal, term, school).line(counted, missed)
    seats = roster(journal.study_group_id, term.starts_on, term.ends_on)
    seat = next((seat for seat in seats if seat.student_id == student_id), None)
    here = seat is None or is_here(seat, term, clock.today())
    return line if here else line.without_alarms()
