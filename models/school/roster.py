"""Who sits in a group, and in which groups a pupil sits: derived, dated, constant in queries."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from models.base import db
from models.ground import remembered
from models.people.namesakes import Named, told_apart
from models.people.person import Person
from models.people.student import Student
from models.school.groups import (
    BOYS,
    GIRLS,
    HOME,
    JOINED,
    WHOLE,
    ClassGroup,
    Enrolment,
    Membership,
    StudyGroup,
    StudyGroupPart,
)


@dataclass
class Seat:
    """A pupil in a group during a span of days; `spans` are (first, last or None). No two
    names of a list are alike."""

    student_id: int
    person: Named
    sex: str | None
    register_number: int | None
    class_name: str
    spans: list[tuple[date, date | None]]
    home: bool = False
    name: str = ""

    def short_name(self, letters: int = 1) -> str:
        """The name where room is scarce: «Иванов А.», or «Иванов Арте.» beside an Артур; what
        tells namesakes apart stays («Демидов Т. Вл.»)."""
        if not self.person.given:
            return self.name
        apart = self.name.removeprefix(self.person.name)
        return f"{self.person.surname} {self.person.given[:letters]}.{apart}"

    def sits_on(self, day: date) -> bool:
        """Whether the pupil is on the list that day."""
        return any(first <= day and (last is None or day <= last) for first, last in self.spans)


@remembered
def roster(group_id: int, first: date, last: date) -> list[Seat]:
    """Pupils who sit in the group at any time from `first` to `last`, by surname.

    Whole classes, boys and girls follow from enrolments; halves and home groups from
    memberships; joined groups are the union of their parts.
    """
    group = db.session.get(StudyGroup, group_id)
    parts = _parts(group) if group.kind == JOINED else [group]
    seats: dict[int, Seat] = {}
    for part in parts:
        for seat in _seats(part, first, last):
            known = seats.setdefault(seat.student_id, seat)
            if known is not seat:
                known.spans += seat.spans
    at_home = _taught_at_home(list(seats), first, last) if group.kind != HOME else set()
    names = told_apart([seat.person for seat in seats.values()])
    for seat, name in zip(seats.values(), names, strict=True):
        seat.home, seat.name = seat.student_id in at_home, name
    return sorted(seats.values(), key=lambda seat: seat.name.casefold().replace("ё", "е"))


def _parts(group: StudyGroup) -> list[StudyGroup]:
    return list(
        db.session.scalars(
            select(StudyGroup)
            .join(StudyGroupPart, StudyGroupPart.part_id == StudyGroup.id)
            .where(StudyGroupPart.joined_id == group.id)
        )
    )


def _seats(group: StudyGroup, first: date, last: date) -> list[Seat]:
    dated = Enrolment if group.kind in (WHOLE, BOYS, GIRLS) else Membership
    query = select(Student.id, Person, dated.from_date, dated.until).join(
        Person, Person.id == Student.person_id
    )
    query = query.join(dated, dated.student_id == Student.id)
    if dated is Enrolment:
        query = query.add_columns(Enrolment.register_number)
        query = query.where(Enrolment.class_group_id == group.class_group_id)
        if group.kind != WHOLE:
            query = query.where(Person.sex == ("m" if group.kind == BOYS else "f"))
    else:
        query = query.where(Membership.study_group_id == group.id)
    query = query.where(dated.from_date <= last, or_(dated.until.is_(None), dated.until >= first))
    return _merged(db.session.execute(query), group.name)


def _merged(rows, class_name: str) -> list[Seat]:
    seats: dict[int, Seat] = {}
    for student_id, person, first, last, *number in rows:
        seat = seats.setdefault(student_id, _seat(student_id, person, number, class_name))
        seat.spans.append((first, last))
    return list(seats.values())


def _seat(student_id: int, person: Person, number: list, class_name: str) -> Seat:
    named = Named(person.surname, person.given, person.patronymic, person.birth_date)
    return Seat(student_id, named, person.sex, number[0] if number else None, class_name, [])


def _taught_at_home(student_ids: list[int], first: date, last: date) -> set[int]:
    if not student_ids:
        return set()
    return set(
        db.session.scalars(
            select(Membership.student_id)
            .join(StudyGroup, StudyGroup.id == Membership.study_group_id)
            .where(
                StudyGroup.kind == HOME,
                Membership.student_id.in_(student_ids),
                Membership.from_date <= last,
                or_(Membership.until.is_(None), Membership.until >= first),
            )
        )
    )


@remembered
def groups_of(student_id: int, first: date, last: date) -> dict[int, list[tuple]]:
    """The groups a pupil sits in: group id → spans (first, last or None) within the days."""
    spans: dict[int, list[tuple]] = {}
    sex = db.session.scalar(
        select(Person.sex)
        .join(Student, Student.person_id == Person.id)
        .where(Student.id == student_id)
    )
    kinds = [WHOLE] + ([BOYS] if sex == "m" else [GIRLS] if sex == "f" else [])
    enrolled = (
        select(StudyGroup.id, Enrolment.from_date, Enrolment.until)
        .join(Enrolment, Enrolment.class_group_id == StudyGroup.class_group_id)
        .where(StudyGroup.kind.in_(kinds), Enrolment.student_id == student_id)
        .where(Enrolment.from_date <= last)
        .where(or_(Enrolment.until.is_(None), Enrolment.until >= first))
    )
    member = (
        select(Membership.study_group_id, Membership.from_date, Membership.until)
        .where(Membership.student_id == student_id, Membership.from_date <= last)
        .where(or_(Membership.until.is_(None), Membership.until >= first))
    )
    for group_id, start, end in [*db.session.execute(enrolled), *db.session.execute(member)]:
        spans.setdefault(group_id, []).append((start, end))
    _add_joined(spans)
    return _only_home(spans)


def _only_home(spans: dict[int, list[tuple]]) -> dict[int, list[tuple]]:
    """A pupil taught at home has the lessons of the home group, not those of the class."""
    home = db.session.scalars(
        select(StudyGroup.id).where(StudyGroup.kind == HOME, StudyGroup.id.in_(list(spans)))
    ).all()
    return {group_id: spans[group_id] for group_id in home} or spans


def _add_joined(spans: dict[int, list[tuple]]) -> None:
    rows = db.session.execute(
        select(StudyGroupPart.joined_id, StudyGroupPart.part_id).where(
            StudyGroupPart.part_id.in_(list(spans))
        )
    ).all()
    for joined_id, part_id in rows:
        spans.setdefault(joined_id, []).extend(spans[part_id])


def class_of(student_id: int, day: date) -> ClassGroup | None:
    """The class of a pupil on a day."""
    return db.session.scalar(
        select(ClassGroup)
        .join(Enrolment, Enrolment.class_group_id == ClassGroup.id)
        .where(
            Enrolment.student_id == student_id,
            Enrolment.from_date <= day,
            or_(Enrolment.until.is_(None), Enrolment.until >= day),
        )
    )
