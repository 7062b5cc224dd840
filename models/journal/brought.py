"""What a pupil has brought along into a journal: marks of the former class and of certificates.

Marks stay where they were given, with the pupil. A journal into which somebody came during the
term shows them beside its own; the school's setting `former_marks` says whether they count in the
term's average here. Marks of a certificate (hospital, former school) always do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, or_, select

from models.base import db
from models.ground import remembered
from models.journal.brought_mark import BroughtMark
from models.journal.cell import Attendance, Cell, Mark
from models.journal.facts import JournalFacts, work_kinds
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.scale import DEBT, MISSED
from models.journal.term_mark import TermMark
from models.school.groups import HOME, StudyGroup
from models.school.places import groups_of_many
from models.school.roster import Seat, roster
from models.school.school import Ruled


@dataclass(frozen=True)
class Former:
    """A journal of the same course in which the pupil was before, and on which days."""

    journal_id: int
    where: str
    first: date
    last: date


@dataclass(frozen=True)
class BroughtRecord:
    """A mark that was brought along. `weight` is None where it enters no average here."""

    day: date
    shown: str
    where: str  # «из 5-А», «справка № 3 …»
    kind: str
    counted: Decimal | None
    weight: Decimal | None


@dataclass
class Luggage:
    """All a pupil has brought into one journal in a term."""

    marks: list[BroughtRecord]
    missed: int = 0  # lessons missed in the former class: they are counted there

    @property
    def shown(self) -> str:
        return " ".join(mark.shown for mark in self.marks)

    @property
    def counted(self) -> list[tuple[Decimal, Decimal]]:
        """(value, weight) of those that enter the average, in the order of days."""
        return [(mark.counted, mark.weight) for mark in self.marks if mark.weight is not None]

    @property
    def said(self) -> str:
        """The same in words, for whoever points at it."""
        places = dict.fromkeys(mark.where for mark in self.marks)
        told = [
            f"{place}: "
            + ", ".join(f"{m.day:%d.%m} {m.shown}" for m in self.marks if m.where == place)
            for place in places
        ]
        if any(mark.weight is None and mark.counted is not None for mark in self.marks):
            told.append("отметки прежнего класса в средний балл здесь не входят")
        if self.missed:
            told.append(f"пропущено в прежнем классе: {self.missed}")
        return "; ".join(told)


@remembered
def former_places(journal: JournalFacts, first: date, last: date) -> dict[int, list[Former]]:
    """Pupil → the journals of the course they came from, for those who came after `first`; five
    selects where anybody did."""
    seats = {
        s.student_id: s for s in roster(journal.study_group_id, first, last) if _came(s, first)
    }
    if not seats:
        return {}
    places = groups_of_many(tuple(seats), first, last)
    groups = {group_id for spans in places.values() for group_id in spans}
    rows = db.session.execute(
        select(Journal.id, StudyGroup.id, StudyGroup.name, StudyGroup.kind)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(
            StudyGroup.id.in_(groups - {journal.study_group_id}),
            Journal.course_id == journal.course.id,
            Journal.year_id == journal.year_id,
        )
    ).all()
    found: dict[int, list[Former]] = {}
    for journal_id, group_id, name, kind in rows:
        for student_id, seat in seats.items():
            for start, end in places.get(student_id, {}).get(group_id, ()):
                if _is_former(seat, kind, end):
                    where = "с обучения на дому" if kind == HOME else f"из {name}"
                    until = min(end, last) if end else last
                    here = Former(journal_id, where, max(start, first), until)
                    found.setdefault(student_id, []).append(here)
    return found


def _came(seat: Seat, first: date) -> bool:
    return bool(seat.home_spans) or max(start for start, _ in seat.spans) > first


def _is_former(seat: Seat, kind: str, end: date | None) -> bool:
    """Whether a span elsewhere was over when the pupil came here; days at home are elsewhere
    although the pupil stays on the class's list."""
    if kind == HOME and seat.home_spans:
        return True
    return end is not None and end < max(start for start, _ in seat.spans)


