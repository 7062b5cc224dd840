"""How many lessons each room holds at once, as the administrator keeps it."""

import re
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from models.base import db
from models.fingerprint import fingerprint
from models.naming import fault_of_name
from models.refusal import Refused, WrongFields
from models.school.groups import open_on
from models.school.timetable import Classroom

MOST, LONGEST_NAME = 9, 60


class StaleRooms(Refused):
    """Somebody else has changed the rooms since they were read."""


def classrooms() -> list[Classroom]:
    """Every room by name, its numbers as numbers: 3, 22, 27, 30, «спортзал»."""
    return sorted(db.session.scalars(select(Classroom)), key=lambda room: room_order(room.name))


def open_rooms(day: date) -> list[str]:
    """The names of the rooms that are there on a day."""
    return list(db.session.scalars(select(Classroom.name).where(open_on(Classroom, day))))


def room_order(name: str) -> list[tuple[int, int, str]]:
    """The order of names of rooms in lists."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name.casefold())
    return [(0, int(x), "") if x[0].isdigit() else (1, 0, x) for x in parts]


def fault_of_room(name: str) -> str:
    """Why a room cannot be called so; '' where it can."""
    if len(name) > LONGEST_NAME:
        return f"Название не длиннее {LONGEST_NAME} знаков."
    return fault_of_name(name)


def rooms_seen(rooms: list[Classroom]) -> str:
    """The fingerprint of the rooms as they stand: a form says which it was made from."""
    return fingerprint([[x.id, x.name, x.holds, x.closed_from] for x in rooms])


def refuse_stale(rooms: list[Classroom], seen: str) -> None:
    """Raise StaleRooms where the rooms are no longer those of the fingerprint."""
    if seen != rooms_seen(rooms):
        raise StaleRooms(
            "Не сохранено: пока страница была открыта, кабинеты изменили. "
            "Введённое осталось: сверьте и сохраните ещё раз."
        )


def set_holds(typed: Mapping[str, str]) -> int:
    """The numbers of the form (`holds-<id>`); returns how many rooms changed. Raises WrongFields,
    and StaleRooms where the rooms are no longer those of the form's `seen`."""
    rooms = classrooms()
    refuse_stale(rooms, typed.get("seen", ""))
    problems, changed = {}, 0
    for room in rooms:
        text = typed.get(f"holds-{room.id}", str(room.holds)).strip()
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:3]) <= MOST):
            problems[f"holds-{room.id}"] = f"Напишите число от 1 до {MOST}."
        elif int(text) != room.holds:
            room.holds = int(text)
            changed += 1
    if problems:
        raise WrongFields(problems)
    db.session.flush()
    return changed
