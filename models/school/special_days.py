"""Days that go otherwise than the week says: moved to another weekday's timetable, or a class
in quarantine. Rows end (`annulled_at`), they never vanish."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.school.kinds_of_days import REMOTE


class MovedDay(Row, Audited, db.Model):
    """A date that is learnt by another weekday's timetable: by the school or by some grades."""

    __tablename__ = "moved_day"

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    on_date: Mapped[date] = mapped_column(index=True)
    weekday: Mapped[int]  # whose timetable, 0 is Monday
    parity: Mapped[int] = mapped_column(default=0)  # of which weeks; 0: of the date's own week
    grade: Mapped[int | None]
    grade_to: Mapped[int | None]  # None: `grade` alone
    reason: Mapped[str] = mapped_column(String(200), default="")
    annulled_at: Mapped[datetime | None]


class Quarantine(Row, Audited, db.Model):
    """A class that from a date to a date (inclusive) learns from home, or not at all."""

    __tablename__ = "quarantine"

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=REMOTE)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    annulled_at: Mapped[datetime | None]
