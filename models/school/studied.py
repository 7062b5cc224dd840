"""Days a pupil studied elsewhere by a certificate (справка об обучении, 5.4): for a while the
subject teachers may enter marks of those days, then the days close again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.school.groups import overlaps

LONGEST_DOCUMENT, LONGEST_WHY = 120, 200


class StudiedElsewhere(Row, Audited, db.Model):
    """From a day to a day (both inclusive) the pupil was taught elsewhere; the days are open to
    the subject teachers until the end of `open_until`."""

    __tablename__ = "studied_elsewhere"
    __table_args__ = (Index("ix_studied_elsewhere_student_from", "student_id", "from_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    from_date: Mapped[date]
    until: Mapped[date]
    open_until: Mapped[date]
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    @property
    def is_open(self) -> bool:
        return self.annulled_at is None and clock.today() <= self.open_until


def studied(student_ids: list[int], first: date, last: date) -> dict[int, list[tuple]]:
    """Pupil → (first, last, open until) of certificates about any of these days."""
    if not student_ids:
        return {}
    rows = db.session.execute(
        select(
            StudiedElsewhere.student_id,
            StudiedElsewhere.from_date,
            StudiedElsewhere.until,
            StudiedElsewhere.open_until,
        ).where(
            StudiedElsewhere.student_id.in_(student_ids),
            StudiedElsewhere.annulled_at.is_(None),
            overlaps(StudiedElsewhere, first, last),
        )
    )
    found: dict[int, list[tuple]] = {}
    for student_id, *span in rows:
        found.setdefault(student_id, []).append(tuple(span))
    return found


def studies_of(student_id: int) -> list[StudiedElsewhere]:
    """All of a pupil, annulled ones too, the newest first."""
    query = select(StudiedElsewhere).where(StudiedElsewhere.student_id == student_id)
    return list(db.session.scalars(query.order_by(StudiedElsewhere.id.desc())))
