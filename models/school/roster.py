"""Who sits in a group on which days: derived, dated, constant in queries."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select

from models import clock
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
    overlaps,
)
from models.school.leave import leaves_of
from models.school.studied import studied


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
    name: str = ""
    home_spans: list[tuple[date, date | None]] = field(default_factory=list)
    leaves: list[tuple[date, date | None, str]] = field(default_factory=list)
    studied: list[tuple[date, date, date]] = field(default_factory=list)  # last: open until

    def short_name(self, letters: int = 1) -> str:
        """The name where room is scarce: «Иванов А.», or «Иванов Арте.» beside an Артур; what
        tells namesakes apart stays («Демидов Т. Вл.»)."""
        if not self.person.given:
            return self.name
        apart = self.name.removeprefix(self.person.name)
        return f"{self.person.surname} {self.person.given[:letters]}.{apart}"

    def sits_on(self, day: date) -> bool:
        """Whether the pupil is on the list that day."""
        return within_spans(self.spans, day)

    def home_on(self, day: date) -> bool:
        """Whether the pupil is taught at home that day, in journals of their own."""
        return within_spans(self.home_spans, day)

    def away_on(self, day: date) -> str:
        """Where the pupil is that day, who is on the list and learns elsewhere; or nothing. Days
        that a certificate has opened are as if the pupil were here, until they close."""
        if any(a <= day <= b and clock.today() <= until for a, b, until in self.studied):
            return ""
        spans = (where for first, last, where in self.leaves if _in(first, last, day))
        return next(spans, "")

    def writes_on(self, day: date) -> bool:
        """Whether the class's daily journal has a place for the pupil that day."""
        return self.sits_on(day) and not self.home_on(day) and not self.away_on(day)


def _in(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def within_spans(spans, day: date) -> bool:
    """Whether the day lies in one of the spans (first, last or None)."""
    return any(_in(first, last, day) for first, last in spans)


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
    at_home = taught_at_home(list(seats), first, last) if group.kind != HOME else {}
    away = leaves_of(list(seats), first, last)
    opened = studied(list(away), first, last)
    names = told_apart([seat.person for seat in seats.values()])
    for seat, name in zip(seats.values(), names, strict=True):
        seat.name = name
        seat.home_spans = at_home.get(seat.student_id, [])
        seat.leaves = away.get(seat.student_id, [])
        seat.studied = opened.get(seat.student_id, [])
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
    query = query.where(overlaps(dated, first, last)).order_by(dated.from_date)
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


def taught_at_home(student_ids: list[int], first: date, last: date) -> dict[int, list[tuple]]:
    """Pupil → their spans at home on any of these days; one query."""
    found: dict[int, list[tuple]] = {}
    if not student_ids:
        return found
    rows = db.session.execute(
        select(Membership.student_id, Membership.from_date, Membership.until)
        .join(StudyGroup, StudyGroup.id == Membership.study_group_id)
        .where(
            StudyGroup.kind == HOME,
            Membership.student_id.in_(student_ids),
            overlaps(Membership, first, last),
        )
    )
    for student_id, start, end in rows:
        found.setdefault(student_id, []).append((start, end))
    return found


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
