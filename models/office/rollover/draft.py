"""What people have answered about the next year so far: kept as it is given."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.school.calendar import YearFacts, the_year, years

JUST_BEGUN = timedelta(days=60)  # so long its beginning can still be looked at, and taken back
LEAVES, STAYS, INTO = "leave", "stay", "to:"  # answers about a pupil


class Rollover(Row, Audited, db.Model):
    """The answers about the year after `year_id`, a draft until a run does it and after that.

    `answers`: order (number, on_date), leave_on, classes (class → name), fresh (names of classes
    without pupils yet), pupils (pupil → `LEAVES`, `STAYS`, `INTO` with a class), teaching (line →
    teacher, 0 is nobody)."""

    __tablename__ = "rollover"

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"), unique=True)
    answers: Mapped[dict] = mapped_column(default=dict)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    def answer(self, **parts) -> None:
        """Keep answers to some of the questions; the others stay."""
        self.answers = {**self.answers, **parts}
        self.changed_at = clock.now()


def last_and_next(day: date) -> tuple[YearFacts, YearFacts | None]:
    """The year that ends next and the one after it; None where that is not opened yet."""
    known = years()
    now = the_year(day)
    after = next((year for year in known if year.starts_on > now.starts_on), None)
    before = next((year for year in reversed(known) if year.starts_on < now.starts_on), None)
    begun = day < now.starts_on + JUST_BEGUN
    if after is None and begun and before is not None and rollover_of(before.id) is not None:
        return before, now
    return now, after


def rollover_of(year_id: int) -> Rollover | None:
    """The kept answers about the year after this one."""
    return db.session.scalar(select(Rollover).where(Rollover.year_id == year_id))


def the_rollover(year_id: int) -> Rollover:
    """The kept answers, or a new empty row for them."""
    found = rollover_of(year_id)
    if found is None:
        found = Rollover(year_id=year_id, answers={})
        db.session.add(found)
        db.session.flush()
    return found
