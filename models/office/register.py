"""The register of pupils as of any day, and who came and went between two days.

Both follow from enrolments, so that a list brought by an import counts as one by order does; the
order is named where one was entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from models.base import db
from models.office.movement import ARRIVAL, DEPARTURE, TRANSFER, Movement
from models.people.namesakes import Named, told_apart
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import the_year
from models.school.groups import ClassGroup, Enrolment, by_grade, ever_held
from models.school.leave import leaves_of
from models.school.roster import taught_at_home
from models.school.teaching import within

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Listed:
    """A line of a class's list on a day."""

    student_id: int
    number: int | None  # № по журналу
    name: str
    full: str
    birth_date: date | None
    sex: str | None
    since: date
    where: str  # «на дому», «в больнице», or nothing


@dataclass(frozen=True)
class ClassCount:
    """A class in the register: how many are on its list on the day."""

    id: int
    name: str
    grade: int
    pupils: int
    boys: int
    girls: int


@dataclass(frozen=True)
class Move:
    """Somebody who came, went or changed class: from and to as class names, empty outside."""

    student_id: int
    name: str
    day: date  # the first day as it is from then on
    came_from: str
    went_to: str
    class_ids: frozenset[int]
    place: str
    order: str

    @property
    def kind(self) -> str:
        if not self.came_from:
            return ARRIVAL
        return TRANSFER if self.went_to else DEPARTURE


def class_list(class_group_id: int, day: date) -> list[Listed]:
    """Who is on the list of a class on a day, by surname; constant in queries."""
    rows = db.session.execute(
        select(Enrolment, Person)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(Enrolment.class_group_id == class_group_id, within(Enrolment, day))
    ).all()
    names = told_apart([_named(person) for _, person in rows])
    ids = [row.student_id for row, _ in rows]
    where = elsewhere_on(ids, day)
    found = [
        Listed(
            row.student_id,
            row.register_number,
            name,
            person.full_name,
            person.birth_date,
            person.sex,
            row.from_date,
            where.get(row.student_id, ""),
        )
        for (row, person), name in zip(rows, names, strict=True)
    ]
    return sorted(found, key=lambda one: one.name.casefold().replace("ё", "е"))


def _named(person: Person) -> Named:
    return Named(person.surname, person.given, person.patronymic, person.birth_date)


def elsewhere_on(student_ids: list[int], day: date) -> dict[int, str]:
    """Pupil → where they learn on the day, if not in the class."""
    away = {who: found[0][2] for who, found in leaves_of(student_ids, day, day).items()}
    return away | dict.fromkeys(taught_at_home(student_ids, day, day), "на дому")


def counts(day: date) -> list[ClassCount]:
    """The classes of the day's year with how many are on their lists that day; one query."""
    boys, girls = (func.count(Enrolment.id).filter(Person.sex == sex) for sex in ("m", "f"))
    rows = db.session.execute(
        select(ClassGroup, func.count(Enrolment.id), boys, girls)
        .outerjoin(Enrolment, (Enrolment.class_group_id == ClassGroup.id) & within(Enrolment, day))
        .outerjoin(Student, Student.id == Enrolment.student_id)
        .outerjoin(Person, Person.id == Student.person_id)
        .where(ClassGroup.year_id == the_year(day).id)
        .group_by(ClassGroup.id)
    )
    found = [ClassCount(row.id, row.name, row.grade, *numbers) for row, *numbers in rows]
    return sorted(found, key=lambda one: by_grade(one.name))


def moves(first: date, last: date) -> list[Move]:
    """Who came, went and changed class after `first`, up to and with `last`, in order: the list
    of `last` is that of `first` and all of these. Constant in queries."""
    touched = select(Enrolment.student_id).where(
        ever_held(Enrolment),
        or_(
            (Enrolment.from_date > first) & (Enrolment.from_date <= last),
            (Enrolment.until >= first) & (Enrolment.until < last),
        ),
    )
    rows = db.session.execute(
        select(Enrolment, ClassGroup, Person)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(Enrolment.student_id.in_(touched), ever_held(Enrolment))
        .order_by(Enrolment.student_id, Enrolment.from_date)
    ).all()
    papers = _papers({row.student_id for row, _, _ in rows})
    found = [move for move in _steps(rows, papers) if first < move.day <= last]
    return sorted(found, key=lambda move: (move.day, move.name))


def _papers(student_ids: Iterable[int]) -> dict[tuple[int, bool], Movement]:
    """(enrolment, whether it ended) → the order by which it did."""
    query = select(Movement).where(
        Movement.student_id.in_(list(student_ids)),
        Movement.annulled_at.is_(None),
        Movement.enrolment_id.is_not(None),
    )
    return {(m.enrolment_id, m.kind == DEPARTURE): m for m in db.session.scalars(query)}


def _steps(rows, papers: dict) -> Iterable[Move]:
    for place, (row, group, person) in enumerate(rows):
        before = rows[place - 1] if place else None
        after = rows[place + 1] if place + 1 < len(rows) else None
        came = _adjoins(before, row)
        yield _move(row, person, row.from_date, before if came else None, group, papers, False)
        if row.until is not None and not (after and _adjoins(rows[place], after[0])):
            yield _move(row, person, row.until + DAY, rows[place], None, papers, True)


def _adjoins(before, row: Enrolment) -> bool:
    """Whether an enrolment goes on where the one before it ended."""
    return (
        before is not None
        and before[0].student_id == row.student_id
        and before[0].until is not None
        and before[0].until + DAY == row.from_date
    )


def _move(row, person, day: date, before, to: ClassGroup | None, papers, ended: bool) -> Move:
    paper = papers.get((row.id, ended))
    here = {group.id for group in (before and before[1], to) if group}
    return Move(
        row.student_id,
        person.full_name,
        day,
        before[1].name if before else "",
        to.name if to else "",
        frozenset(here),
        (paper.place or paper.note) if paper else (row.reason or ""),
        paper.order.name if paper else _old_order(row),
    )


def _old_order(row: Enrolment) -> str:
    """The order of an enrolment made before orders were rows."""
    if not row.order_number:
        return ""
    return f"приказ № {row.order_number}" + (
        f" от {row.order_date:%d.%m.%Y}" if row.order_date else ""
    )
