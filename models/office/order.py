"""Orders, and what they decide: appointments and the mode of classes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.ground import remembered

TRANSITION, ELECTRONIC = "transition", "electronic"
CLASS_TEACHER = "class_teacher"  # an appointment that opens no room of its own
LONGEST_NUMBER, LONGEST_TITLE = 20, 200


class Order(Row, Audited, db.Model):
    """A paper of the director: number and date."""

    __tablename__ = "school_order"

    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    on_date: Mapped[date]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))

    @property
    def name(self) -> str:
        """«приказ № 12 от 01.09.2026»."""
        return f"приказ № {self.number} от {self.on_date:%d.%m.%Y}"


class Appointment(Row, Audited, db.Model):
    """A duty of a person from a date to a date (inclusive), by order: a role's name or
    `class_teacher`; whose it is meanwhile, where somebody only stands in. `until` is the last
    day there is: an ending by another order moves it and keeps what it was."""

    __tablename__ = "appointment"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str] = mapped_column(String(20))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("school_order.id"))
    from_date: Mapped[date]
    until: Mapped[date | None]
    stands_in_for: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AppointmentEnding(Row, Audited, db.Model):
    """That an appointment ends early, by which order: the first day without the duty, and the
    last day as it had been."""

    __tablename__ = "appointment_ending"

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("school_order.id"))
    since: Mapped[date]
    was_until: Mapped[date | None]


class AppointmentGrade(Row, Audited, db.Model):
    """A grade an appointment is for (deputy heads)."""

    __tablename__ = "appointment_grade"
    __table_args__ = (UniqueConstraint("appointment_id", "grade"),)

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    grade: Mapped[int]


class AppointmentClass(Row, Audited, db.Model):
    """A class an appointment is for (operators, class teachers)."""

    __tablename__ = "appointment_class"
    __table_args__ = (UniqueConstraint("appointment_id", "class_group_id"),)

    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    class_group_id: Mapped[int] = mapped_column(ForeignKey("class_group.id"), index=True)


class ModeDecision(Row, Audited, db.Model):
    """The director's dated decision: transition or electronic, for a class, a cross-class
    group, or (neither named) the whole school. Clauses 2.3, 2.6, 5.1(8)."""

    __tablename__ = "mode_decision"

    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_group.id"), index=True)
    study_group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"), index=True)
    mode: Mapped[str] = mapped_column(String(12))
    from_date: Mapped[date]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("school_order.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True)
class GroupKey:
    """What the mode of a study group is found by."""

    id: int
    class_group_id: int | None


class Modes:
    """The modes of all classes and groups: plain rows, oldest first (see `the_modes`)."""

    def __init__(self, rows):
        self._of: dict[tuple, list[tuple[date, str]]] = {}
        for class_group_id, study_group_id, from_date, mode in rows:
            key = (class_group_id, study_group_id)
            self._of.setdefault(key, []).append((from_date, mode))

    def of(self, group, day: date) -> str:
        """The mode of a study group (with class_group_id and id) on a day: its own decision,
        else its class's, else the school's; electronic where nothing was decided."""
        for key in ((None, group.id), (group.class_group_id, None), (None, None)):
            mode = self._last(key, day)
            if mode is not None:
                return mode
        return ELECTRONIC

    def _last(self, key: tuple, day: date) -> str | None:
        valid = [mode for since, mode in self._of.get(key, ()) if since <= day]
        return valid[-1] if valid else None


@remembered
def the_modes() -> Modes:
    """All decisions on modes; one query."""
    return Modes(
        db.session.execute(
            select(
                ModeDecision.class_group_id,
                ModeDecision.study_group_id,
                ModeDecision.from_date,
                ModeDecision.mode,
            ).order_by(ModeDecision.from_date, ModeDecision.id)
        )
    )
