"""Marks of periods as duties: of the teacher a day after the period, of the operator by the next
control (clauses 5.4(4), 5.3)."""

from datetime import date, datetime

from sqlalchemy import select

from models.base import db
from models.control.deadlines import control_due, term_control, term_due
from models.control.duty import Duty
from models.control.duty_rows import first_entered
from models.control.rules import TERM, TERM_COPY
from models.journal.journal import Journal
from models.journal.term_mark import TermMark
from models.journal.term_mark import period_of as period_name
from models.people.employee import Employee
from models.school.calendar import TERM_WORD, Term
from models.school.teaching import MAIN, TeachingAssignment


def term_duties(ground) -> list[Duty]:
    """One duty per journal and term that ended in the ground's days; five selects."""
    terms = db.session.scalars(
        select(Term).where(
            Term.year_id == ground.year_id, Term.ends_on.between(ground.first, ground.last)
        )
    ).all()
    by_grade: dict[int, list[Term]] = {}
    for term in terms:
        by_grade.setdefault(term.grade, []).append(term)
    ids = [term.id for term in terms]
    journals, marks, teachers = _journals(ground), _marks(ids), _teachers()
    found = []
    for journal in journals:
        for term in by_grade.get(journal.group.grade, ()):
            made = _duty(journal, term, marks, teachers, ground)
            if made is not None:
                found.append(made)
    return found


def _journals(ground) -> list[Journal]:
    query = select(Journal).where(Journal.year_id == ground.year_id)
    if ground.journals is not None:
        query = query.where(Journal.id.in_(ground.journals))
    marked = (j for j in db.session.scalars(query).unique() if j.course.marked)
    return [j for j in marked if j.group.grade not in ground.unmarked]


def _marks(term_ids: list[int]) -> dict[tuple[int, int], dict[int, datetime]]:
    """(journal, term) → pupil → when the mark first stood there; two selects."""
    rows = db.session.execute(
        select(
            TermMark.id,
            TermMark.journal_id,
            TermMark.term_id,
            TermMark.student_id,
            TermMark.entered_at,
            TermMark.version,
        ).where(TermMark.term_id.in_(term_ids), TermMark.value != "")
    ).all()
    first = first_entered("term_mark", [row.id for row in rows if row.version > 1])
    found: dict[tuple[int, int], dict[int, datetime]] = {}
    for row in rows:
        moment = min(first.get(row.id, row.entered_at), row.entered_at)
        found.setdefault((row.journal_id, row.term_id), {})[row.student_id] = moment
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
        .where(TeachingAssignment.duty == MAIN)
    )
    found: dict[tuple[int, int], list] = {}
    for group_id, course_id, *span in rows:
        found.setdefault((group_id, course_id), []).append(tuple(span))
    return found


def _duty(journal: Journal, term: Term, marks: dict, teachers: dict, ground) -> Duty | None:
    seated = ground.sitting.groups.get(journal.study_group_id)
    if seated is None:
        return None
    wanted = ground.sitting.wrote(seated, term.ends_on)
    if not wanted:
        return None
    stands = marks.get((journal.id, term.id), {})
    lack = wanted - stands.keys()
    done_at = None if lack else max(stands[one] for one in wanted)
    rule, due, who = _whose(journal, term, teachers, ground)
    return Duty(
        rule_name=rule,
        key=f"t{term.id}j{journal.id}",
        due=due,
        done_at=done_at,
        journal_id=journal.id,
        title=journal.title,
        about=f"{term.number} {TERM_WORD[term.kind]}",
        on_date=term.ends_on,
        person_ids=who,
        class_ids=seated.class_ids,
        grade=journal.group.grade,
        period=period_name(term.id),
        number=len(lack),
    )


def _whose(journal: Journal, term: Term, teachers: dict, ground) -> tuple[str, datetime, frozenset]:
    """(rule, by when, whose) by the mode in which the period ended."""
    day = term.ends_on
    numbers = ground.numbers(day)
    if ground.is_paper(journal.group, day):
        control = term_control(day, numbers)
        due = control_due(control, ground.numbers(control), ground.is_working)
        return TERM_COPY, due, ground.operators.of(ground.classes_of(journal.group.id), control)
    taught = teachers.get((journal.study_group_id, journal.course_id), [])
    who = {p for first, until, p in taught if first <= day and (until is None or until >= day)}
    return TERM, term_due(day, numbers, ground.is_working), frozenset(who)
