"""Who sits in which group of all classes at once: four selects, whatever the school's size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from models.base import db
from models.control.modules import Pupil
from models.people.person import Person, with_initials
from models.people.student import Student
from models.school.groups import (
    BOYS,
    GIRLS,
    HOME,
    JOINED,
    WHOLE,
    Enrolment,
    Membership,
    StudyGroup,
    StudyGroupPart,
)
from models.school.teaching import within

_SEXES = {BOYS: "m", GIRLS: "f"}


@dataclass
class Seated:
    """A group with the classes it sits in and those who sit in it."""

    id: int
    name: str
    kind: str
    class_group_id: int | None
    class_ids: frozenset[int] = frozenset()
    pupils: frozenset[int] = frozenset()
    joined: dict[int, date] = field(default_factory=dict)  # pupil → in this group from


@dataclass
class Sitting:
    """All classes and groups of a year on one day."""

    groups: dict[int, Seated] = field(default_factory=dict)
    whole: dict[int, Seated] = field(default_factory=dict)  # class → its group of everybody
    pupils: dict[int, list[Pupil]] = field(default_factory=dict)  # class → by surname
    since: dict[int, date] = field(default_factory=dict)  # pupil → in this class from
    at_home: frozenset[int] = frozenset()  # pupils who are taught at home

    def wrote(self, group: Seated, day: date) -> frozenset[int]:
        """Who of the group's pupils sat there by the day already, taught in the class."""
        at_home = frozenset() if group.kind == HOME else self.at_home
        return frozenset(
            one
            for one in group.pupils - at_home
            if max(self.since.get(one, day), group.joined.get(one, day)) <= day
        )

    def of_class(self, class_id: int, group_id: int) -> frozenset[int]:
        """The pupils of the class who sit in the group; those taught at home have journals of
        their own."""
        own = {p.student_id for p in self.pupils.get(class_id, ()) if not p.home}
        return self.groups[group_id].pupils & own


def sittings(year_id: int, day: date) -> Sitting:
    """Who sits where on the day."""
    found = Sitting()
    for row in db.session.execute(
        select(StudyGroup.id, StudyGroup.name, StudyGroup.kind, StudyGroup.class_group_id).where(
            StudyGroup.year_id == year_id
        )
    ):
        seated = found.groups[row.id] = Seated(*row)
        if seated.class_group_id is not None:
            seated.class_ids = frozenset({seated.class_group_id})
            if seated.kind == WHOLE:
                found.whole[seated.class_group_id] = seated
    members = _members(day)
    at_home = frozenset().union(
        *(members.get(g.id, ()) for g in found.groups.values() if g.kind == HOME)
    )
    found.at_home = at_home
    sexes = _seat_pupils(found, at_home, day)
    for group in found.groups.values():
        group.pupils = frozenset(_in_group(group, found, members, sexes))
        group.joined = members.get(group.id, {})
    _join(found)
    return found


def classes_of_groups(year_id: int) -> dict[int, frozenset[int]]:
    """Group → the classes that sit in it, of a year's groups: two selects. Nobody is seated."""
    rows = db.session.execute(
        select(StudyGroup.id, StudyGroup.class_group_id).where(StudyGroup.year_id == year_id)
    )
    found = {group: frozenset({one} if one is not None else ()) for group, one in rows}
    for joined_id, part_id in _parts():
        if joined_id in found:
            found[joined_id] |= found.get(part_id, frozenset())
    return found


def _parts():
    """(joined group, a part of it) of all years."""
    return db.session.execute(select(StudyGroupPart.joined_id, StudyGroupPart.part_id))


def _members(day: date) -> dict[int, dict[int, date]]:
    """Group → who sits in it on the day, and since when."""
    members: dict[int, dict[int, date]] = {}
    rows = select(Membership.study_group_id, Membership.student_id, Membership.from_date)
    for group_id, student_id, since in db.session.execute(rows.where(within(Membership, day))):
        members.setdefault(group_id, {})[student_id] = since
    return members


def _seat_pupils(found: Sitting, at_home: frozenset[int], day: date) -> dict[int, str | None]:
    """Fill the lists of classes; returns who is a boy and who a girl."""
    sexes = {}
    for row in db.session.execute(
        select(
            Enrolment.class_group_id,
            Enrolment.student_id,
            Enrolment.from_date,
            Student.person_id,
            Person.surname,
            Person.given,
            Person.patronymic,
            Person.birth_date,
            Person.sex,
        )
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(within(Enrolment, day))
        .order_by(Person.surname, Person.given, Student.id)
    ):
        name = with_initials(row.surname, row.given, row.patronymic)
        full = bool(row.given and row.birth_date)
        home = row.student_id in at_home
        pupil = Pupil(row.student_id, row.person_id, name, full, home)
        found.pupils.setdefault(row.class_group_id, []).append(pupil)
        found.since[row.student_id] = row.from_date
        sexes[row.student_id] = row.sex
    return sexes


def _in_group(group: Seated, found: Sitting, members: dict, sexes: dict) -> Iterable[int]:
    """Whole classes, boys and girls follow from the list, others from memberships."""
    if group.kind not in (WHOLE, *_SEXES):
        return members.get(group.id, ())
    own = (pupil.student_id for pupil in found.pupils.get(group.class_group_id, ()))
    sex = _SEXES.get(group.kind)
    return (one for one in own if sex is None or sexes[one] == sex)


def _join(found: Sitting) -> None:
    """Joined groups are the union of their parts."""
    for joined_id, part_id in _parts():
        joined, part = found.groups.get(joined_id), found.groups.get(part_id)
        if joined is not None and part is not None and joined.kind == JOINED:
            joined.class_ids |= part.class_ids
            joined.pupils |= part.pupils
            joined.joined |= part.joined
