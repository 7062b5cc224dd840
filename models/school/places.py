"""In which groups pupils sit on which days: derived, dated, constant in queries."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.people.person import Person
from models.people.student import Student
from models.school.groups import (
    BOYS,
    GIRLS,
    HOME,
    WHOLE,
    Enrolment,
    Membership,
    StudyGroup,
    StudyGroupPart,
    overlaps,
)

Spans = list[tuple[date, date | None]]  # first and last day, both inclusive; None is open
DAY = timedelta(days=1)


@remembered
def groups_of(student_id: int, first: date, last: date) -> dict[int, Spans]:
    """The groups a pupil sits in: group id → spans (first, last or None) within the days."""
    return groups_of_many((student_id,), first, last).get(student_id, {})


def groups_of_many(student_ids: tuple, first: date, last: date) -> dict[int, dict[int, Spans]]:
    """Pupil → group id → spans; four selects, however many pupils. On days at home a pupil has
    the lessons of the home group, not those of the class."""
    found: dict[int, dict[int, Spans]] = {}
    rows = [
        *db.session.execute(_enrolled(student_ids, first, last)),
        *db.session.execute(_members(student_ids, first, last)),
    ]
    for student_id, group_id, start, end in rows:
        found.setdefault(student_id, {}).setdefault(group_id, []).append((start, end))
    groups = {group_id for spans in found.values() for group_id in spans}
    joined = _joined(groups)
    home = set(
        db.session.scalars(
            select(StudyGroup.id).where(StudyGroup.kind == HOME, StudyGroup.id.in_(groups))
        )
    )
    for spans in found.values():
        for joined_id, part_id in joined:
            if part_id in spans:
                spans.setdefault(joined_id, []).extend(spans[part_id])
        _stay_home(spans, home)
    return found


def _enrolled(student_ids: tuple, first: date, last: date):
    """Whole classes, and the boys or girls of them."""
    by_sex = ((BOYS, "m"), (GIRLS, "f"))
    fits = StudyGroup.kind == WHOLE
    for kind, sex in by_sex:
        fits |= (StudyGroup.kind == kind) & (Person.sex == sex)
    return (
        select(Enrolment.student_id, StudyGroup.id, Enrolment.from_date, Enrolment.until)
        .join(StudyGroup, StudyGroup.class_group_id == Enrolment.class_group_id)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(fits, Enrolment.student_id.in_(student_ids), overlaps(Enrolment, first, last))
        .order_by(Enrolment.from_date)
    )


def _members(student_ids: tuple, first: date, last: date):
    return (
        select(
            Membership.student_id,
            Membership.study_group_id,
            Membership.from_date,
            Membership.until,
        )
        .where(Membership.student_id.in_(student_ids), overlaps(Membership, first, last))
        .order_by(Membership.from_date)
    )


def _joined(groups: set[int]) -> list[tuple[int, int]]:
    return [
        tuple(row)
        for row in db.session.execute(
            select(StudyGroupPart.joined_id, StudyGroupPart.part_id).where(
                StudyGroupPart.part_id.in_(groups)
            )
        )
    ]


def _stay_home(spans: dict[int, Spans], home: set[int]) -> None:
    """Take the days at home out of the spans of all other groups."""
    at_home = [span for group_id in home & spans.keys() for span in spans[group_id]]
    if not at_home:
        return
    for group_id in spans.keys() - home:
        left = spans[group_id]
        for first, last in at_home:
            left = [part for span in left for part in without(span, first, last)]
        spans[group_id] = left
    for group_id in [group_id for group_id, left in spans.items() if not left]:
        del spans[group_id]


def without(span: tuple, first: date, last: date | None) -> Spans:
    """What of a span is left when the days from `first` to `last` are taken out."""
    start, end = span
    parts: Spans = []
    if start < first:
        parts.append((start, first - DAY if end is None else min(end, first - DAY)))
    if last is not None and (end is None or end > last):
        parts.append((max(start, last + DAY), end))
    return parts
