"""Pupils who learn elsewhere and stay in their class: at home, in hospital, in a sanatorium.

By an order from a day to a day (the last may be unknown); taking it back is `moving.annul`.
"""

from datetime import date

from sqlalchemy import select

from models.base import db
from models.office.movement import HOME, LEAVE, Movement
from models.office.moving import Said, begin_row, the_movement
from models.office.ordering import on_the_ground_of
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import HOME as AT_HOME
from models.school.groups import Membership, StudyGroup, overlaps
from models.school.leave import PLACES, Leave
from models.school.roster import class_of

FOREVER = date(9999, 12, 31)


def teach_at_home(
    student: Student, first: date, until: date | None, said: Said, group_id: int | None = None
) -> Movement:
    """From `first` the pupil has lessons and journals of their own: those of the home group of
    the timetable, or of a new one where the timetable has none yet. Raises Refused."""
    own = _class_on(student, first, until)
    _none_yet(Membership, student.id, first, until, "Ученик уже обучается на дому в эти дни.")
    moved = the_movement(HOME, student.id, first, said)
    moved.until = until
    with on_the_ground_of(said.order):
        group = _home_group(student, own, group_id, first)
        place = {"study_group_id": group.id, "student_id": student.id}
        begin_row(moved, Membership(**place, from_date=first, until=until))
        db.session.add(moved)
    return moved


def send_away(student: Student, kind: str, first: date, until: date | None, said: Said) -> Movement:
    """From `first` the pupil is in hospital or a sanatorium: on the class's list, outside its
    daily journal; marks come with a certificate. Raises Refused."""
    if kind not in PLACES:
        raise Refused("Выберите, где ученик: в больнице или в санатории.")
    _class_on(student, first, until)
    _none_yet(Leave, student.id, first, until, "На эти дни ученик уже временно выбыл.")
    moved = the_movement(LEAVE, student.id, first, said)
    moved.until = until
    with on_the_ground_of(said.order):
        days = {"from_date": first, "until": until}
        begin_row(moved, Leave(student_id=student.id, kind=kind, place=moved.place, **days))
        db.session.add(moved)
    return moved


def home_groups(day: date) -> list[StudyGroup]:
    """The home groups of the day's year in which nobody sits from that day on."""
    taken = select(Membership.study_group_id).where(overlaps(Membership, day, FOREVER))
    query = select(StudyGroup).where(
        StudyGroup.year_id == the_year(day).id,
        StudyGroup.kind == AT_HOME,
        StudyGroup.id.not_in(taken),
    )
    return list(db.session.scalars(query.order_by(StudyGroup.name)))


def _class_on(student: Student, first: date, until: date | None):
    if until is not None and until < first:
        raise Refused("Последний день раньше первого. Проверьте даты.")
    own = class_of(student.id, first)
    if own is None:
        raise Refused(f"{first:%d.%m.%Y} ученика нет в списке ни одного класса.")
    return own


def _none_yet(dated, student_id: int, first: date, until: date | None, sentence: str) -> None:
    query = select(dated.id).where(
        dated.student_id == student_id, overlaps(dated, first, until or FOREVER)
    )
    if dated is Membership:
        query = query.join(StudyGroup, StudyGroup.id == Membership.study_group_id)
        query = query.where(StudyGroup.kind == AT_HOME)
    if db.session.scalar(query.limit(1)) is not None:
        raise Refused(sentence)


def _home_group(student: Student, own, group_id: int | None, first: date) -> StudyGroup:
    if group_id is not None:
        group = next((g for g in home_groups(first) if g.id == group_id), None)
        if group is None:
            raise Refused("Эта строка расписания уже занята. Обновите страницу.")
        return group
    name = f"{student.person.short_name}, {own.name}, на дому"
    known = select(StudyGroup).where(StudyGroup.year_id == own.year_id, StudyGroup.name == name)
    group = db.session.scalar(known)
    if group is None:
        made = {"year_id": own.year_id, "name": name, "kind": AT_HOME, "grade": own.grade}
        group = StudyGroup(**made)
        db.session.add(group)
        db.session.flush()
    return group
