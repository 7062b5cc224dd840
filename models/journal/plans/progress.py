"""Planned against given: of one journal or of many, in the same number of selects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from models.base import line_to_database
from models.journal.facts import JournalFacts
from models.journal.lesson import HELD, Lesson
from models.journal.plans.course_of_lessons import Course, Proposal, Taught, course_of
from models.journal.plans.reading import BoundPlan, plan_of, plans_of
from models.journal.plans.to_come import Place, places_of
from models.school.calendar import TermFacts, current_term, terms_of, the_year


@dataclass(frozen=True)
class Progress:
    """Where a journal stands on a day. Hours are lessons; `term` is the running term."""

    course: Course
    term: TermFacts | None
    by_timetable: int  # places of the timetable up to today, from the plan's first day
    held: int  # lessons that took place up to today
    to_come: int  # lessons after today, to the term's end
    due: int  # hours of the plan that should lie behind at the term's end

    @property
    def gap(self) -> int:
        """At the term's end: so many lessons ahead of the plan (+) or behind it (-)."""
        return self.course.done + self.course.unwritten + self.to_come - self.due

    @property
    def begun(self) -> bool:
        """Whether any lesson was given along the plan."""
        return self.held > 0 or self.course.done > 0

    @property
    def ahead(self) -> bool:
        """Whether more was given than the timetable had room for; else hours to spare come."""
        return self.course.done + self.course.unwritten > self.by_timetable

    @property
    def said(self) -> str:
        """How it goes, in words: what was not begun yet is ahead of nothing."""
        if not self.begun:
            short = f", не хватит уроков: {-self.gap}" if self.gap < 0 else ""
            return f"ещё не начат{short}"
        if not self.course.done:
            late = f", отстаёт на {-self.gap}" if self.gap < 0 else ""
            return f"темы не записаны{late}"
        if not self.gap:
            return "в срок"
        if self.gap < 0:
            return f"отстаёт на {-self.gap}"
        return f"опережает на {self.gap}" if self.ahead else f"уроков в запасе: {self.gap}"


_LESSONS = (
    select(Lesson.journal_id, Lesson.id, Lesson.on_date, Lesson.number, Lesson.status, Lesson.topic)
    .where(Lesson.journal_id.in_(bindparam("journals", expanding=True)))
    .order_by(Lesson.on_date, Lesson.number, Lesson.id)
)


def _taught(journal_ids: Sequence[int]) -> dict[int, list[Taught]]:
    found: dict[int, list[Taught]] = {}
    rows = line_to_database().execute(_LESSONS, {"journals": list(journal_ids)})
    for journal_id, lesson_id, day, number, status, topic in rows:
        one = Taught(lesson_id, day, number, status == HELD, topic)
        found.setdefault(journal_id, []).append(one)
    return found


def course(journal_id: int, today: date) -> Course | None:
    """The journal's way along its plan, or None where it follows none; one select more."""
    plan = plan_of(journal_id, today)
    return course_of(plan, _taught([journal_id]).get(journal_id, ()), today) if plan else None


def proposed(journal_id: int, today: date) -> dict[int, Proposal]:
    """Lesson → what the plan proposes, for lessons without a topic."""
    found = course(journal_id, today)
    return found.proposals if found else {}


def progresses(journals: Sequence[JournalFacts], today: date) -> dict[int, Progress]:
    """Where each of these journals stands; those that follow no plan are not in it."""
    plans = plans_of(tuple(sorted(journal.id for journal in journals)), today)
    ours = [journal for journal in journals if journal.id in plans]
    if not ours:
        return {}
    taught = _taught([journal.id for journal in ours])
    places = places_of(the_year(today), frozenset((j.group.id, j.course.id) for j in ours))
    return {
        journal.id: _progress(
            plans[journal.id],
            taught.get(journal.id, []),
            places.get((journal.group.id, journal.course.id), ()),
            terms_of(journal.year_id, journal.group.grade),
            today,
        )
        for journal in ours
    }


def progress(journal: JournalFacts, today: date) -> Progress | None:
    """Where one journal stands."""
    return progresses([journal], today).get(journal.id)


def _progress(
    plan: BoundPlan, taught: list[Taught], places: Sequence[Place], terms: list, today: date
) -> Progress:
    term = current_term(terms, today)
    end = term.ends_on if term else today
    off = {(one.day, one.number) for one in taught if not one.held}
    ours = [place for place in places if plan.from_date <= place.day <= end]
    ahead = [p for p in ours if p.day > today and not p.off and (p.day, p.number) not in off]
    held = [one for one in taught if one.held and plan.from_date <= one.day <= today]
    return Progress(
        course_of(plan, taught, today),
        term,
        len([place for place in ours if place.day <= today]),
        len(held),
        len(ahead),
        _due(plan, term, len(ours)),
    )


def _due(plan: BoundPlan, term: TermFacts | None, places: int) -> int:
    """By the quarters of the plan where it names them, else by the timetable's places."""
    if term is None or not any(topic.term for topic in plan.topics):
        return min(places, plan.hours)
    due, running = 0, 1
    for topic in plan.topics:
        running = topic.term or running
        due += topic.hours if running <= term.number else 0
    return due
