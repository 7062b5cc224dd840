"""A few pupils come, go and change class, by order."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.school.groups import ClassGroup, Enrolment, Membership, StudyGroup

_LEFT = ((4, "В"), 38, "переезд семьи")
_MOVED = ((7, "А"), (7, "Б"), 45, "по заявлению родителей")
_CAME = ((3, "Б"), 13, "из школы № 5")


def move_pupils(start: date) -> int:
    """One leaves, one changes class, one comes two weeks late; returns how many moved."""
    _leave(_last_of(*_LEFT[0]), start + timedelta(days=_LEFT[1]), _LEFT[2])
    here, there, after, why = _MOVED
    _transfer(_last_of(*here), _class(*there), start + timedelta(days=after), why)
    came = _last_of(*_CAME[0])
    came.from_date = start + timedelta(days=_CAME[1])
    came.order_number, came.order_date, came.reason = "54-д", came.from_date, _CAME[2]
    for seat in _seats(came.student_id):
        seat.from_date = came.from_date
    db.session.flush()
    return 3


def _class(grade: int, letter: str) -> int:
    return db.session.scalar(
        select(ClassGroup.id).where(ClassGroup.grade == grade, ClassGroup.letter == letter)
    )


def _last_of(grade: int, letter: str) -> Enrolment:
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.class_group_id == _class(grade, letter))
        .order_by(Enrolment.register_number.desc())
        .limit(1)
    )


def _seats(student_id: int) -> list[Membership]:
    return list(db.session.scalars(select(Membership).where(Membership.student_id == student_id)))


def _leave(enrolment: Enrolment, last: date, why: str) -> None:
    enrolment.until, enrolment.reason = last, why
    enrolment.order_number, enrolment.order_date = "61-д", last
    for seat in _seats(enrolment.student_id):
        seat.until = last


def _transfer(enrolment: Enrolment, class_id: int, first: date, why: str) -> None:
    _leave(enrolment, first - timedelta(days=1), why)
    db.session.add(
        Enrolment(
            student_id=enrolment.student_id,
            class_group_id=class_id,
            from_date=first,
            register_number=99,
            order_number="66-д",
            order_date=first,
            reason=why,
        )
    )
    half = db.session.scalar(
        select(StudyGroup.id)
        .where(StudyGroup.class_group_id == class_id, StudyGroup.kind == "half")
        .order_by(StudyGroup.name)
        .limit(1)
    )
    db.session.add(
        Membership(study_group_id=half, student_id=enrolment.student_id, from_date=first)
    )
