"""Halves of classes that have nobody yet: a proposal by the alphabet, so journals work at once."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from models.base import db
from models.exchange.names import name_key
from models.exchange.plan import Plan
from models.exchange.report import CREATED, Report
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import YearFacts
from models.school.groups import HALF, Enrolment, Membership, StudyGroup, open_on
from models.school.teaching import within


@dataclass
class Arrivals:
    """Who is to be in which class from now on."""

    classes: dict[int, int] = field(default_factory=dict)  # student → class
    names: dict[int, str] = field(default_factory=dict)

    def move(self, student: int, class_id: int, surname: str, given: str) -> None:
        self.classes[student], self.names[student] = class_id, name_key(f"{surname} {given}")


def split_into_halves(
    year: YearFacts, first: date, arrivals: Arrivals, plan: Plan, report: Report
) -> None:
    """Seat the pupils of each class in its halves where no half has anybody yet.

    The list of names does not say who is in which half. No page moves a pupil between them yet.
    """
    halves: dict[int, list[int]] = {}
    query = select(StudyGroup).where(StudyGroup.year_id == year.id, StudyGroup.kind == HALF)
    query = query.where(open_on(StudyGroup, first))
    for group in db.session.scalars(query.order_by(StudyGroup.name)):
        halves.setdefault(group.class_group_id, []).append(group.id)
    seated = set(db.session.scalars(select(Membership.study_group_id).distinct()))
    lists = _class_lists(first, arrivals)
    places = 0
    for class_id, groups in halves.items():
        if not seated.intersection(groups):
            for seat in _seats(lists.get(class_id, []), groups, first):
                plan.add(Membership, **seat)
                places += 1
    if places:
        report.count("места в подгруппах", CREATED, number=places)
        report.notes.append(
            "В списке не сказано, кто в какой подгруппе: классы поделены пополам по алфавиту."
        )


def _class_lists(day: date, arrivals: Arrivals) -> dict[int, list[int]]:
    rows = db.session.execute(
        select(Enrolment.class_group_id, Student.id, Person.surname, Person.given)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(within(Enrolment, day))
    )
    found = {
        student: (class_id, name_key(f"{surname} {given}"))
        for class_id, student, surname, given in rows
    }
    for student, class_id in arrivals.classes.items():
        found[student] = (class_id, arrivals.names[student])
    lists: dict[int, list[int]] = {}
    for student, (class_id, _name) in sorted(found.items(), key=lambda one: (one[1][1], one[0])):
        lists.setdefault(class_id, []).append(student)
    return lists


def _seats(students: list[int], groups: list[int], first: date) -> list[dict]:
    size = -(-len(students) // len(groups))
    return [
        {"study_group_id": groups[index // size], "student_id": student_id, "from_date": first}
        for index, student_id in enumerate(students)
    ]
