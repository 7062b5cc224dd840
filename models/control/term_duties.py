"""Marks of periods as duties: of the teacher a day after the period, of the operator by the next
control (clauses 5.4(4), 5.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.base import db
from models.control.deadlines import (
    control_due,
    final_control,
    final_due,
    term_control,
    term_due,
)
from models.control.duty import Duty
from models.control.first_moments import first_entered
from models.control.rules import TERM, TERM_COPY
from models.journal.journal import Journal
from models.journal.term_mark import EXAM, FINAL, PERIODS, YEAR, TermMark
from models.journal.term_mark import period_of as period_name
from models.people.employee import Employee
from models.school.calendar import TERM_WORD, Term, standing_terms
from models.school.groups import ever_held
from models.school.teaching import MAIN, TeachingAssignment


@dataclass(frozen=True)
class _Judged:
    """A period of a grade: under which name its marks stand, and when it ended."""

    term: Term
    name: str
    title: str

    @property
    def is_final(self) -> bool:
        """Whether exams come before it."""
        return self.name in (EXAM, FINAL)

    @property
    def key(self) -> str:
        return self.name if self.name in PERIODS else f"t{self.term.id}"


def term_duties(ground) -> list[Duty]:
    """One duty per journal and period that ended in the ground's days: terms, and with the last
    of them the year, exam and final marks; five selects."""
    judged = _judged(ground)
    journals, teachers = _journals(ground), _teachers()
    marks = _marks([p.term.id for rows in judged.values() for p in rows], ground.year_id)
    found = []
    for journal in journals:
        for period in judged.get(journal.group.grade, ()):
            made = _duty(journal, period, marks, teachers, ground)
            if made is not None:
                found.append(made)
    return found


def _judged(ground) -> dict[int, list[_Judged]]:
    """Grade → the periods that ended in the ground's days."""
    rows = db.session.scalars(standing_terms(ground.year_id)).all()
    last = {term.grade: term for term in rows}
    found: dict[int, list[_Judged]] = {}
    for term in rows:
        if not ground.periods_from <= term.ends_on <= ground.last:
            continue
        title = f"{term.number} {TERM_WORD[term.kind]}"
        found.setdefault(term.grade, []).append(_Judged(term, period_name(term.id), title))
        if last[term.grade] is term:
            beyond = (YEAR, EXAM, FINAL) if term.grade in ground.exam_grades else (YEAR,)
            found[term.grade] += [_Judged(term, name, PERIODS[name]) for name in beyond]
    return found


def _journals(ground) -> list[Journal]:
    query = select(Journal).where(Journal.year_id == ground.year_id)
    if ground.journals is not None:
        query = query.where(Journal.id.in_(ground.journals))
    marked = (j for j in db.session.scalars(query).unique() if j.course.marked)
    return [j for j in marked if j.group.grade not in ground.unmarked]


def _marks(term_ids: list[int], year_id: int) -> dict[tuple[int, str], dict[int, datetime]]:
    """(journal, period) → pupil → when the mark first stood there; two selects."""
    rows = db.session.execute(
        select(
            TermMark.id,
            TermMark.journal_id,
            TermMark.period,
            TermMark.student_id,
            TermMark.entered_at,
            TermMark.version,
        )
        .join(Journal, Journal.id == TermMark.journal_id)
        .where(
            TermMark.term_id.in_(term_ids) | TermMark.period.in_(PERIODS),
            Journal.year_id == year_id,
            TermMark.value != "",
        )
    ).all()
    first = first_entered("term_mark", [row.id for row in rows if row.version > 1])
    found: dict[tuple[int, str], dict[int, datetime]] = {}
    for row in rows:
        moment = min(first.get(row.id, row.entered_at), row.entered_at)
        found.setdefault((row.journal_id, row.period), {})[row.student_id] = moment
    return found


def _teachers() -> dict[tuple[int, int], list[tuple[date, date | None, int]]]:
    """(group, course) → (from, until, person) of those who teach."""
    rows = db.session.execute(
        select(
            TeachingAssignment.study_group_id,
            TeachingAssignment.course_id,
            TeachingAssignment.from_date,
            TeachingAssignment.until,
            Employee.person_id,
        )
        .join(Employee, Employee.id == TeachingAssignment.employee_id)
        .where(TeachingAssignment.duty == MAIN, ever_held(TeachingAssignment))
    )
    found: dict[tuple[int, int], list] = {}
    for group_id, course_id, *span in rows:
        found.setdefault((group_id, course_id), []).append(tuple(span))
    return found


def _duty(journal: Journal, period: _Judged, marks: dict, teachers: dict, ground) -> Duty | None:
    wanted = _wanted(journal, period.term, ground)
    stands = marks.get((journal.id, period.name), {})
    if period.name == EXAM:  # who is examined in what, only the marks tell
        wanted &= stands.keys()
    if not wanted:
        return None
    lack = wanted - stands.keys()
    rule, due, who = _whose(journal, period, teachers, ground)
    return Duty(
        rule_name=rule,
        key=f"{period.key}j{journal.id}",
        due=due,
        done_at=None if lack else max(stands[one] for one in wanted),
        journal_id=journal.id,
        title=journal.title,
        about=period.title,
        on_date=period.term.ends_on,
        person_ids=who,
        class_ids=ground.sitting.groups[journal.study_group_id].class_ids,
        grade=journal.group.grade,
        period=period.name,
        number=len(lack),
    )


def _wanted(journal: Journal, term: Term, ground) -> set[int]:
    """Who sits in the journal and was in the class by the period's end."""
    seated = ground.sitting.groups.get(journal.study_group_id)
    if seated is None:
        return set()
    return ground.sitting.wrote(seated, term.ends_on)


def _whose(
    journal: Journal, period: _Judged, teachers: dict, ground
) -> tuple[str, datetime, frozenset]:
    """(rule, by when, whose) by the mode in which the period ended."""
    day = period.term.ends_on
    numbers = ground.numbers(day)
    if ground.is_paper(journal.group, day):
        control = (final_control if period.is_final else term_control)(day, ground.numbers)
        due = control_due(control, ground.numbers(control), ground.is_working)
        return TERM_COPY, due, ground.operators.of(ground.classes_of(journal.group.id), control)
    taught = teachers.get((journal.study_group_id, journal.course_id), [])
    who = {p for first, until, p in taught if first <= day and (until is None or until >= day)}
    due = (final_due if period.is_final else term_due)(day, numbers, ground.is_working)
    return TERM, due, frozenset(who)
