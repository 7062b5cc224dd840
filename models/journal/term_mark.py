"""Term, year, exam and final marks: interim and final attestation."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, Versioned, db

YEAR, EXAM, FINAL = "year", "exam", "final"
PERIODS = {YEAR: "год", EXAM: "экзамен", FINAL: "итоговая"}


class TermMark(Row, Audited, Versioned, db.Model):
    """A pupil's mark for a period in a journal: 5…2, зач, незач, н/а, осв; empty when cleared.

    `period` is «t» and the term's number in the table, or year, exam, final. Never deleted:
    the version is the lock of its place in the grid.
    """

    __tablename__ = "term_mark"
    __table_args__ = (
        UniqueConstraint("journal_id", "student_id", "period"),
        Index("ix_term_mark_journal_stamp", "journal_id", "stamp"),
    )
    __unaudited__ = frozenset({"version", "stamp"})
    __hot__ = True

    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    period: Mapped[str] = mapped_column(String(12))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id"))
    value: Mapped[str] = mapped_column(String(6))
    comment: Mapped[str | None] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    stamp: Mapped[int] = mapped_column(default=0)

    def take_back(self) -> bool:
        self.value = ""
        return True


def period_of(term_id: int) -> str:
    """The name under which a term's marks stand."""
    return f"t{term_id}"
