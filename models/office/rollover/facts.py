"""The year that ends, as the plan of the next one reads it; constant in queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from models.base import db
from models.office.movement import DEPARTURE, Movement
from models.office.order import ModeDecision
from models.people.employee import Employee
from models.people.namesakes import Named, told_apart
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import YearFacts, standing_terms
from models.school.groups import (
    ClassGroup,
    Enrolment,
    Membership,
    StudyGroup,
    StudyGroupPart,
    open_on,
)
from models.school.subject import Course
from models.school.teaching import TeachingAssignment, within

LEFT = "по переводу в следующий учебный год"  # the note of a departure made here


@dataclass(frozen=True)
class Pupil:
    """On the list of a class on the year's last day, or taken off it by this very change."""

    id: int
    name: str
    class_id: int
    sex: str | None
    departure: int | None = None  # the movement by which the pupil left


@dataclass(frozen=True)
class OldClass:
    """A class of the year that ends."""

    id: int
    name: str
    grade: int
    letter: str
    shift: int


@dataclass(frozen=True)
class OldGroup:
    """A study group, with the pupils named one by one and the groups it joins."""

    id: int
    name: str
    kind: str
    grade: int
    class_id: int | None
    members: frozenset[int]
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Taught:
    """Who taught a course to a group on the year's last day."""

    employee_id: int
    group_id: int
    course_id: int
    duty: str
    hours: Decimal


@dataclass(frozen=True)
class LastYear:
    """Everything the plan is made of."""

    year: YearFacts
    classes: list[OldClass]
    pupils: list[Pupil]
    groups: list[OldGroup]
    taught: list[Taught]
    courses: dict[int, str]
    staff: dict[int, str]
    modes: dict[int, str]  # class → its own mode, where decided
    lessons_end: date  # the last day of the last term


def last_year(year: YearFacts) -> LastYear:
    """Read the year as it stands on its last day."""
    classes = _classes(year)
    ids = [one.id for one in classes]
    return LastYear(
        year,
        classes,
        _pupils(ids, year.ends_on),
        _groups(year),
        _taught(year),
        dict(map(tuple, db.session.execute(select(Course.id, Course.name)))),
        _staff(),
        _modes(ids, year.ends_on),
        max((term.ends_on for term in db.session.scalars(standing_terms(year.id))), default=None),
    )


def _classes(year: YearFacts) -> list[OldClass]:
    rows = db.session.scalars(
        select(ClassGroup)
        .where(ClassGroup.year_id == year.id)
        .order_by(ClassGroup.grade, ClassGroup.letter)
    )
    return [OldClass(row.id, row.name, row.grade, row.letter, row.shift) for row in rows]


def _pupils(class_ids: list[int], day: date) -> list[Pupil]:
    left = (
        select(Movement.enrolment_id, Movement.id.label("departure"))
        .where(Movement.kind == DEPARTURE, Movement.note == LEFT, Movement.annulled_at.is_(None))
        .subquery()
    )
    rows = db.session.execute(
        select(Enrolment.student_id, Enrolment.class_group_id, Person, left.c.departure)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(left, left.c.enrolment_id == Enrolment.id)
        .where(
            Enrolment.class_group_id.in_(class_ids),
            or_(within(Enrolment, day), left.c.departure.is_not(None)),
        )
        .order_by(Enrolment.student_id)
    ).all()
    names = told_apart([Named(p.surname, p.given, p.patronymic, p.birth_date) for *_, p, _ in rows])
    found = [
        Pupil(student_id, name, class_id, person.sex, departure)
        for (student_id, class_id, person, departure), name in zip(rows, names, strict=True)
    ]
    return sorted(found, key=lambda one: one.name.casefold().replace("ё", "е"))


def _groups(year: YearFacts) -> list[OldGroup]:
    members, parts = defaultdict(set), defaultdict(list)
    ours = select(StudyGroup.id).where(StudyGroup.year_id == year.id)
    for group_id, student_id in db.session.execute(
        select(Membership.study_group_id, Membership.student_id).where(
            Membership.study_group_id.in_(ours), within(Membership, year.ends_on)
        )
    ):
        members[group_id].add(student_id)
    for joined_id, part_id in db.session.execute(
        select(StudyGroupPart.joined_id, StudyGroupPart.part_id)
        .where(StudyGroupPart.joined_id.in_(ours))
        .order_by(StudyGroupPart.id)
    ):
        parts[joined_id].append(part_id)
    rows = db.session.scalars(
        select(StudyGroup)
        .where(StudyGroup.year_id == year.id, open_on(StudyGroup, year.ends_on))
        .order_by(StudyGroup.id)
    )
    return [
        OldGroup(
            row.id,
            row.name,
            row.kind,
            row.grade,
            row.class_group_id,
            frozenset(members[row.id]),
            tuple(parts[row.id]),
        )
        for row in rows
    ]


def _taught(year: YearFacts) -> list[Taught]:
    rows = db.session.execute(
        select(
            TeachingAssignment.employee_id,
            TeachingAssignment.study_group_id,
            TeachingAssignment.course_id,
            TeachingAssignment.duty,
            TeachingAssignment.hours,
        )
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .where(StudyGroup.year_id == year.id, within(TeachingAssignment, year.ends_on))
        .order_by(TeachingAssignment.id)
    )
    return [Taught(*row) for row in rows]


def _staff() -> dict[int, str]:
    rows = db.session.execute(
        select(Employee.id, Person).join(Person, Person.id == Employee.person_id)
    )
    found = [(employee_id, person.full_name) for employee_id, person in rows]
    return dict(sorted(found, key=lambda one: one[1].casefold().replace("ё", "е")))


def _modes(class_ids: list[int], day: date) -> dict[int, str]:
    rows = db.session.execute(
        select(ModeDecision.class_group_id, ModeDecision.mode)
        .where(ModeDecision.class_group_id.in_(class_ids), ModeDecision.from_date <= day)
        .order_by(ModeDecision.from_date, ModeDecision.id)
    )
    return dict(map(tuple, rows))
