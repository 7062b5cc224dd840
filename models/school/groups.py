"""Classes and the groups that learn together."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db

WHOLE, HALF, BOYS, GIRLS, JOINED, HOME = "whole", "half", "boys", "girls", "joined", "home"
AT_HOME = "на дому"  # stands where others have the name of a class


class ClassGroup(Row, Audited, db.Model):
    """A class of one academic year: 5-А."""

    __tablename__ = "class_group"
    __table_args__ = (UniqueConstraint("year_id", "grade", "letter"),)

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    grade: Mapped[int]
    letter: Mapped[str] = mapped_column(String(4), default="")
    shift: Mapped[int] = mapped_column(default=1)  # whose bells it lives by

    @property
    def name(self) -> str:
        return f"{self.grade}-{self.letter}" if self.letter else str(self.grade)


class StudyGroup(Row, Audited, db.Model):
    """Those who sit in one lesson: a whole class, a half, boys, girls, parts of several
    classes joined, or one pupil taught at home (whose pupil is told later)."""

    __tablename__ = "study_group"
    __table_args__ = (UniqueConstraint("year_id", "name"),)

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    name: Mapped[str] = mapped_column(String(80))  # «5-А», «5-А, 1 группа», «7-А + 7-Б, 1 группа»
    kind: Mapped[str] = mapped_column(String(10))
    grade: Mapped[int]
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_group.id"), index=True)

    @property
    def class_names(self) -> tuple[str, ...]:
        """The classes it sits in, as its name has them; pupils taught at home stand together."""
        if self.kind == HOME:
            return (AT_HOME,)
        return tuple(part.split(",")[0] for part in self.name.split(" + "))


def by_grade(name: str) -> tuple[int, str]:
    """The order of class names: 2-А before 10, those taught at home last."""
    number = name.split("-")[0]
    return (int(number) if number.isdigit() else 99, name)


class StudyGroupPart(Row, Audited, db.Model):
    """A part of a joined group."""

    __tablename__ = "study_group_part"
    __table_args__ = (UniqueConstraint("joined_id", "part_id"),)

    joined_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"), index=True)


class Membership(Row, Audited, db.Model):
    """A pupil in a half or home group from a date to a date (inclusive)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("study_group_id", "student_id", "from_date"),)

    study_group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    from_date: Mapped[date]
    until: Mapped[date | None]


class Enrolment(Row, Audited, db.Model):
    """A pupil in a class from a date to a date (inclusive), by order."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("student_id", "from_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"), index=True)
    from_date: Mapped[date]
    until: Mapped[date | None]
    register_number: Mapped[int | None]  # № по журналу
    order_number: Mapped[str | None] = mapped_column(String(20))
    order_date: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(200))
