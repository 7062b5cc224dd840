"""A pupil of the school."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audit.recorder import Audited
from models.base import Row, db
from models.people.person import Person


class Student(Row, Audited, db.Model):
    """A person who learns here; which class and when is told by enrolments."""

    __tablename__ = "student"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def audit_scope(self):
        return None, self.id
