"""Who teaches what to whom."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db

MAIN, ASSISTANT = "main", "assistant"


class TeachingAssignment(Row, Audited, db.Model):
    """A teacher teaches a course to a group, from a date to a date (inclusive)."""

    __tablename__ = "teaching_assignment"
    __table_args__ = (UniqueConstraint("employee_id", "study_group_id", "course_id", "from_date"),)

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    study_group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    duty: Mapped[str] = mapped_column(String(10), default=MAIN)
    hours: Mapped[Decimal] = mapped_column(Numeric(4, 1), default=Decimal(0))  # a week
    from_date: Mapped[date]
    until: Mapped[date | None]


def within(model, day: date, start="from_date", end="until"):
    """The condition that a dated row holds on that day: both ends inclusive, None is open."""
    first, last = getattr(model, start), getattr(model, end)
    return (or_(first.is_(None), first <= day)) & (or_(last.is_(None), last >= day))


def day_before(day: date) -> date:
    """The last day of what ends where something else begins."""
    return day - timedelta(days=1)
