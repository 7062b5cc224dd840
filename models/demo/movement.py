"""Pupils come, go, change class and learn elsewhere, by order: one of each kind."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.office.elsewhere import send_away
from models.office.movement import ARRIVAL, HOME, Movement
from models.office.moving import BEGAN, Said, annul, depart, enrol, the_movement, transfer
from models.office.order import Order
from models.people.student import Student
from models.school.groups import HALF, ClassGroup, Enrolment, Membership, StudyGroup
from models.school.groups import HOME as AT_HOME
from models.school.leave import HOSPITAL, SANATORIUM

DAY = timedelta(days=1)
_PARENTS = "по заявлению родителей"


def move_pupils(start: date, today: date) -> int:
    """One leaves, some change class (one of them back again, one in two weeks), one comes two
    weeks late, one comes back, two learn elsewhere for a while; returns how many moved."""
    _leave(_last_of(4, "В"), "61-д", start + 38 * DAY, "школа № 7 г. Хабаровска")
    _transfer(_last_of(7, "А"), (7, "Б"), "66-д", start + 45 * DAY)
    _come_late(_last_of(3, "Б"), "54-д", start + 13 * DAY, "школа № 5")
    _there_and_back(_last_of(5, "А"), start)
    _transfer(_last_of(6, "А"), (6, "Б"), "88-д", today + 14 * DAY, signed=today)
    back = _last_of(2, "А")
    _leave(back, "57-д", start + 20 * DAY, "г. Артём")
    _return(back, (2, "А"), "72-д", start + 48 * DAY)
    _annulled(_last_of(8, "А"), start + 40 * DAY)
    _elsewhere(start, today)
    return 8 + _order_for_those_at_home(start)


def _class(grade: int, letter: str) -> ClassGroup:
    return db.session.scalar(
        select(ClassGroup).where(ClassGroup.grade == grade, ClassGroup.letter == letter)
    )


def _last_of(grade: int, letter: str, but: int = 0) -> Student:
    """The last pupil of a class by number, or the one `but` places before."""
    return db.session.scalar(
        select(Student)
        .join(Enrolment, Enrolment.student_id == Student.id)
        .where(Enrolment.class_group_id == _class(grade, letter).id)
        .order_by(Enrolment.register_number.desc())
        .offset(but)
        .limit(1)
    )


def _said(number: str, signed: date, title: str, place: str = "", note: str = "") -> Said:
    order = Order(number=number, on_date=signed, title=title)
    db.session.add(order)
    db.session.flush()
    return Said(order, None, place, note)


def _leave(student: Student, number: str, last: date, place: str) -> None:
    depart(student, last, _said(number, last - DAY, "Об отчислении", place))


def _transfer(
    student: Student, to: tuple, number: str, first: date, signed: date | None = None
) -> None:
    said = _said(number, signed or first - DAY, "О переводе в другой класс", note=_PARENTS)
    there = _class(*to)
    transfer(student, there, first, said, _a_half_of(there))


def _a_half_of(group: ClassGroup) -> list[int]:
    half = db.session.scalar(
        select(StudyGroup.id)
        .where(StudyGroup.class_group_id == group.id, StudyGroup.kind == HALF)
        .order_by(StudyGroup.name)
        .limit(1)
    )
    return [half] if half else []


def _there_and_back(student: Student, start: date) -> None:
    _transfer(student, (5, "Б"), "56-д", start + 16 * DAY)
    _transfer(student, (5, "А"), "64-д", start + 42 * DAY)


def _return(student: Student, to: tuple, number: str, first: date) -> None:
    there = _class(*to)
    said = _said(number, first - DAY, "О зачислении", "г. Артём")
    enrol(student, there, first, said, _a_half_of(there))


def _come_late(student: Student, number: str, first: date, place: str) -> None:
    """The list names the pupil from the year's first day; the order says from when."""
    row = db.session.scalar(select(Enrolment).where(Enrolment.student_id == student.id))
    moved = the_movement(ARRIVAL, student.id, first, _said(number, first, "О зачислении", place))
    for dated in (row, *_seats(student.id)):
        dated.from_date = first
        moved.did = [*moved.did, [BEGAN, dated.__tablename__, dated.id, None]]
    moved.enrolment_id = row.id
    db.session.add(moved)
    db.session.flush()


def _seats(student_id: int) -> list[Membership]:
    return list(db.session.scalars(select(Membership).where(Membership.student_id == student_id)))


def _annulled(student: Student, last: date) -> None:
    said = _said("67-д", last - DAY, "Об отчислении", "г. Владивосток")
    annul(depart(student, last, said), "внесено не тому ученику", None)
    db.session.flush()


def _elsewhere(start: date, today: date) -> None:
    said = _said("63-д", start + 27 * DAY, "О временном выбытии", "санаторий «Океан»")
    first = start + 28 * DAY
    send_away(_last_of(6, "Б", but=1), SANATORIUM, first, first + 20 * DAY, said)
    said = _said("85-д", today - 3 * DAY, "О временном выбытии", "детская больница № 1")
    send_away(_last_of(7, "Б", but=2), HOSPITAL, today - 2 * DAY, today + 10 * DAY, said)


def _order_for_those_at_home(start: date) -> int:
    """Those of the rows «инд» of the timetable are at home by an order, too."""
    rows = db.session.scalars(
        select(Membership)
        .join(StudyGroup, StudyGroup.id == Membership.study_group_id)
        .where(StudyGroup.kind == AT_HOME)
    ).all()
    if rows:
        said = _said("50-д", start, "Об обучении на дому", note="заключение врачебной комиссии")
        for row in rows:
            moved: Movement = the_movement(HOME, row.student_id, row.from_date, said)
            moved.did = [[BEGAN, row.__tablename__, row.id, None]]
            db.session.add(moved)
        db.session.flush()
    return len(rows)
