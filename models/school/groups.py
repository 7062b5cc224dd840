"""Classes and the groups that learn together."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db

WHOLE, HALF, BOYS, GIRLS, JOINED, HOME = "whole", "half", "boys", "girls", "joined", "home"
GRADES = range(1, 12)
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
    closed_from: Mapped[date | None]  # from this day on it is there no more

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
    """A pupil in a half or home group from a date to a date (inclusive). One that never held
    (what was entered was annulled) ends the day before it begins: nothing is deleted."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_group_student", "study_group_id", "student_id", "from_date"),
    )

    study_group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    from_date: Mapped[date]
    until: Mapped[date | None]


class Enrolment(Row, Audited, db.Model):
    """A pupil in a class from a date to a date (inclusive); by which order is told by the
    movement (`models/office/movement.py`). One that never held (its order was annulled) ends the
    day before it begins: nothing is deleted, and no day finds it."""

    __tablename__ = "enrolment"
    __table_args__ = (Index("ix_enrolment_student_from", "student_id", "from_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"), index=True)
    from_date: Mapped[date]
    until: Mapped[date | None]
    register_number: Mapped[int | None]  # № по журналу
    order_number: Mapped[str | None] = mapped_column(String(20))
    order_date: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(200))


def open_on(model, day: date):
    """The condition that what can be closed (StudyGroup, a room) is there on a day."""
    return or_(model.closed_from.is_(None), model.closed_from > day)


def ever_held(dated):
    """The condition that a dated row (Enrolment, Membership) held on any day at all."""
    return or_(dated.until.is_(None), dated.until >= dated.from_date)


def overlaps(dated, first: date, last: date):
    """The condition that a dated row held on any of these days (both inclusive)."""
    after = or_(dated.until.is_(None), dated.until >= first)
    return (dated.from_date <= last) & after & ever_held(dated)
