"""Which pupils a family looks at, and who keeps its papers."""

from sqlalchemy import false, select

from models.access.policy import Policy
from models.access.role import Role
from models.office.paper import FamilyPaper, children_open_to, pupil_is_let_in
from models.people.student import Student
from models.school.groups import ClassGroup
from models.school.policy import OFFICE, STAFF


class StudentPolicy(Policy, subject=Student):
    """A family sees its own children, a pupil oneself, both only while application and consent
    hold (4.4); the office sees all."""

    @classmethod
    def visible_to(cls, actor):
        query = select(Student)
        if actor.role is Role.PARENT:
            return query.where(Student.id.in_(children_open_to(actor.person_id, actor.today)))
        if actor.role is Role.STUDENT:
            return query.where(Student.person_id == actor.person_id, pupil_is_let_in(actor.today))
        return query if actor.role in OFFICE else query.where(false())

    def diary_view(self):
        return True

    def paper_view(self):
        return True

    def paper_take(self):
        return True


class ClassGroupPolicy(Policy, subject=ClassGroup):
    """The timetable of any class is open to staff; the papers of its families are the
    administrator's."""

    @classmethod
    def visible_to(cls, actor):
        return select(ClassGroup) if actor.role in STAFF else super().visible_to(actor)

    def timetable_view(self):
        return True

    def paper_view(self):
        return True

    def paper_take(self):
        return True


class FamilyPaperPolicy(Policy, subject=FamilyPaper):
    """Applications and consents are kept by the administrator (5.2(8))."""

    @classmethod
    def visible_to(cls, actor):
        if actor.role is Role.ADMINISTRATOR:
            return select(FamilyPaper)
        return super().visible_to(actor)

    def paper_view(self):
        return True

    def paper_take(self):
        return True
