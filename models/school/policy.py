"""Who sees pupils, classes and teachers."""

from sqlalchemy import false, select

from models.access.policy import Policy
from models.access.role import Role
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.groups import ClassGroup
from models.school.school import School
from models.school.teaching import within

STAFF = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.OPERATOR, Role.TEACHER)
OFFICE = (Role.DIRECTOR, Role.ADMINISTRATOR)


class StudentPolicy(Policy, subject=Student):
    """A family sees its own children, a pupil oneself, the office all."""

    @classmethod
    def visible_to(cls, actor):
        query = select(Student)
        if actor.role is Role.PARENT:
            return query.join(Guardianship, Guardianship.student_id == Student.id).where(
                Guardianship.person_id == actor.person_id, within(Guardianship, actor.today)
            )
        if actor.role is Role.STUDENT:
            return query.where(Student.person_id == actor.person_id)
        return query if actor.role in OFFICE else query.where(false())

    def diary_view(self):
        return True


class ClassGroupPolicy(Policy, subject=ClassGroup):
    """The timetable of any class is open to staff."""

    @classmethod
    def visible_to(cls, actor):
        return select(ClassGroup) if actor.role in STAFF else super().visible_to(actor)

    def timetable_view(self):
        return True


class EmployeePolicy(Policy, subject=Employee):
    """So is the timetable of any teacher."""

    @classmethod
    def visible_to(cls, actor):
        return select(Employee) if actor.role in STAFF else super().visible_to(actor)

    def timetable_view(self):
        return True


class PersonPolicy(Policy, subject=Person):
    """People as records: the administrator."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.ADMINISTRATOR:
            return select(Person)
        return super().visible_to(actor)

    def person_view(self):
        return True


class SchoolPolicy(Policy, subject=School):
    """The school's settings: the administrator."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.ADMINISTRATOR:
            return select(School)
        return super().visible_to(actor)

    def setting_view(self):
        return True

    def setting_change(self):
        return True
