"""A cell: (pupil, column), with a version that is its lock; what hangs below and beside it."""

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
        Index("ix_cell_pupil", "journal_id", "student_id", "column_id"),
        Index("ix_cell_student", "student_id"),
        Index("ix_cell_journal_stamp", "journal_id", "stamp"),
    )
    __unaudited__ = frozenset({"version", "stamp"})
    __hot__ = True

    column_id: Mapped[int] = mapped_column(ForeignKey("lesson_column.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    stamp: Mapped[int] = mapped_column(default=0)  # the journal's version when last changed

    def take_back(self) -> bool:
        return False


LONGEST_REMARK = 300
ANSWER, RETAKE, MADE_UP = "answer", "retake", "made_up"
MARK_KINDS = {ANSWER: "ответ", RETAKE: "исправление", MADE_UP: "отработка"}


_OF_A_LINE = (  # all that a pupil's line asks of a mark (pupil_rows.py): the index answers alone
    *("journal_id", "student_id", "cell_id", "position"),
    *("counted", "counts", "work_kind_id"),
)


class Mark(Row, Audited, db.Model):
    """One mark in a cell. `counted` is None for outcomes and debts that enter no average;
    `handed_in_on` is None where the work was handed in on the lesson's day; `work_kind_id` is
    None where the work is of its column's kind."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("cell_id", "position"),
        Index("ix_mark_pupil", *_OF_A_LINE),
    )
    __hot__ = True

    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    position: Mapped[int]
    shown: Mapped[str] = mapped_column(String(8))
    counted: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    kind: Mapped[str] = mapped_column(String(8), default=ANSWER)
    work_kind_id: Mapped[int | None] = mapped_column(ForeignKey("work_kind.id"))
    counts: Mapped[bool] = mapped_column(default=True)  # enters the average
    due_on: Mapped[date | None]  # until when a debt «.» is to be paid
    handed_in_on: Mapped[date | None]
    comment: Mapped[str | None] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Attendance(Row, Audited, db.Model):
    """A pupil's absence code in a lesson; `minutes` late for «оп»."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("lesson_id", "student_id"),
        Index("ix_attendance_student", "student_id"),
        Index("ix_attendance_pupil", "journal_id", "student_id", "lesson_id", "code"),
    )
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    code: Mapped[str] = mapped_column(String(4))
    minutes: Mapped[int | None]
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Remark(Row, Audited, db.Model):
    """A remark on a pupil in a lesson, read by the family."""

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("lesson_id", "student_id"),
        Index("ix_remark_student", "student_id"),
        Index("ix_remark_journal", "journal_id"),
    )
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    text: Mapped[str] = mapped_column(String(LONGEST_REMARK))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
