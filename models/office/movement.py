"""The movement of pupils: who came, changed class, left or learns elsewhere, by which order.

A movement is never changed into another and never deleted: one entered wrongly is annulled, with
a reason, and what it had done to enrolments and groups is taken back.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.office.order import Order
from models.school.calendar import year_of
from models.school.groups import Enrolment

ARRIVAL, TRANSFER, DEPARTURE, RETURN = "arrival", "transfer", "departure", "return"
HOME, LEAVE = "home", "leave"
KINDS = {
    ARRIVAL: "зачисление",
    TRANSFER: "перевод",
    DEPARTURE: "выбытие",
    RETURN: "повторное зачисление",
    HOME: "обучение на дому",
    LEAVE: "временное выбытие",
}
OF_LIST = (ARRIVAL, TRANSFER, DEPARTURE, RETURN)  # those that change the list of a class
LONGEST_PLACE = LONGEST_NOTE = 200
DAY = timedelta(days=1)


class Movement(Row, Audited, db.Model):
    """One pupil, one order, in force from `on_date`: the first day as it is from then on (of a
    departure the first day without the pupil). `until` is the last day at home or away, where
    known. `enrolment_id` names the enrolment that began, or of a departure the one that ended;
    `did` lists the rows it began or ended, to be taken back (`models/office/moving.py`)."""

    __tablename__ = "movement"
    __table_args__ = (Index("ix_movement_student_day", "student_id", "on_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    kind: Mapped[str] = mapped_column(String(10))
    order_id: Mapped[int] = mapped_column(ForeignKey("school_order.id"), index=True)
    on_date: Mapped[date] = mapped_column(index=True)
    until: Mapped[date | None]
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")  # from or to where
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    did: Mapped[list] = mapped_column(default=list)
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    order: Mapped[Order] = relationship(lazy="joined", innerjoin=True)

    @property
    def title(self) -> str:
        return KINDS[self.kind]

    @property
    def last_day(self) -> date:
        """Of a departure: the last day in school."""
        return self.on_date - DAY


def movements_of(student_id: int) -> list[Movement]:
    """Everything that was ordered about a pupil, annulled ones too, the newest first."""
    query = select(Movement).where(Movement.student_id == student_id)
    return list(db.session.scalars(query.order_by(Movement.on_date.desc(), Movement.id.desc())))


def standing_movements(student_id: int, *kinds: str) -> list[Movement]:
    """The pupil's movements of these kinds that were not annulled, the earliest first."""
    query = select(Movement).where(
        Movement.student_id == student_id,
        Movement.kind.in_(kinds),
        Movement.annulled_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Movement.on_date, Movement.id)))


def moved_by_order(day: date) -> dict[int, str]:
    """Pupil → in words, the last order of the day's school year about which class they are in."""
    year = year_of(day)
    query = select(Movement).where(Movement.kind.in_(OF_LIST), Movement.annulled_at.is_(None))
    if year is not None:
        query = query.where(Movement.on_date > year.starts_on)
    return {
        row.student_id: f"{row.title} с {row.on_date:%d.%m.%Y}, {row.order.name}"
        for row in db.session.scalars(query.order_by(Movement.on_date, Movement.id))
    }


def classes_of_movement(moved: Movement) -> frozenset[int]:
    """The classes on whose lists it put the pupil, or from whose it took them; one select."""
    ids = [row_id for _what, table, row_id, _was in moved.did if table == Enrolment.__tablename__]
    query = select(Enrolment.class_group_id).where(Enrolment.id.in_(ids))
    return frozenset(db.session.scalars(query))
