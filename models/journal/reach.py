"""Whose journals are whose: by assignment, by standing in, by leading or operating a class."""

from datetime import date

from sqlalchemy import or_, select

from models.access.actor import Actor
from models.access.role import Role
from models.base import db
from models.ground import remembered
from models.journal.journal import Journal
from models.office.order import CLASS_TEACHER, TRANSITION, the_modes
from models.office.roles import WRITES_FOR, appointed_classes, appointed_grades
from models.people.employee import Employee
from models.school.groups import JOINED, StudyGroup, StudyGroupPart
from models.school.teaching import TeachingAssignment, within
from models.school.timetable import JOINED as TOGETHER
from models.school.timetable import REPLACED, LessonSlot, Substitution, standing

ALL_JOURNALS = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.INSPECTOR)


@remembered
def employee_of(person_id: int) -> int | None:
    """The person's number as a member of staff."""
    return db.session.scalar(select(Employee.id).where(Employee.person_id == person_id))


@remembered
def taught_by(person_id: int, day: date) -> frozenset[int]:
    """Journals the person has a teaching assignment for on the day."""
    same = (TeachingAssignment.study_group_id == Journal.study_group_id) & (
        TeachingAssignment.course_id == Journal.course_id
    )
    query = select(Journal.id).join(TeachingAssignment, same)
    mine = TeachingAssignment.employee_id == employee_of(person_id)
    return frozenset(db.session.scalars(query.where(mine, within(TeachingAssignment, day))))


@remembered
def stood_in_by(person_id: int, day: date) -> frozenset[int]:
    """Journals of which the person took over a lesson in the last week: one lesson of each may
    be written, the journal itself stays closed."""
    slots = (
        select(LessonSlot.study_group_id, LessonSlot.course_id)
        .join(Substitution, Substitution.slot_id == LessonSlot.id)
        .where(Substitution.kind.in_((REPLACED, TOGETHER)))
    )
    own = select(Substitution.study_group_id, Substitution.course_id).where(
        Substitution.study_group_id.is_not(None)
    )
    mine = (
        (Substitution.employee_id == employee_of(person_id))
        & Substitution.on_date.between(day - WRITES_FOR, day)
        & standing()
    )
    pairs = slots.where(mine).union(own.where(mine)).subquery()
    same = (pairs.c.study_group_id == Journal.study_group_id) & (
        pairs.c.course_id == Journal.course_id
    )
    return frozenset(db.session.scalars(select(Journal.id).join(pairs, same)))


@remembered
def led_by(person_id: int, day: date) -> frozenset[int]:
    """Journals of the class the person is class teacher of (joined groups are no class's)."""
    led = appointed_classes(person_id, CLASS_TEACHER, day)
    return frozenset(
        db.session.scalars(
            select(Journal.id)
            .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
            .where(StudyGroup.class_group_id.in_(led))
        )
    )


@remembered
def operated_by(person_id: int, day: date) -> frozenset[int]:
    """Journals of the operator's classes (and joined groups with their pupils) in transition."""
    classes = list(db.session.scalars(appointed_classes(person_id, Role.OPERATOR.value, day)))
    joined = (
        select(StudyGroupPart.joined_id)
        .join(StudyGroup, StudyGroup.id == StudyGroupPart.part_id)
        .where(StudyGroup.class_group_id.in_(classes), StudyGroup.kind != JOINED)
    )
    groups = db.session.scalars(
        select(StudyGroup).where(
            or_(StudyGroup.class_group_id.in_(classes), StudyGroup.id.in_(joined))
        )
    )
    modes = the_modes()
    ours = [group.id for group in groups if modes.of(group, day) == TRANSITION]
    return frozenset(db.session.scalars(select(Journal.id).where(Journal.study_group_id.in_(ours))))


@remembered
def overseen_by(person_id: int, day: date) -> frozenset[int]:
    """Journals of the grades the person is deputy head for."""
    grades = appointed_grades(person_id, Role.DEPUTY_HEAD.value, day)
    return frozenset(
        db.session.scalars(
            select(Journal.id)
            .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
            .where(StudyGroup.grade.in_(grades))
        )
    )


def journals_in_reach(actor: Actor) -> frozenset[int] | None:
    """The journals visible to the actor; None means all of them."""
    if actor.role in ALL_JOURNALS:
        return None
    who, day = actor.person_id, actor.today
    if actor.role is Role.TEACHER:
        return taught_by(who, day) | led_by(who, day)
    if actor.role is Role.DEPUTY_HEAD:
        return overseen_by(who, day)
    return operated_by(who, day) if actor.role is Role.OPERATOR else frozenset()


def taught_today(actor: Actor) -> frozenset[int]:
    """Journals the actor teaches in today, by assignment."""
    if actor.role is not Role.TEACHER:
        return frozenset()
    return taught_by(actor.person_id, actor.today)
