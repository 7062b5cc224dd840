"""A person: pupil, parent or member of staff, known once however many duties they have."""

from datetime import date

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db


class Person(Row, Audited, db.Model):
    """Names as the papers have them; exactly the fields clause 5.3 and service need."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name", "surname", "given"),)

    surname: Mapped[str] = mapped_column(String(80))
    given: Mapped[str] = mapped_column(String(80), default="")
    patronymic: Mapped[str] = mapped_column(String(80), default="")
    sex: Mapped[str | None] = mapped_column(String(1))  # m, f
    birth_date: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(120))

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Surname and given name, as a class list has them."""
        return f"{self.surname} {self.given}".strip()

    @property
    def initials(self) -> str:
        """«Иванова А. П.»"""
        return with_initials(self.surname, self.given, self.patronymic)


def with_initials(surname: str, given: str, patronymic: str) -> str:
    """A name in the form of staff lists: «Иванова А. П.»."""
    letters = " ".join(f"{part[0]}." for part in (given, patronymic) if part)
    return f"{surname} {letters}".strip()


def people_named(ids) -> dict[int, str]:
    """Person id → «Иванова А. Б.»; one select."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(list(ids))))
    return {person.id: person.initials for person in rows}
