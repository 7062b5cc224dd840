"""Which pupils a family looks at: by guardianship and by papers."""

from sqlalchemy import false, select

from models.access.policy import Policy
from models.access.role import Role
from models.office.paper import children_open_to, pupil_is_let_in
from models.people.student import Student
from models.school.policy import OFFICE


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
