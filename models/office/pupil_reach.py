"""Which pupils are whose: the school's, of the own grades, of the own classes.

An operator and a class teacher see who is or was on the list of their class, from the first day
on: an order that is not in force yet shows nobody to the class to come, but a newcomer is seen by
it at once. They keep only those who are theirs now, or were the last when they left.
"""

from datetime import date

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from models.access.actor import Actor
from models.access.role import Role
from models.base import db
from models.ground import remembered
from models.office.code_issuer import led_classes
from models.office.roles import appointed_classes, appointed_grades
from models.school.groups import ClassGroup, Enrolment, ever_held

WHOLE_SCHOOL = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.SECRETARY)


@remembered
def own_classes(role: Role, person_id: int, day: date) -> frozenset[int] | None:
    """The classes whose pupils are the person's in this role; None means all of the school."""
    if role in WHOLE_SCHOOL:
        return None
    if role is Role.TEACHER:
        return led_classes(person_id, day)
    if role is Role.OPERATOR:
        return frozenset(db.session.scalars(appointed_classes(person_id, role.value, day)))
    if role is Role.DEPUTY_HEAD:
        grades = appointed_grades(person_id, role.value, day)
        return frozenset(
            db.session.scalars(select(ClassGroup.id).where(ClassGroup.grade.in_(grades)))
        )
    return frozenset()


def classes_in_reach(actor: Actor) -> frozenset[int] | None:
    """The classes whose lists the actor reads; None means all."""
    return own_classes(actor.role, actor.person_id, actor.today)


def pupils_in_reach(actor: Actor) -> Select | None:
    """A select of the ids of the pupils the actor may know of; None means all."""
    classes = classes_in_reach(actor)
    if classes is None:
        return None
    other = aliased(Enrolment)
    begun = Enrolment.from_date <= actor.today
    new = ~exists().where(
        other.student_id == Enrolment.student_id,
        other.from_date <= actor.today,
        ever_held(other),
    )
    return select(Enrolment.student_id).where(
        Enrolment.class_group_id.in_(classes), ever_held(Enrolment), or_(begun, new)
    )


def keeps(actor: Actor, student_id: int) -> bool:
    """Whether the pupil is one of the actor's now, or was when the pupil left the school."""
    classes = classes_in_reach(actor)
    return classes is None or class_id_of(student_id, actor.today) in classes


def class_id_of(student_id: int, day: date) -> int | None:
    """The class of the day; else the one the pupil left; else the one to come."""
    rows = db.session.execute(
        select(Enrolment.class_group_id, Enrolment.from_date)
        .where(Enrolment.student_id == student_id, ever_held(Enrolment))
        .order_by(Enrolment.from_date)
    ).all()
    begun = [row.class_group_id for row in rows if row.from_date <= day]
    return begun[-1] if begun else next((row.class_group_id for row in rows), None)
