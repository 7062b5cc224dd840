"""Pupils found by name among those the actor may know of."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.access.actor import Actor
from models.access.policy import visible
from models.base import db
from models.people.person import Person
from models.people.search import named
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import within

MOST = 60


@dataclass(frozen=True)
class Found:
    """A pupil of that name; the class is empty where they are on no list today."""

    student_id: int
    name: str
    birth_date: date | None
    class_name: str


def pupils_named(actor: Actor, word: str) -> list[Found]:
    """The pupils whose names begin so, by surname; `MOST` of them."""
    seen = visible(actor, Student).with_only_columns(Student.id)
    rows = db.session.execute(
        select(Student.id, Person, ClassGroup)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(Enrolment, (Enrolment.student_id == Student.id) & within(Enrolment, actor.today))
        .outerjoin(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(
            Student.id.in_(seen),
            named(word, Person.surname, Person.given, Person.patronymic),
        )
        .order_by(Person.surname, Person.given, Student.id)
        .limit(MOST)
    )
    return [
        Found(student_id, person.full_name, person.birth_date, group.name if group else "")
        for student_id, person, group in rows
    ]
