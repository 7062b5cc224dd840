"""Who sees teachers, people and the school's settings."""

from sqlalchemy import select

from models.access.policy import KeptPolicy, Policy
from models.access.role import Role
from models.people.employee import Employee
from models.people.person import Person
from models.school.school import School
from models.school.teaching import TeachingAssignment
from models.school.timetable import Substitution

FAMILY = (Role.PARENT, Role.STUDENT)
STAFF = tuple(role for role in Role if role not in FAMILY)  # and an inspector, while appointed
OFFICE = (Role.DIRECTOR, Role.ADMINISTRATOR)


class EmployeePolicy(Policy, subject=Employee):
    """The timetable of any teacher is open to staff."""

    @classmethod
    def visible_to(cls, actor):
        return select(Employee) if actor.role in STAFF else super().visible_to(actor)

    def timetable_view(self):
        return True


class PersonPolicy(KeptPolicy, subject=Person):
    """People as records: the administrator."""

    def person_view(self):
        return True

    def dossier_make(self):
        return True

    def code_issue(self):
        return True


class SchoolPolicy(KeptPolicy, subject=School):
    """The school's settings: the administrator."""

    def setting_view(self):
        return True

    def setting_change(self):
        return True


class TimetabledPolicy(Policy):
    """What dispatcher and administrator keep, and the office and deputy heads read."""

    @classmethod
    def visible_to(cls, actor):
        keeps = (Role.ADMINISTRATOR, Role.DISPATCHER)
        return select(cls.subject) if actor.role in keeps else super().visible_to(actor)


class TeachingAssignmentPolicy(TimetabledPolicy, subject=TeachingAssignment):
    """Who teaches what: kept by dispatcher and administrator."""

    def teaching_keep(self):
        return True


class SubstitutionPolicy(TimetabledPolicy, subject=Substitution):
    """Changes of a day: kept by dispatcher and administrator."""

    def substitution_keep(self):
        return True
