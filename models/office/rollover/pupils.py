"""Pupils into the next year: who leaves, who goes on, and the seats of the year that ends."""

from datetime import timedelta

from sqlalchemy import or_, select

from models.audit.bulk import bulk_insert
from models.base import db
from models.office.movement import OF_LIST, Movement
from models.office.moving import Said, annul, depart
from models.office.rollover.facts import LEFT
from models.office.rollover.plan import GOES, REPEATS
from models.people.student import Student
from models.refusal import Refused
from models.school.groups import Enrolment, Membership, StudyGroup, ever_held

DAY = timedelta(days=1)
UP, AGAIN = "переведён в следующий класс", "оставлен на повторное обучение"


def take_leave(doing) -> None:
    """Graduates and those who do not go on leave by the order; who goes on after all comes back."""
    plan = doing.seen.plan
    said = Said(doing.order, doing.by, note=LEFT)
    for place in plan.places.values():
        pupil = place.pupil
        if place.fate != GOES and pupil.departure:
            annul(db.session.get(Movement, pupil.departure), "остаётся в школе", doing.by)
        elif place.fate == GOES and not pupil.departure:
            try:
                depart(db.session.get(Student, pupil.id), plan.leave_on, said)
            except Refused as refusal:
                raise Refused(f"{pupil.name}: {refusal.sentence}") from None
            doing.done["выбыло"] += 1
    db.session.flush()


def move_up(doing) -> None:
    """Everybody who goes on is on the list of the next class from the first day of the year."""
    there, moved = _there(doing), _moved_since(doing)
    wanted = {
        place.pupil.id: place
        for place in doing.seen.plan.places.values()
        if place.to and place.pupil.id not in moved
    }
    fresh = []
    for student_id, place in wanted.items():
        row = there.get(student_id)
        if row is not None and row.class_group_id == doing.classes[place.to]:
            continue
        if row is not None:
            _never(row)
        fresh.append((place.to, place.fate, student_id))
    for student_id, row in there.items():
        if student_id not in wanted and student_id not in moved and row.reason in (UP, AGAIN):
            _never(row)
    _end_last_year(doing, set(wanted))
    db.session.flush()
    _enrol(doing, fresh)


def _there(doing) -> dict[int, Enrolment]:
    """Pupil → the enrolment into the next year that stands."""
    rows = db.session.scalars(
        select(Enrolment).where(
            Enrolment.class_group_id.in_(doing.classes.values()),
            Enrolment.from_date <= doing.first,
            ever_held(Enrolment),
        )
    )
    return {row.student_id: row for row in rows}


def _moved_since(doing) -> set[int]:
    """Pupils whom an order has moved in the next year: theirs is settled."""
    rows = select(Movement.student_id).where(
        Movement.on_date >= doing.first,
        Movement.kind.in_(OF_LIST),
        Movement.annulled_at.is_(None),
        or_(Movement.note != LEFT, Movement.on_date > doing.first),
    )
    return set(db.session.scalars(rows))


def _never(row: Enrolment) -> None:
    """It ends the day before it begins, and the seats in that class's groups with it."""
    row.until = row.from_date - DAY
    groups = select(StudyGroup.id).where(StudyGroup.class_group_id == row.class_group_id)
    for seat in db.session.scalars(
        select(Membership).where(
            Membership.student_id == row.student_id,
            Membership.study_group_id.in_(groups),
            ever_held(Membership),
        )
    ):
        seat.until = seat.from_date - DAY


def _end_last_year(doing, going_on: set[int]) -> None:
    """The last day in the class of the year that ends is the one before the next begins."""
    ids = [one.id for one in doing.seen.facts.classes]
    for row in db.session.scalars(
        select(Enrolment).where(
            Enrolment.class_group_id.in_(ids),
            or_(Enrolment.until.is_(None), Enrolment.until >= doing.seen.facts.year.ends_on),
            ever_held(Enrolment),
        )
    ):
        if row.student_id in going_on and row.until != doing.last:
            row.until = doing.last


def _enrol(doing, fresh: list[tuple[str, str, int]]) -> None:
    """New lines stand in the order of the alphabet, behind those who are listed already."""
    names = {place.pupil.id: place.pupil.name for place in doing.seen.plan.places.values()}
    numbers = _last_numbers(doing)
    rows = []
    for to, fate, student_id in sorted(
        fresh, key=lambda one: names[one[2]].casefold().replace("ё", "е")
    ):
        class_id = doing.classes[to]
        numbers[class_id] = numbers.get(class_id, 0) + 1
        rows.append(
            {
                "student_id": student_id,
                "class_group_id": class_id,
                "from_date": doing.first,
                "register_number": numbers[class_id],
                "order_number": doing.order.number,
                "order_date": doing.order.on_date,
                "reason": AGAIN if fate == REPEATS else UP,
            }
        )
        doing.done["оставлено на второй год" if fate == REPEATS else "переведено"] += 1
    bulk_insert(db.session, Enrolment, rows)


def _last_numbers(doing) -> dict[int, int]:
    found: dict[int, int] = {}
    for class_id, number in db.session.execute(
        select(Enrolment.class_group_id, Enrolment.register_number).where(
            Enrolment.class_group_id.in_(doing.classes.values()), ever_held(Enrolment)
        )
    ):
        found[class_id] = max(found.get(class_id, 0), number or 0)
    return found


def end_seats(doing) -> None:
    """Seats in the groups of the year that ends end with it, those at home too."""
    groups = [group.id for group in doing.seen.facts.groups]
    for row in db.session.scalars(
        select(Membership).where(
            Membership.study_group_id.in_(groups),
            or_(Membership.until.is_(None), Membership.until > doing.last),
        )
    ):
        row.until = max(doing.last, row.from_date - DAY)
    db.session.flush()
