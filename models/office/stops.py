"""What an operator is told in time (5.2 resp. 7): families of the own classes that stopped."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from models import clock
from models.base import db
from models.office.paper import STOP, WITHDRAWAL, FamilyPaper
from models.people.person import Person
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import within

TOLD_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Stop:
    """A stop or withdrawal: whose child, of which class, from which day on."""

    child: str
    class_name: str
    title: str
    on_date: date


def stops_in(class_ids: list[int], today: date) -> list[Stop]:
    """Stops and withdrawals of the last thirty days, and those to come, newest first."""
    recent = or_(
        FamilyPaper.on_date >= today - TOLD_FOR,
        FamilyPaper.entered_at >= clock.now() - TOLD_FOR,  # entered late, and news all the same
    )
    rows = db.session.execute(
        select(FamilyPaper, Person, ClassGroup)
        .join(Student, Student.id == FamilyPaper.student_id)
        .join(Person, Person.id == Student.person_id)
        .join(Enrolment, Enrolment.student_id == Student.id)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(
            FamilyPaper.kind.in_((STOP, WITHDRAWAL)),
            FamilyPaper.annulled_at.is_(None),
            ClassGroup.id.in_(class_ids),
            within(Enrolment, today),
            recent,
        )
        .order_by(FamilyPaper.on_date.desc(), FamilyPaper.id.desc())
    )
    return [Stop(p.short_name, group.name, row.title, row.on_date) for row, p, group in rows]
