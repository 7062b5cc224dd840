"""Who stands for a child: mother, father or another lawful representative."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db

LONGEST_BASIS = 200
KINDS = {"mother": "мать", "father": "отец", "other": "представитель"}


class Guardianship(Row, Audited, db.Model):
    """A parent of a pupil, from a date to a date (both inclusive, open when empty)."""

    __tablename__ = "guardianship"
    __table_args__ = (UniqueConstraint("person_id", "student_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # of KINDS
    from_date: Mapped[date | None]
    until: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(LONGEST_BASIS), default="")  # why it ended

    @property
    def is_annulled(self) -> bool:
        """Whether it was entered by mistake: it ended before it began, and never held."""
        begun = self.from_date is not None and self.until is not None
        return begun and self.until < self.from_date
