"""Study groups and rooms get another name, are closed from a day on, and opened again.

What is closed is offered no more and stays in the past. Nothing is deleted: who sits in a group,
and who teaches it, ends the day before."""

from datetime import date

from sqlalchemy import or_, select

from models.base import db
from models.naming import fault_of_name
from models.refusal import Refused
from models.school.grouping import DAY, FOREVER, LONGEST_NAME, halves_of, joined_with
from models.school.groups import (
    ClassGroup,
    Membership,
    StudyGroup,
    StudyGroupPart,
    open_on,
    overlaps,
)
from models.school.rooms import fault_of_room
from models.school.subject import Course
from models.school.teaching import TeachingAssignment
from models.school.timetable import (
    WEEKDAYS_SHORT,
    Classroom,
    LessonSlot,
    Substitution,
    standing,
)

_SHOWN = 3  # so many places of the timetable are told, the others counted


class StaleName(Refused):
    """Somebody else has renamed it since it was read."""


def group_of(own: ClassGroup, number: int | None, joined: bool = False) -> StudyGroup:
    """A group of the class whose pupils are named one by one; or also one it takes part in."""
    known = halves_of(own.id) + (joined_with(own.id) if joined else [])
    found = next((group for group in known if group.id == number), None)
    if found is None:
        raise Refused("Такой подгруппы у класса нет. Обновите страницу.")
    return found


def rename_group(own: ClassGroup, group: StudyGroup, name: str, seen: str) -> bool:
    """The group of the class is called «5-А, <name>», and groups across classes that it is part
    of after it; whether anything changed. `seen`: the name it had when it was read."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Назовите подгруппу (до {LONGEST_NAME} знаков), например «1 группа».")
    if why := fault_of_name(name):
        raise Refused(why)
    _same_name(group.name, seen)
    whole = f"{own.name}, {name}"
    if whole == group.name:
        return False
    joined = db.session.scalars(
        select(StudyGroup)
        .join(StudyGroupPart, StudyGroupPart.joined_id == StudyGroup.id)
        .where(StudyGroupPart.part_id == group.id)
    ).all()
    _free_group_name(group, whole)
    group.name = whole
    for other in joined:
        after = _joined_name(other)
        _free_group_name(other, after)
        other.name = after
    db.session.flush()
    return True


def _joined_name(joined: StudyGroup) -> str:
    parts = db.session.scalars(
        select(StudyGroup)
        .join(StudyGroupPart, StudyGroupPart.part_id == StudyGroup.id)
        .where(StudyGroupPart.joined_id == joined.id)
        .order_by(StudyGroupPart.id)
    )
    return " + ".join(part.name for part in parts)[:80]


def _free_group_name(group: StudyGroup, name: str) -> None:
    taken = select(StudyGroup.id).where(
        StudyGroup.year_id == group.year_id, StudyGroup.name == name, StudyGroup.id != group.id
    )
    if db.session.scalar(taken) is not None:
        raise Refused(f"Группа «{name}» уже есть.")


def _same_name(now: str, seen: str) -> None:
    if now != seen:
        raise StaleName(f"Не сохранено: пока страница была открыта, здесь стало «{now}». Сверьте.")


def close_group(group: StudyGroup, day: date, today: date) -> None:
    """From the day on the group is there no more. Raises Refused where it is still in use."""
    _refuse_past(group, day, today)
    joined = db.session.scalars(
        select(StudyGroup.name)
        .join(StudyGroupPart, StudyGroupPart.joined_id == StudyGroup.id)
        .where(StudyGroupPart.part_id == group.id, open_on(StudyGroup, day))
    ).all()
    if joined:
        raise Refused(f"Подгруппа входит в «{joined[0]}»: сначала закройте её с того же дня.")
    _refuse_used(group.name, day, LessonSlot.study_group_id == group.id)
    _refuse_changed(group.name, day, Substitution.study_group_id == group.id)
    rows = [*_lasting(Membership, group, day), *_lasting(TeachingAssignment, group, day)]
    for row in rows:
        row.until = max(day, row.from_date) - DAY
    group.closed_from = day
    db.session.flush()


def _lasting(model, group: StudyGroup, day: date) -> list:
    mine = (model.study_group_id == group.id) & overlaps(model, day, FOREVER)
    return list(db.session.scalars(select(model).where(mine)))


def rename_room(room: Classroom, name: str) -> bool:
    """The room gets another name, here and in the timetable; whether it changed."""
    name = " ".join(name.split())
    if why := fault_of_room(name) if name else "Напишите название кабинета.":
        raise Refused(why)
    others = db.session.execute(select(Classroom.name).where(Classroom.id != room.id)).scalars()
    if name.casefold() in {other.casefold() for other in others}:
        raise Refused(f"Кабинет «{name}» уже есть.")
    changed, room.name = name != room.name, name
    db.session.flush()
    return changed


def close_room(room: Classroom, day: date, today: date) -> None:
    """From the day on the room is there no more. Raises Refused where it is still in use."""
    _refuse_past(room, day, today)
    here = or_(LessonSlot.classroom_id == room.id, LessonSlot.other_classroom_id == room.id)
    _refuse_used(f"Кабинет {room.name}", day, here)
    _refuse_changed(f"Кабинет {room.name}", day, Substitution.classroom_id == room.id)
    room.closed_from = day
    db.session.flush()


def open_again(thing: StudyGroup | Classroom) -> None:
    """Closed by mistake: it is there again. Who sat in a group is seated anew."""
    if thing.closed_from is None:
        raise Refused("Закрытия здесь уже нет. Обновите страницу.")
    thing.closed_from = None
    db.session.flush()


def _refuse_past(thing: StudyGroup | Classroom, day: date, today: date) -> None:
    if thing.closed_from is not None:
        raise Refused(f"Уже закрыто с {thing.closed_from:%d.%m.%Y}.")
    if day < today:
        raise Refused("Закрывают с сегодняшнего дня или позже: прошлое остаётся, как было.")


def _refuse_used(name: str, day: date, used) -> None:
    lasts = or_(
        LessonSlot.valid_to.is_(None),
        (LessonSlot.valid_to >= day) & (LessonSlot.valid_to >= LessonSlot.valid_from),
    )
    rows = db.session.execute(
        select(LessonSlot.weekday, LessonSlot.number, Course.name, StudyGroup.name)
        .join(Course, Course.id == LessonSlot.course_id)
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .where(used, lasts)
        .order_by(LessonSlot.weekday, LessonSlot.number)
    ).all()
    if not rows:
        return
    told = dict.fromkeys(
        f"{WEEKDAYS_SHORT[weekday]}, {number} урок: {course}, {group}"
        for weekday, number, course, group in rows
    )
    more = f" и ещё {len(told) - _SHOWN}" if len(told) > _SHOWN else ""
    places = "; ".join(list(told)[:_SHOWN])
    raise Refused(
        f"{name}: с {day:%d.%m.%Y} в расписании ещё стоят уроки ({places}{more}). "
        "Сначала уберите их из расписания с этого дня."
    )


def _refuse_changed(name: str, day: date, used) -> None:
    query = select(Substitution.on_date).where(used, standing(), Substitution.on_date >= day)
    first = db.session.scalar(query.order_by(Substitution.on_date).limit(1))
    if first is not None:
        raise Refused(f"{name}: {first:%d.%m.%Y} стоит замена. Сначала снимите её.")
