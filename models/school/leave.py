"""Pupils who are away for a while and stay in their class: hospital, sanatorium."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.school.groups import overlaps

HOSPITAL, SANATORIUM = "hospital", "sanatorium"
PLACES = {HOSPITAL: "больница", SANATORIUM: "санаторий"}
WHERE = {HOSPITAL: "в больнице", SANATORIUM: "в санатории"}
LONGEST_PLACE = 200


class Leave(Row, Audited, db.Model):
    """A pupil learns elsewhere from a date to a date (inclusive, open where not yet known): on
    the class's list, outside its daily journal. One that never held ends before it begins."""

    __tablename__ = "leave"
    __table_args__ = (Index("ix_leave_student_from", "student_id", "from_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    kind: Mapped[str] = mapped_column(String(12))
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")
    from_date: Mapped[date]
    until: Mapped[date | None]


def leaves_of(student_ids: list[int], first: date, last: date) -> dict[int, list[tuple]]:
    """Pupil → their leaves on any of these days, as (first, last or None, where in words)."""
    if not student_ids:
        return {}
    rows = db.session.scalars(
        select(Leave)
        .where(Leave.student_id.in_(student_ids), overlaps(Leave, first, last))
        .order_by(Leave.from_date)
    )
    found: dict[int, list[tuple]] = {}
    for row in rows:
        found.setdefault(row.student_id, []).append((row.from_date, row.until, WHERE[row.kind]))
    return found
