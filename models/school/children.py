"""The pupils a family looks at: a parent's children, or the pupil oneself."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.access.actor import Actor
from models.access.policy import visible
from models.access.role import Role
from models.base import db
from models.ground import remembered
from models.people.person import Person
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment, ever_held
from models.school.teaching import within


@dataclass(frozen=True)
class Child:
    """A pupil as the diary's head names them; `grade` is None where in no class today."""

    id: int
    name: str
    full: str
    grade: int | None
    class_name: str


def children_of(actor: Actor) -> list[Child]:
    """The pupils this actor may look at, the eldest first."""
    return _children(actor.role, actor.person_id, actor.today)


@remembered
def _children(role: Role, person_id: int, day: date) -> list[Child]:
    seen = visible(Actor(0, person_id, role, day), Student).with_only_columns(Student.id)
    rows = db.session.execute(
        select(Student.id, Person.given, Person.surname, ClassGroup.grade, ClassGroup.letter)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(Enrolment, (Enrolment.student_id == Student.id) & within(Enrolment, day))
        .outerjoin(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(Student.id.in_(seen))
        .order_by(ClassGroup.grade.desc(), Person.given)
    )
    rows = rows.all()
    left = _left([row.id for row in rows if row.grade is None], day)
    return [
        _who_left(row, left[row.id])
        if row.id in left
        else Child(
            row.id,
            row.given or row.surname,
            f"{row.surname} {row.given}",
            row.grade,
            f"{row.grade}-{row.letter}" if row.letter else str(row.grade or ""),
        )
        for row in rows
    ]


def _left(student_ids: list[int], day: date) -> dict[int, int]:
    """Pupil → the grade in which they left the school; their diary stays to be read."""
    if not student_ids:
        return {}
    rows = db.session.execute(
        select(Enrolment.student_id, ClassGroup.grade)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(
            Enrolment.student_id.in_(student_ids), Enrolment.from_date <= day, ever_held(Enrolment)
        )
        .order_by(Enrolment.from_date)
    )
    return dict(tuple(row) for row in rows)


def _who_left(row, grade: int) -> Child:
    given = row.given or row.surname
    return Child(row.id, given, f"{row.surname} {row.given}", grade, "не в списках")
