"""A member of staff."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audit.recorder import Audited
from models.base import Row, db
from models.people.person import Person


class Employee(Row, Audited, db.Model):
    """A person who works here; their duties are told by orders and assignments."""

    __tablename__ = "employee"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    position: Mapped[str] = mapped_column(String(120), default="учитель")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
