"""What a document may be about: classes of the year, and groups across classes."""

from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.school.groups import JOINED, StudyGroup
from models.school.week import classes_of


@dataclass(frozen=True)
class Place:
    """A class or a group, under the name of its box in a form."""

    key: str
    name: str
    pair: tuple[int | None, int | None]  # (class, group)


def places_of(year_id: int) -> list[Place]:
    """The classes of the year, then the groups across classes."""
    joined = select(StudyGroup).where(StudyGroup.year_id == year_id, StudyGroup.kind == JOINED)
    classes = [Place(f"c{one.id}", one.name, (one.id, None)) for one in classes_of(year_id)]
    groups = db.session.scalars(joined.order_by(StudyGroup.grade, StudyGroup.name))
    return classes + [Place(f"g{one.id}", one.name, (None, one.id)) for one in groups]
