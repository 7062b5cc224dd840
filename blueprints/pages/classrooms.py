"""Rooms: how many lessons each holds at once, which clashes of the timetable honour."""

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, guarded
from blueprints.pages.settings import seen_school
from models.base import db
from models.refusal import Refused, WrongFields
from models.school.closed_places import close_room, open_again, rename_room
from models.school.rooms import (
    LONGEST_NAME,
    MOST,
    StaleRooms,
    classrooms,
    refuse_stale,
    rooms_seen,
    set_holds,
)
from models.school.school import hold_school
from models.school.timetable import Classroom


@guarded("setting.view")
def all_classrooms():
    """Every room with its number."""
    authorize("setting.view", seen_school())
    return _page({})


def _page(typed, sentence: str = "", problems=None) -> str:
    rooms = classrooms()
    return render_template(
        "timetable/classrooms.html",
        rooms=rooms,
        seen=rooms_seen(rooms),
        typed=typed,
        sentence=sentence,
        problems=problems or {},
        most=MOST,
        longest=LONGEST_NAME,
        today=actor().today,
    )


@guarded("setting.change")
def change_classrooms():
    """Keep the numbers; what is refused comes back as typed."""
    authorize("setting.change", seen_school())
    hold_school()
    try:
        changed = set_holds(request.form)
    except Refused as refusal:
        db.session.rollback()
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        status = 409 if isinstance(refusal, StaleRooms) else 422
        return _page(request.form, refusal.sentence, problems), status
    db.session.commit()
    flash(f"Сохранено, кабинетов изменено: {changed}" if changed else "Менять было нечего")
    return redirect(url_for(".all_classrooms"))


def _changed(change):
    """Do something with the room of the form: refused, the page comes back as it was typed."""
    authorize("setting.change", seen_school())
    hold_school()
    try:
        rooms, number = classrooms(), asked.number(request.form.get("room"))
        refuse_stale(rooms, request.form.get("seen", ""))
        room = next((room for room in rooms if room.id == number), None)
        if room is None:
            raise Refused("Выберите кабинет из списка.")
        told = change(room)
    except Refused as refusal:
        db.session.rollback()
        status = 409 if isinstance(refusal, StaleRooms) else 422
        return _page(request.form, refusal.sentence), status
    db.session.commit()
    flash(told)
    return redirect(url_for(".all_classrooms"))


@guarded("setting.change")
def rename_classroom():
    """A room gets another name."""

    def change(room: Classroom) -> str:
        renamed = rename_room(room, request.form.get("name", "")[: 2 * LONGEST_NAME])
        return f"Теперь кабинет называется «{room.name}»." if renamed else "Менять нечего."

    return _changed(change)


@guarded("setting.change")
def close_classroom():
    """A room is there no more from a day on."""

    def change(room: Classroom) -> str:
        day = asked.written_day(request.form.get("day"))
        close_room(room, day, actor().today)
        return f"Кабинет «{room.name}» закрыт с {day:%d.%m.%Y}."

    return _changed(change)


@guarded("setting.change")
def open_classroom():
    """A room closed by mistake is there again."""

    def change(room: Classroom) -> str:
        open_again(room)
        return f"Кабинет «{room.name}» снова открыт."

    return _changed(change)
