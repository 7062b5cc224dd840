"""What the program proposes for periods; the person decides, a difference is seen."""

from decimal import Decimal
from functools import cached_property

from sqlalchemy import select

from models.base import db
from models.journal.averages import Weighted, proposed_mark, weighted_average
from models.journal.brought import former_term_marks
from models.journal.facts import JournalFacts
from models.journal.journal import Journal
from models.journal.line import Line, is_marked
from models.journal.records import Records, read_term_marks
from models.journal.rounding import thresholds_of
from models.journal.term_mark import EXAM, FINAL, YEAR, TermMark, period_of
from models.journal.term_marks import Period, periods_of
from models.school.calendar import TermFacts, terms_of
from models.school.groups import StudyGroup
from models.school.school import Ruled

FINAL_OF_SCHOOL = 11  # whose final mark gathers two years


class Proposer:
    """What the school's table proposes for each period of one journal."""

    def __init__(self, journal: JournalFacts, term: TermFacts, school: Ruled, records: Records):
        self.journal, self.records = journal, records
        self.grade = journal.group.grade
        self.marked = is_marked(journal, school)
        self.thresholds = thresholds_of(school, self.grade, journal.course.name)
        self.terms = terms_of(journal.year_id, self.grade)
        last = self.terms and term.id == self.terms[-1].id
        self.earlier = _earlier(journal) if last and self.grade == FINAL_OF_SCHOOL else {}

    def proposal(self, period: Period, student_id: int, line: Line) -> str:
        """The proposed mark as text; empty where nothing can be proposed. `line` is the pupil's
        in the term, where the period is one."""
        return line.proposal if period.term else self.beyond(period, student_id)

    def beyond(self, period: Period, student_id: int) -> str:
        """The mark proposed for a year or a final one."""
        if not self.marked:
            return ""
        proposed = proposed_mark(weighted_average(self.parts(period, student_id)), self.thresholds)
        return "" if proposed is None else str(proposed)

    def parts(self, period: Period, student_id: int) -> list[Weighted]:
        """The marks a year's or final mark is made of: a year's are its terms' (none while one
        lacks); the final of grade 11 is the mean of all half-years and years of 10 and 11, the
        state exam does not count; else of year and exam (the year alone without one)."""
        if period.name == YEAR:
            values = [self._value(period_of(term.id), student_id) for term in self.terms]
            return [] if None in values else values
        if period.name != FINAL:
            return []
        year, exam = self._value(YEAR, student_id), self._value(EXAM, student_id)
        if year is None:
            return []
        if self.grade == FINAL_OF_SCHOOL:
            halves = [self._value(period_of(term.id), student_id) for term in self.terms]
            earlier = self.earlier.get(student_id, [])
            return [value for value in (*earlier, *halves, year) if value is not None]
        return [value for value in (year, exam) if value is not None]

    @cached_property
    def former(self) -> dict[tuple[str, int], str]:
        """The marks of terms that pupils brought from the class they were in then."""
        if not self.terms:
            return {}
        names = [period_of(term.id) for term in self.terms]
        days = self.terms[0].starts_on, self.terms[-1].ends_on
        return former_term_marks(self.journal, *days, names)

    def _value(self, name: str, student_id: int) -> Weighted | None:
        text = self.records.term_marks.get((name, student_id), "")
        text = text or self.former.get((name, student_id), "")
        return Weighted(Decimal(text)) if text.isdigit() else None


def _earlier(journal: JournalFacts) -> dict[int, list[Weighted]]:
    """Pupil → the half-year and year marks of the course in other years' journals."""
    rows = db.session.execute(
        select(TermMark.student_id, TermMark.value)
        .join(Journal, Journal.id == TermMark.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(
            Journal.course_id == journal.course.id,
            Journal.year_id != journal.year_id,
            StudyGroup.grade == journal.group.grade - 1,
            TermMark.period.not_in((EXAM, FINAL)),
        )
    )
    found: dict[int, list[Weighted]] = {}
    for student_id, value in rows:
        if value.isdigit():
            found.setdefault(student_id, []).append(Weighted(Decimal(value)))
    return found


def proposals_beyond(
    journal: JournalFacts, school: Ruled, student_ids: set[int]
) -> list[tuple[str, int, str]]:
    """(period, pupil, proposal) for the year and final marks of pupils, which follow each mark
    of a term; one select."""
    terms = terms_of(journal.year_id, journal.group.grade)
    if not terms or not student_ids:
        return []
    records = Records()
    read_term_marks(journal.id, records)
    proposer = Proposer(journal, terms[-1], school, records)
    later = [period for period in periods_of(journal, terms[-1], school) if period.term is None]
    return [(p.name, who, proposer.beyond(p, who)) for p in later for who in sorted(student_ids)]