@remembered
def _documents(course_id: int, first: date, last: date) -> dict[int, list[tuple]]:
    rows = db.session.execute(
        select(
            BroughtMark.student_id,
            BroughtMark.on_date,
            BroughtMark.shown,
            BroughtMark.counted,
            BroughtMark.document,
        )
        .where(
            BroughtMark.course_id == course_id,
            BroughtMark.annulled_at.is_(None),
            BroughtMark.on_date.between(first, last),
        )
        .order_by(BroughtMark.on_date, BroughtMark.id)
    )
    found: dict[int, list[tuple]] = {}
    for student_id, *mark in rows:
        found.setdefault(student_id, []).append(tuple(mark))
    return found


def luggage(
    journal: JournalFacts, first: date, last: date, school: Ruled, student_id: int | None = None
) -> dict[int, Luggage]:
    """Pupil → what they brought into the journal for these days (of one pupil, or of all who
    sit there); nobody who brought nothing. Two selects, where anybody came."""
    former, papers = former_places(journal, first, last), _documents(journal.course.id, first, last)
    whose = {*former, *papers} if student_id is None else {student_id} & {*former, *papers}
    if not whose:
        return {}
    found = {who: Luggage([]) for who in whose}
    places = {who: former[who] for who in whose if who in former}
    if places:
        _add_marks(found, places, school)
        _add_missed(found, places)
    for who in whose:
        for day, shown, counted, document in papers.get(who, ()):
            weight = None if counted is None else Decimal(1)
            record = BroughtRecord(day, shown, document, "по справке", counted, weight)
            found[who].marks.append(record)
        found[who].marks.sort(key=lambda mark: mark.day)
    return {who: brought for who, brought in found.items() if brought.marks or brought.missed}


def luggage_versions(journal: JournalFacts, first: date, last: date) -> tuple:
    """The versions of the journals from which somebody came: whatever is written there since
    changes what is shown here. Nothing is asked where nobody came."""
    ids = {p.journal_id for theirs in former_places(journal, first, last).values() for p in theirs}
    if not ids:
        return ()
    rows = db.session.execute(select(Journal.id, Journal.version).where(Journal.id.in_(ids)))
    return tuple(sorted(tuple(row) for row in rows))


def _there(places: dict[int, list[Former]], student):
    """The condition that a record of a lesson was made in one of the former places."""
    return or_(
        *(
            (Lesson.journal_id == p.journal_id)
            & Lesson.on_date.between(p.first, p.last)
            & (student == who)
            for who, theirs in places.items()
            for p in theirs
        )
    )


def _add_marks(found: dict[int, Luggage], places: dict, school: Ruled) -> None:
    rows = db.session.execute(
        select(
            Cell.student_id,
            Lesson.journal_id,
            Lesson.on_date,
            Mark.shown,
            Mark.counted,
            Mark.counts,
            func.coalesce(Mark.work_kind_id, LessonColumn.kind_id),
        )
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(_there(places, Cell.student_id), Mark.shown != DEBT)
        .order_by(Lesson.on_date, Lesson.number, LessonColumn.position, Mark.position)
    )
    kinds, counts_here = work_kinds(), school.rule("former_marks")
    where = {(who, p.journal_id): p.where for who, theirs in places.items() for p in theirs}
    for who, journal_id, day, shown, counted, counts, kind_id in rows:
        kind = kinds[kind_id]
        enters = counts and counted is not None and counts_here
        weight = school.weight_of(kind.weight) if enters else None
        record = BroughtRecord(day, shown, where[who, journal_id], kind.name, counted, weight)
        found[who].marks.append(record)


def _add_missed(found: dict[int, Luggage], places: dict) -> None:
    rows = db.session.execute(
        select(Attendance.student_id, func.count(Attendance.id))
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(_there(places, Attendance.student_id), Attendance.code.in_(MISSED))
        .group_by(Attendance.student_id)
    )
    for who, missed in rows:
        found[who].missed = missed


def former_term_marks(
    journal: JournalFacts, first: date, last: date, periods: Iterable[str]
) -> dict[tuple[str, int], str]:
    """(period, pupil) → the mark of a term that was given in the former class; one select."""
    former = former_places(journal, first, last)
    if not former:
        return {}
    rows = db.session.execute(
        select(TermMark.period, TermMark.student_id, TermMark.value).where(
            TermMark.period.in_(list(periods)),
            TermMark.value != "",
            or_(
                *(
                    (TermMark.journal_id == p.journal_id) & (TermMark.student_id == who)
                    for who, theirs in former.items()
                    for p in theirs
                )
            ),
        )
    )
    return {(period, who): value for period, who, value in rows}
