"""Planned against given of all journals somebody sees: one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.journal.facts import CourseFacts, GroupFacts, JournalFacts
from models.journal.journal import Journal
from models.journal.plans.progress import Progress, progresses
from models.people.employee import Employee
from models.people.person import Person
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.teaching import MAIN, TeachingAssignment, within


@dataclass(frozen=True)
class Line:
    """A journal, who teaches it, and where it stands; None where it follows no plan."""

    journal: JournalFacts
    teachers: str
    progress: Progress | None


def lines_of(condition, year_id: int, today: date, course_id: int | None = None) -> list[Line]:
    """The lines of the journals that meet the condition, by class and course; six selects."""
    found = [Journal.year_id == year_id, condition]
    if course_id is not None:
        found.append(Journal.course_id == course_id)
    journals = journals_where(*found)
    teachers, stand = _teachers(today), progresses(journals, today)
    return [
        Line(j, ", ".join(teachers.get((j.group.id, j.course.id), ())), stand.get(j.id))
        for j in journals
    ]


def journals_where(*conditions) -> list[JournalFacts]:
    """Journals in the order of classes and courses."""
    rows = db.session.execute(
        select(Journal.id, Journal.year_id, StudyGroup, Course)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .where(*conditions)
        .order_by(StudyGroup.grade, StudyGroup.name, Course.name)
    )
    return [
        JournalFacts(
            row_id,
            year_id,
            GroupFacts(g.id, g.name, g.kind, g.grade, g.class_group_id),
            CourseFacts(c.id, c.name, c.marked),
        )
        for row_id, year_id, g, c in rows
    ]


def _teachers(today: date) -> dict[tuple[int, int], list[str]]:
    """(group, course) → who teaches it on the day."""
    found: dict[tuple[int, int], list[str]] = {}
    rows = db.session.execute(
        select(TeachingAssignment.study_group_id, TeachingAssignment.course_id, Person)
        .join(Employee, Employee.id == TeachingAssignment.employee_id)
        .join(Person, Person.id == Employee.person_id)
        .where(TeachingAssignment.duty == MAIN, within(TeachingAssignment, today))
        .order_by(Person.surname)
    )
    for group_id, course_id, person in rows:
        found.setdefault((group_id, course_id), []).append(person.initials)
    return found


def late_first(lines: Sequence[Line]) -> list[Line]:
    """Those behind first, the furthest behind at the top; then those without a plan."""
    return sorted(lines, key=lambda line: line.progress.gap if line.progress else 0)
