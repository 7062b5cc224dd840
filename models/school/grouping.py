"""Study groups of a class: made, joined with those of other classes, and who sits in them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.fingerprint import fingerprint
from models.naming import fault_of_name
from models.refusal import Refused
from models.school.calendar import year_numbered
from models.school.groups import (
    HALF,
    JOINED,
    ClassGroup,
    Enrolment,
    Membership,
    StudyGroup,
    StudyGroupPart,
    open_on,
    overlaps,
)
from models.school.teaching import within
from models.school.terms_closed import refuse_closed_days

DAY = timedelta(days=1)
FOREVER = date(9999, 12, 31)
LONGEST_NAME = 40


class StaleGroups(Refused):
    """Somebody else has changed the groups since they were read."""


def halves_of(class_group_id: int, day: date | None = None) -> list[StudyGroup]:
    """The groups of a class whose members are named one by one, by name; those of a day only,
    where one is given."""
    query = select(StudyGroup).where(
        StudyGroup.class_group_id == class_group_id, StudyGroup.kind == HALF
    )
    if day is not None:
        query = query.where(open_on(StudyGroup, day))
    return list(db.session.scalars(query.order_by(StudyGroup.name)))


def make_half(own: ClassGroup, name: str) -> StudyGroup:
    """A new group of the class: «1 группа», «английский, 2 группа». Raises Refused."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Назовите подгруппу (до {LONGEST_NAME} знаков), например «1 группа».")
    if why := fault_of_name(name):
        raise Refused(why)
    return _made(own, f"{own.name}, {name}", HALF, own.id)


def _made(own: ClassGroup, name: str, kind: str, class_group_id: int | None) -> StudyGroup:
    mine = (StudyGroup.year_id == own.year_id) & (StudyGroup.name == name)
    known = db.session.scalar(select(StudyGroup).where(mine))
    if known is not None and known.closed_from:
        raise Refused(f"Группа «{name}» уже есть и закрыта: откройте её снова.")
    if known is not None:
        raise Refused(f"Группа «{name}» уже есть.")
    group = StudyGroup(year_id=own.year_id, name=name, kind=kind, grade=own.grade)
    group.class_group_id = class_group_id
    db.session.add(group)
    db.session.flush()
    return group


def may_join(own: ClassGroup, day: date) -> list[StudyGroup]:
    """Groups of other classes of the grade, which one of this class can be joined with on a
    day."""
    query = select(StudyGroup).where(
        StudyGroup.year_id == own.year_id,
        StudyGroup.grade == own.grade,
        StudyGroup.kind == HALF,
        StudyGroup.class_group_id.is_not(None),
        StudyGroup.class_group_id != own.id,
        open_on(StudyGroup, day),
    )
    return list(db.session.scalars(query.order_by(StudyGroup.name)))


def join_groups(own: ClassGroup, mine: int | None, others: list[int], day: date) -> StudyGroup:
    """A group across classes: one of this class and one or more of others learn together. Who
    sits in it follows from its parts. Raises Refused."""
    here = {group.id: group for group in halves_of(own.id, day)}
    there = {group.id: group for group in may_join(own, day)}
    if mine not in here or not others or not set(others) <= there.keys():
        raise Refused("Выберите подгруппу этого класса и подгруппы других классов.")
    parts = [here[mine], *(there[number] for number in dict.fromkeys(others))]
    group = _made(own, " + ".join(part.name for part in parts)[:80], JOINED, None)
    for part in parts:
        db.session.add(StudyGroupPart(joined_id=group.id, part_id=part.id))
    db.session.flush()
    return group


def joined_with(class_group_id: int) -> list[StudyGroup]:
    """The groups across classes in which a group of this class takes part."""
    parts = select(StudyGroup.id).where(StudyGroup.class_group_id == class_group_id)
    joined = select(StudyGroupPart.joined_id).where(StudyGroupPart.part_id.in_(parts))
    query = select(StudyGroup).where(StudyGroup.id.in_(joined)).order_by(StudyGroup.name)
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Seating:
    """Who sits in which of a class's groups on a day; `seen` tells whether that changed."""

    members: dict[int, frozenset[int]]  # group → pupils
    seen: str


def seating(class_group_id: int, day: date) -> Seating:
    """The members of the class's groups on a day; two selects."""
    groups = [group.id for group in halves_of(class_group_id, day)]
    rows = db.session.execute(
        select(Membership.study_group_id, Membership.student_id).where(
            Membership.study_group_id.in_(groups), within(Membership, day)
        )
    ).all()
    members = {g: frozenset(s for group, s in rows if group == g) for g in groups}
    return Seating(members, fingerprint([sorted([g, s] for g, s in rows), day.isoformat()]))


def seat_from(own: ClassGroup, day: date, wanted: dict[int, set[int]], seen: str) -> int:
    """From the day on exactly these pupils sit in these groups; returns how many places changed.
    Who leaves a group had the day before as the last one. Raises Refused."""
    now = seating(own.id, day)
    if now.seen != seen:
        raise StaleGroups(
            "Пока вы отмечали, состав подгрупп изменили. Ваши отметки остались; где сейчас стоит "
            "другое, сказано рядом. Сверьте и сохраните ещё раз."
        )
    listed = set(
        db.session.scalars(
            select(Enrolment.student_id).where(
                Enrolment.class_group_id == own.id, within(Enrolment, day)
            )
        )
    )
    refuse_closed_days(year_numbered(own.year_id), [own.grade], day)
    ends = {group.id: group.closed_from for group in halves_of(own.id, day)}
    changed = 0
    for group_id, before in now.members.items():
        after = wanted.get(group_id, set()) & listed
        for student_id in (before ^ after) & listed:
            _end(group_id, student_id, day)
            if student_id in after:
                place = {"study_group_id": group_id, "student_id": student_id}
                last = ends[group_id] and ends[group_id] - DAY
                db.session.add(Membership(**place, from_date=day, until=last))
            changed += 1
    return changed


def _end(group_id: int, student_id: int, day: date) -> None:
    """Whatever holds on the day or later ends before it."""
    rows = db.session.scalars(
        select(Membership).where(
            Membership.study_group_id == group_id,
            Membership.student_id == student_id,
            overlaps(Membership, day, FOREVER),
        )
    )
    for row in rows:
        row.until = max(day, row.from_date) - DAY
