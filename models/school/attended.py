"""In which classes and groups a pupil was, with the days: the history as a card shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.school.groups import ClassGroup, Enrolment, Membership, StudyGroup, ever_held


@dataclass(frozen=True)
class Listing:
    """A span on a list."""

    name: str
    first: date
    last: date | None
    number: int | None = None
    is_class: bool = True


def listings(student_id: int) -> list[Listing]:
    """The classes, and the groups whose members are named, the newest first; two selects."""
    classes = db.session.execute(
        select(ClassGroup, Enrolment)
        .join(Enrolment, Enrolment.class_group_id == ClassGroup.id)
        .where(Enrolment.student_id == student_id, ever_held(Enrolment))
    )
    groups = db.session.execute(
        select(StudyGroup.name, Membership)
        .join(Membership, Membership.study_group_id == StudyGroup.id)
        .where(Membership.student_id == student_id, ever_held(Membership))
    )
    found = [Listing(c.name, e.from_date, e.until, e.register_number) for c, e in classes]
    found += [Listing(name, m.from_date, m.until, is_class=False) for name, m in groups]
    return sorted(found, key=lambda one: (one.is_class, one.first), reverse=True)
