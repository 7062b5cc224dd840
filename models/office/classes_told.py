"""Which classes' notices somebody gets: a family those of the class the child sits in on the day,
a teacher those of the classes taught; and who teaches in a class."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.access.role import Role
from models.base import db
from models.ground import remembered
from models.office.paper import children_open_to, pupil_is_let_in
from models.people.employee import Employee
from models.people.person import Person
from models.people.student import Student
from models.school.groups import (
    HOME,
    ClassGroup,
    Enrolment,
    Membership,
    StudyGroup,
    StudyGroupPart,
)
from models.school.teaching import TeachingAssignment, within


@dataclass(frozen=True)
class ClassTold:
    """A class whose notices somebody gets; `children`: about whom, none for a teacher."""

    name: str
    children: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """«5-А, Пётр»."""
        return ", ".join((self.name, *self.children))


@remembered
def classes_told(person_id: int, role: Role, day: date) -> dict[int, ClassTold]:
    """Class → how the person stands to it in this role on the day; nothing for other roles."""
    if role is Role.TEACHER:
        return _taught(person_id, day)
    if role is Role.PARENT:
        return _of_children(Student.id.in_(children_open_to(person_id, day)), day)
    if role is Role.STUDENT:
        return _of_children((Student.person_id == person_id) & pupil_is_let_in(day), day)
    return {}


def _of_children(theirs, day: date) -> dict[int, ClassTold]:
    rows = db.session.execute(
        select(ClassGroup, Person.given, Person.surname)
        .join(Enrolment, Enrolment.class_group_id == ClassGroup.id)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(within(Enrolment, day), theirs)
        .order_by(Person.given, Student.id)
    )
    found: dict[int, ClassTold] = {}
    for group, given, surname in rows:
        before = found.get(group.id, ClassTold(group.name)).children
        found[group.id] = ClassTold(group.name, (*before, given or surname))
    return found


def _taught(person_id: int, day: date) -> dict[int, ClassTold]:
    pairs = _teaching(day)
    rows = db.session.scalars(
        select(ClassGroup)
        .join(pairs, pairs.c.class_group_id == ClassGroup.id)
        .join(Employee, Employee.id == pairs.c.employee_id)
        .where(Employee.person_id == person_id)
    )
    return {group.id: ClassTold(group.name) for group in rows}


def teachers_of(class_id: int, day: date) -> list[Person]:
    """Who teaches pupils of the class on the day, by name; one select."""
    pairs = _teaching(day)
    theirs = (
        select(Employee.person_id)
        .join(pairs, pairs.c.employee_id == Employee.id)
        .where(pairs.c.class_group_id == class_id)
    )
    query = select(Person).where(Person.id.in_(theirs))
    return list(db.session.scalars(query.order_by(Person.surname, Person.given, Person.id)))


def _teaching(day: date):
    """(class, employee): in groups of the class, in groups joined of such, and at home."""
    taught = TeachingAssignment.study_group_id
    own = (
        select(StudyGroup.class_group_id, TeachingAssignment.employee_id)
        .join(StudyGroup, StudyGroup.id == taught)
        .where(StudyGroup.class_group_id.is_not(None), within(TeachingAssignment, day))
    )
    joined = (
        select(StudyGroup.class_group_id, TeachingAssignment.employee_id)
        .join(StudyGroupPart, StudyGroupPart.joined_id == taught)
        .join(StudyGroup, StudyGroup.id == StudyGroupPart.part_id)
        .where(StudyGroup.class_group_id.is_not(None), within(TeachingAssignment, day))
    )
    home = (
        select(Enrolment.class_group_id, TeachingAssignment.employee_id)
        .join(StudyGroup, (StudyGroup.id == taught) & (StudyGroup.kind == HOME))
        .join(Membership, (Membership.study_group_id == taught) & within(Membership, day))
        .join(
            Enrolment,
            (Enrolment.student_id == Membership.student_id) & within(Enrolment, day),
        )
        .where(within(TeachingAssignment, day))
    )
    return own.union(joined, home).subquery()
