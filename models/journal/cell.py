"""A cell: (pupil, column), with a version that is its lock; marks hang below it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, Versioned, db


class Cell(Row, Audited, Versioned, db.Model):
    """Made on first touch, never deleted: a version that began anew would let a stale write
    win."""

    __tablename__ = "cell"
    __table_args__ = (
        UniqueConstraint("column_id", "student_id"),
        Index("ix_cell_journal_student", "journal_id", "student_id"),
        Index("ix_cell_student", "student_id"),
    )
    __unaudited__ = frozenset({"version"})
    __undo_keeps__ = True

    column_id: Mapped[int] = mapped_column(ForeignKey("lesson_column.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))


class Mark(Row, Audited, db.Model):
    """One mark in a cell. `counted` is None for outcomes and debts that enter no average;
    `handed_in_on` is None where the work was handed in on the lesson's day."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("cell_id", "position"),)

    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    position: Mapped[int]
    shown: Mapped[str] = mapped_column(String(8))
    counted: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    weight: Mapped[Decimal] = mapped_column(Numeric(4, 2), default=Decimal(1))
    handed_in_on: Mapped[date | None]
    comment: Mapped[str | None] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Attendance(Row, Audited, db.Model):
    """A pupil's absence code in a lesson; `minutes` late for «оп»."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("lesson_id", "student_id"),
        Index("ix_attendance_student", "student_id"),
        Index("ix_attendance_journal", "journal_id", "student_id"),
    )

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    code: Mapped[str] = mapped_column(String(4))
    minutes: Mapped[int | None]
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TermMark(Row, Audited, Versioned, db.Model):
    """A pupil's mark for a term in a journal: 5…2, зач, н/а, осв."""

    __tablename__ = "term_mark"
    __table_args__ = (UniqueConstraint("journal_id", "term_id", "student_id"),)

    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    value: Mapped[str] = mapped_column(String(6))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
