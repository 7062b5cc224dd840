"""Rooms: how many lessons each holds at once, which clashes of the timetable honour."""

from flask import flash, redirect, render_template, request, url_for

from blueprints.guard import authorize, guarded
from blueprints.pages.settings import seen_school
from models.base import db
from models.refusal import Refused, WrongFields
from models.school.rooms import MOST, StaleRooms, classrooms, rooms_seen, set_holds
from models.school.school import hold_school


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
