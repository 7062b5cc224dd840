"""What an operator is told in time (5.2 resp. 7): families of the own classes that stopped.

A stop is news until the operator takes note of it; who took note when, the administrator sees.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, and_, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.role import Role
from models.audit.recorder import Audited
from models.base import Row, db
from models.office.order import Appointment, AppointmentClass
from models.office.paper import STOP, WITHDRAWAL, FamilyPaper
from models.people.account import Account
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import the_year
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import within

TOLD_FOR = timedelta(days=30)


class Acknowledgement(Row, Audited, db.Model):
    """Who took note of a stop, and when."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("paper_id", "account_id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("family_paper.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True)
class Stop:
    """A stop or withdrawal: whose child, of which class, from which day on, who took note."""

    paper: FamilyPaper
    child: str
    class_name: str
    has_operator: bool  # somebody whose duty it is to know
    noted: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether an operator has still to take note."""
        return self.has_operator and not self.noted


def acknowledge(paper: FamilyPaper, by: int) -> None:
    """Take note of a stop; twice is once."""
    own = (Acknowledgement.paper_id == paper.id, Acknowledgement.account_id == by)
    if db.session.scalar(select(Acknowledgement.id).where(*own)) is None:
        db.session.add(Acknowledgement(paper_id=paper.id, account_id=by))


def stops_of(class_ids, day: date):
    """A select of the papers that stop the service for pupils of these classes on the day;
    `class_ids` a list or a select."""
    theirs = select(Enrolment.student_id).where(
        Enrolment.class_group_id.in_(class_ids), within(Enrolment, day)
    )
    return select(FamilyPaper).where(_stops(), FamilyPaper.student_id.in_(theirs))


def news_for(account_id: int, class_ids: list[int], day: date) -> list[Stop]:
    """What one operator has not taken note of: stops of the last thirty days and those to come,
    and of this school year whatever nobody has taken note of. Newest first."""
    mine = _NOTED.where(Acknowledgement.account_id == account_id)
    of_year_and_unknown = and_(_since(the_year(day).starts_on), ~_NOTED)
    fresh = or_(_since(day - TOLD_FOR), of_year_and_unknown)
    return _told(day, ClassGroup.id.in_(class_ids), ~mine, fresh)


def stops_of_year(day: date) -> list[Stop]:
    """All stops of this school year, newest first, each with who took note of it."""
    found = _told(day, _since(the_year(day).starts_on))
    notes = _notes([stop.paper.id for stop in found])
    for stop in found:
        stop.noted.extend(notes[stop.paper.id])
    return found


def waiting_stops(day: date) -> int:
    """How many stops of this school year no operator has taken note of."""
    return len(_told(day, _since(the_year(day).starts_on), ~_NOTED, _operated(day)))


_NOTED = exists().where(Acknowledgement.paper_id == FamilyPaper.id)


def _stops():
    kinds = FamilyPaper.kind.in_((STOP, WITHDRAWAL))
    return and_(kinds, FamilyPaper.annulled_at.is_(None))


def _since(day: date):
    """The condition that a paper is of that day or later, or was entered since."""
    entered = FamilyPaper.entered_at >= clock.at(day, time.min)
    return or_(FamilyPaper.on_date >= day, entered)


def _told(day: date, *conditions) -> list[Stop]:
    rows = db.session.execute(
        select(FamilyPaper, Person, ClassGroup, _operated(day).label("operated"))
        .join(Student, Student.id == FamilyPaper.student_id)
        .join(Person, Person.id == Student.person_id)
        .join(Enrolment, Enrolment.student_id == Student.id)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(_stops(), within(Enrolment, day), *conditions)
        .order_by(FamilyPaper.on_date.desc(), FamilyPaper.id.desc())
    )
    return [
        Stop(paper, person.short_name, group.name, operated)
        for paper, person, group, operated in rows
    ]


def _operated(day: date):
    """The condition that a class has an operator on the day."""
    return exists().where(
        AppointmentClass.class_group_id == ClassGroup.id,
        AppointmentClass.appointment_id == Appointment.id,
        Appointment.duty == Role.OPERATOR.value,
        within(Appointment, day),
    )


def _notes(paper_ids: list[int]) -> dict[int, list[tuple[str, datetime]]]:
    found = defaultdict(list)
    rows = db.session.execute(
        select(Acknowledgement, Person)
        .join(Account, Account.id == Acknowledgement.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(Acknowledgement.paper_id.in_(paper_ids))
        .order_by(Acknowledgement.id)
    )
    for note, person in rows:
        found[note.paper_id].append((person.initials, note.at))
    return found
