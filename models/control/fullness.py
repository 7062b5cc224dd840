"""How full the six modules of clause 4.6 are, class by class: a fixed number of selects."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Integer, cast, exists, func, select

from models.base import db
from models.control.class_pupils import Sitting, sittings
from models.control.modules import ClassFacts, Module, Page, modules_of, whole_of
from models.control.operators import operators_of
from models.control.rule_set import numbers_on
from models.journal.attention import ended, has_records
from models.journal.cell import Attendance
from models.journal.journal import Journal
from models.journal.lesson import HELD, AttendanceCheck, Lesson
from models.journal.term_mark import TermMark
from models.office.order import TRANSITION, the_modes
from models.school.calendar import Term, YearFacts, standing_terms, the_year
from models.school.groups import BOYS, GIRLS, HALF, HOME, JOINED, ClassGroup
from models.school.school import school_facts
from models.school.slot_hours import hours_by_pair
from models.school.subject import Course
from models.school.teaching import MAIN, TeachingAssignment, within
from models.school.timetable import LessonSlot

_IN_PARTS = (HALF, BOYS, GIRLS, JOINED)


@dataclass(frozen=True)
class Fullness:
    """One class and its six modules."""

    facts: ClassFacts
    modules: list[Module]

    @property
    def percent(self) -> int:
        return whole_of(self.modules)


@dataclass
class _Pair:
    """A course of a group: what is known of it whatever the class."""

    hours: Decimal = Decimal(0)
    placed: Decimal = Decimal(0)
    teacher: bool = False
    journal_id: int | None = None
    held: int = 0
    recorded: int = 0
    first_bare: int | None = None
    attended: int = 0
    marks: set[tuple[int, int]] = field(default_factory=set)  # (term, pupil)


def fullness(classes: list[ClassGroup], day: date) -> list[Fullness]:
    """The classes as they stand on a day, in the order given; eleven selects."""
    if not classes:
        return []
    year = the_year(day)
    sitting, pairs = sittings(year.id, day), _pairs(year, day)
    terms, courses, bare = _ended_terms(year.id, day), _courses(), _unmarked_grades()
    operators, modes = operators_of(day), the_modes()
    found = []
    for group in classes:
        facts = ClassFacts(group.id, group.name, group.grade, paper=False)
        whole = sitting.whole.get(group.id)
        facts.paper = whole is not None and modes.of(whole, day) == TRANSITION
        facts.operators = operators.get(group.id, [])
        facts.pupils = sitting.pupils.get(group.id, [])
        known = courses[group.grade in bare]
        facts.pages = _pages(group, sitting, pairs, terms.get(group.grade, []), known)
        found.append(Fullness(facts, modules_of(facts)))
    return found


def _pages(group, sitting: Sitting, pairs: dict, terms: list[Term], courses: dict) -> list[Page]:
    """The subject pages with pupils of the class, by course and group."""
    pages = []
    for (group_id, course_id), pair in pairs.items():
        seated = sitting.groups.get(group_id)
        if seated is None or seated.kind == HOME or group.id not in seated.class_ids:
            continue
        name, marked = courses[course_id]
        page = Page(name, seated.name, seated.kind, marked, seated.kind in _IN_PARTS)
        page.hours, page.placed, page.teacher = pair.hours, pair.placed, pair.teacher
        page.journal_id = pair.journal_id
        page.held, page.recorded, page.attended = pair.held, pair.recorded, pair.attended
        page.first_bare = pair.first_bare
        page.pupils = sitting.of_class(group.id, group_id)
        if marked:
            _count_terms(page, pair, terms, sitting.since)
        pages.append(page)
    return sorted(pages, key=lambda page: (page.course, page.group))


def _count_terms(page: Page, pair: _Pair, terms: list[Term], since: dict[int, date]) -> None:
    """Marks of ended terms: of every pupil of the page who was there when the term ended."""
    if pair.journal_id is None:
        return
    for term in terms:
        due = {one for one in page.pupils if since[one] <= term.ends_on}
        page.term_want += len(due)
        page.term_have += sum((term.id, one) in pair.marks for one in due)


def _pairs(year: YearFacts, day: date) -> dict[tuple[int, int], _Pair]:
    """(group, course) → what is known: from assignments, timetable, journals and lessons."""
    pairs: dict[tuple[int, int], _Pair] = {}
    for group_id, course_id, duty, hours in db.session.execute(
        select(
            TeachingAssignment.study_group_id,
            TeachingAssignment.course_id,
            TeachingAssignment.duty,
            TeachingAssignment.hours,
        ).where(within(TeachingAssignment, day))
    ):
        pair = pairs.setdefault((group_id, course_id), _Pair())
        if duty == MAIN:
            pair.teacher = True
            pair.hours = max(pair.hours, hours)
    for pair, hours in hours_by_pair(day, LessonSlot.year_id == year.id).items():
        pairs.setdefault(pair, _Pair()).placed = hours
    _add_journals(pairs, year, day)
    return pairs


def _add_journals(pairs: dict, year: YearFacts, day: date) -> None:
    by_journal = {}
    for journal_id, group_id, course_id in db.session.execute(
        select(Journal.id, Journal.study_group_id, Journal.course_id).where(
            Journal.year_id == year.id
        )
    ):
        pair = pairs.get((group_id, course_id))
        if pair is not None:
            pair.journal_id = journal_id
            by_journal[journal_id] = pair
    last = day - timedelta(days=numbers_on(day).grace_days)
    for journal_id, held, recorded, attended in _lessons(year.starts_on, last):
        if journal_id in by_journal:
            pair = by_journal[journal_id]
            pair.held, pair.recorded, pair.attended = held, recorded or 0, attended or 0
    for journal_id, lesson_id in _first_bare(year.starts_on, last):
        if journal_id in by_journal:
            by_journal[journal_id].first_bare = lesson_id
    rows = select(TermMark.journal_id, TermMark.term_id, TermMark.student_id)
    for journal_id, term_id, student_id in db.session.execute(
        rows.where(TermMark.value != "", TermMark.term_id.is_not(None))
    ):
        if journal_id in by_journal:
            by_journal[journal_id].marks.add((term_id, student_id))


def _lessons(first: date, last: date):
    """(journal, held, with records or check, with absences or check) of lessons whose works are
    due: a week after the work (5.4(3)), on paper as in the program."""
    checked = AttendanceCheck.id.is_not(None)
    absent = exists().where(Attendance.lesson_id == Lesson.id)
    return db.session.execute(
        select(
            Lesson.journal_id,
            func.count(Lesson.id),
            func.sum(cast(has_records() | checked, Integer)),
            func.sum(cast(absent | checked, Integer)),
        )
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .where(Lesson.status == HELD, Lesson.on_date.between(first, last), ended())
        .group_by(Lesson.journal_id)
    )


def _first_bare(first: date, last: date):
    """(journal, its first lesson of those without record and check)."""
    in_turn = func.row_number().over(
        partition_by=Lesson.journal_id, order_by=(Lesson.on_date, Lesson.number, Lesson.id)
    )
    bare = (
        select(Lesson.journal_id, Lesson.id.label("lesson_id"), in_turn.label("turn"))
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .where(Lesson.status == HELD, Lesson.on_date.between(first, last), ended())
        .where(~has_records(), AttendanceCheck.id.is_(None))
        .subquery()
    )
    return db.session.execute(select(bare.c.journal_id, bare.c.lesson_id).where(bare.c.turn == 1))


def _ended_terms(year_id: int, day: date) -> dict[int, list[Term]]:
    """Grade → terms whose marks are due: a day after the term's end (5.4(4))."""
    found: dict[int, list[Term]] = {}
    ended_before = Term.ends_on < day - timedelta(days=numbers_on(day).term_days)
    for term in db.session.scalars(standing_terms(year_id).where(ended_before)):
        found.setdefault(term.grade, []).append(term)
    return found


def _unmarked_grades() -> list[int]:
    school = school_facts()
    return school.rule("unmarked_grades") if school else []


def _courses() -> dict[bool, dict[int, tuple[str, bool]]]:
    """(name, whether marks are given) of each course, in an unmarked grade and elsewhere."""
    rows = db.session.execute(select(Course.id, Course.name, Course.marked)).all()
    return {
        bare: {course_id: (name, marked and not bare) for course_id, name, marked in rows}
        for bare in (False, True)
    }
