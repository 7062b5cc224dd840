"""What all checks of one look stand on: days, journals, who sits where. A few selects."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select

from models import clock
from models.base import db
from models.control.checks.kinds import MOST_NAMED, Suspect
from models.control.class_pupils import Sitting, sittings
from models.journal.journal import Journal
from models.office.order import TRANSITION, GroupKey, the_modes
from models.people.person import Person, with_initials
from models.people.student import Student
from models.school.calendar import TERM_WORD, Term, standing_terms, the_year
from models.school.groups import HOME, StudyGroup
from models.school.school import school_facts
from models.school.subject import Course


@dataclass(frozen=True)
class Place:
    """A journal as a check names it."""

    id: int
    course_id: int
    course: str
    marked: bool
    group_id: int
    group: str
    grade: int
    kind: str
    class_group_id: int | None

    @property
    def title(self) -> str:
        return f"{self.course} · {self.group}"


@dataclass
class Look:
    """The days looked at, the year they lie in, and (where told) the only journals."""

    first: date
    last: date
    journals: frozenset[int] | None = None

    def __post_init__(self):
        self.year = the_year(self.last)
        self.first = max(self.first, self.year.starts_on)
        self.today = clock.today()

    def of(self, query, column):
        """The query, of the journals looked at."""
        return query if self.journals is None else query.where(column.in_(self.journals))

    @cached_property
    def school(self):
        return school_facts()

    @cached_property
    def places(self) -> dict[int, Place]:
        """The year's journals by id; one select."""
        rows = db.session.execute(
            select(
                Journal.id,
                Course.id,
                Course.name,
                Course.marked,
                StudyGroup.id,
                StudyGroup.name,
                StudyGroup.grade,
                StudyGroup.kind,
                StudyGroup.class_group_id,
            )
            .join(Course, Course.id == Journal.course_id)
            .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
            .where(Journal.year_id == self.year.id)
        )
        return {row[0]: Place(*row) for row in rows}

    @cached_property
    def sitting(self) -> Sitting:
        return sittings(self.year.id, self.today)

    @cached_property
    def modes(self):
        return the_modes()

    def is_paper(self, place: Place, day: date) -> bool:
        """Whether the journal is kept on paper that day, and copied."""
        return self.modes.of(GroupKey(place.group_id, place.class_group_id), day) == TRANSITION

    def is_marked(self, place: Place) -> bool:
        """Whether numbers are given there."""
        return place.marked and place.grade not in self.school.rule("unmarked_grades")

    def pupils(self, place: Place) -> frozenset[int]:
        """Who sits there; those taught at home have journals of their own."""
        seated = self.sitting.groups.get(place.group_id)
        at_home = frozenset() if place.kind == HOME else self.sitting.at_home
        return seated.pupils - at_home if seated else frozenset()

    @cached_property
    def terms(self) -> dict[int, Term]:
        """The year's terms by id; one select."""
        return {term.id: term for term in db.session.scalars(standing_terms(self.year.id))}

    def term_now(self, grade: int) -> Term | None:
        """The grade's term in which the last day looked at lies."""
        return self._now.get(grade)

    @cached_property
    def _now(self) -> dict[int, Term]:
        there = (t for t in self.terms.values() if t.starts_on <= self.last <= t.ends_on)
        return {term.grade: term for term in there}


def term_name(term: Term) -> str:
    """«1 четверть»."""
    return f"{term.number} {TERM_WORD[term.kind]}"


def named(found: list[Suspect]) -> list[Suspect]:
    """The suspects with the names of the pupils they are about; one select."""
    ids = {one.student_id for one in found if one.student_id}
    ids |= {who for one in found for who, _ in one.pupils[:MOST_NAMED]}
    if not ids:
        return found
    rows = db.session.execute(
        select(Student.id, Person.surname, Person.given, Person.patronymic)
        .join(Person, Person.id == Student.person_id)
        .where(Student.id.in_(ids))
    )
    names = {student_id: with_initials(*name) for student_id, *name in rows}
    return [one.named(names) for one in found]
