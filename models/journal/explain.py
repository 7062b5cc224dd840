"""Why this mark is proposed: the arithmetic of a pupil's period, line by line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from models.base import db
from models.journal.averages import Weighted, proposed_mark, shown_average, weighted_average
from models.journal.brought import luggage
from models.journal.cell import MARK_KINDS, Cell, Mark
from models.journal.facts import JournalFacts, work_kinds
from models.journal.lesson import Lesson, LessonColumn
from models.journal.line import Line, pupil_line
from models.journal.proposals import Proposer
from models.journal.records import read_records
from models.journal.rounding import thresholds_of
from models.journal.term_marks import Period
from models.school.calendar import TermFacts
from models.school.school import Ruled

APART = "не входит в средний балл"


@dataclass(frozen=True)
class Item:
    """One mark in the sum, or beside it (`weight` is None: it does not count)."""

    day: date | None
    shown: str
    what: str
    value: Decimal | None
    weight: Decimal | None


@dataclass(frozen=True)
class Explanation:
    """The items, the sum they make, the table it is held against, and what is proposed."""

    items: list[Item]
    sum: Decimal
    weight: Decimal
    average: str
    exact: str
    thresholds: dict[int, Decimal]
    proposal: str
    line: Line | None


def explain(
    journal: JournalFacts, term: TermFacts, school: Ruled, period: Period, student_id: int
) -> Explanation:
    """The arithmetic behind a period's proposal for a pupil."""
    records = read_records(journal.id, term.starts_on, term.ends_on)
    proposer = Proposer(journal, term, school, records)
    if period.term is None:
        items = [
            Item(None, str(p.value), "", p.value, p.weight)
            for p in proposer.parts(period, student_id)
        ]
        line = None
    else:
        items = _brought(journal, period.term, school, student_id)
        items += _items(journal, period.term, school, student_id)
        line = pupil_line(journal, period.term, school, student_id)
    counted = [Weighted(i.value, i.weight) for i in items if i.weight is not None]
    average = weighted_average(counted)
    thresholds = thresholds_of(school, journal.group.grade, journal.course.name)
    proposed = proposed_mark(average, thresholds) if proposer.marked else None
    return Explanation(
        items,
        sum((c.value * c.weight for c in counted), Decimal(0)),
        sum((c.weight for c in counted), Decimal(0)),
        shown_average(average),
        _exact(average),
        thresholds,
        "" if proposed is None else str(proposed),
        line,
    )


def _exact(average: Decimal | None) -> str:
    """The average to four digits, where two do not tell all of it."""
    if average is None or average == average.quantize(Decimal("0.01")):
        return ""
    return str(average.quantize(Decimal("0.0001"))).replace(".", ",")


def _brought(journal, term: TermFacts, school: Ruled, student_id: int) -> list[Item]:
    """What the pupil brought along: marks of the former class and of certificates."""
    found = luggage(journal, term.starts_on, term.ends_on, school, student_id).get(student_id)
    return [
        Item(
            mark.day,
            mark.shown,
            f"{mark.where}, {mark.kind}" + ("" if mark.weight is not None else f", {APART}"),
            mark.counted,
            mark.weight,
        )
        for mark in (found.marks if found else ())
    ]


def _items(journal, term: TermFacts, school: Ruled, student_id: int) -> list[Item]:
    kinds = work_kinds()
    rows = db.session.execute(
        select(
            Lesson.on_date,
            Mark.shown,
            Mark.kind,
            Mark.counts,
            Mark.counted,
            func.coalesce(Mark.work_kind_id, LessonColumn.kind_id),
        )
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(
            Lesson.journal_id == journal.id,
            Lesson.on_date.between(term.starts_on, term.ends_on),
            Mark.student_id == student_id,
        )
        .order_by(Lesson.on_date, Lesson.number, LessonColumn.position, Mark.position)
    )
    return [
        Item(
            day,
            shown,
            _said(kinds[kind_id], kind, counts),
            counted,
            school.weight_of(kinds[kind_id].weight) if counts and counted is not None else None,
        )
        for day, shown, kind, counts, counted, kind_id in rows
    ]


def _said(work, kind: str, counts: bool) -> str:
    words = [work.name]
    if kind != "answer":
        words.append(MARK_KINDS[kind])
    if not counts:
        words.append(APART)
    return ", ".join(words)
