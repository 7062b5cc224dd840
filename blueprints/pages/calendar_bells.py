"""Bells: all schedules of a year, one to be changed, a new one copied from another, and shifts."""

from flask import abort, flash, redirect, request, url_for

from blueprints.asked import number
from blueprints.guard import authorize, find_or_404, guarded
from blueprints.pages.calendar import GRADES, seen_year, shown
from models.base import db
from models.journal.calendar_change import ring_anew
from models.refusal import Refused, WrongFields
from models.school import bell_keeping
from models.school.bell_keeping import (
    LAST_NUMBER,
    SHIFTS,
    StaleBells,
    bells_named,
    bells_seen,
    typed_bells,
)
from models.school.bells import Bells, year_bells
from models.school.calendar import YearFacts, year_numbered
from models.school.kinds_of_days import OF_WEEKDAY, grades_in_words
from models.school.timetable import WEEKDAYS, BellSchedule
from models.school.year_words import class_names

_NEW = {"name": "", "shift": "1", "grade": "", "grade_to": "", "weekday": "", "on_date": ""}


@guarded("calendar.view")
def bells():
    """The ordinary bells of a year and all others, with whom and when they ring for."""
    year = seen_year()
    known = year_bells(year)
    schedules = (known.ordinary, *known.others)
    return shown(
        "bells.html",
        year,
        schedules=[(one, when_in_words(one)) for one in schedules],
        numbers=sorted({number for one in schedules for number in one.times}),
        classes=class_names(year),
        second={class_id for class_id, shift in known.shifts.items() if shift == 2},
    )


def when_in_words(one: Bells) -> str:
    """For whom and when a schedule rings: «2 смена, 1–4 классы, по понедельникам»."""
    words = ["2 смена"] if one.shift == 2 else []
    if one.grade is not None:
        words.append(grades_in_words(one.grade, one.grade_to))
    if one.weekday is not None:
        words.append(f"по расписанию {OF_WEEKDAY[one.weekday]}")
    if one.on_date:
        words.append(f"только {one.on_date:%d.%m.%Y}")
    return ", ".join(words) or "все классы, каждый день"


@guarded("calendar.keep")
def new_bells():
    """A form for bells of their own, filled from others of `?copy=` (or the ordinary ones)."""
    year = seen_year("calendar.keep")
    source = bells_named(year, number(request.args.get("copy"))) or abort(404)
    return _form(year, None, typed_bells(source) | _NEW)


@guarded("calendar.keep")
def add_bells():
    """Add bells of their own."""
    year = seen_year("calendar.keep")
    try:
        row = bell_keeping.add_bells(year, request.form)
    except WrongFields as wrong:
        db.session.rollback()
        return _form(year, None, request.form, wrong.sentence, wrong.problems), 422
    return _done(year, f"Добавлено: {row.name}")


@guarded("calendar.keep")
def ordinary_bells():
    """The ordinary bells, to be changed."""
    year = seen_year("calendar.keep")
    return _opened(year, None)


@guarded("calendar.keep")
def change_ordinary_bells():
    """Change the ordinary bells."""
    return _change(seen_year("calendar.keep"), None)


@guarded("calendar.keep")
def bell_schedule(schedule_id: int):
    """Bells of their own, to be changed."""
    row = _found(schedule_id)
    if row.annulled_at:
        flash(f"«{row.name}»: эти звонки больше не действуют.")
        return redirect(url_for(".bells", year=row.year_id))
    return _opened(year_numbered(row.year_id), schedule_id)


@guarded("calendar.keep")
def change_bell_schedule(schedule_id: int):
    """Change bells of their own."""
    return _change(year_numbered(_found(schedule_id).year_id), schedule_id)


@guarded("calendar.keep")
def annul_bell_schedule(schedule_id: int):
    """These bells ring no more."""
    row = _found(schedule_id)
    bell_keeping.annul_bells(row)
    return _done(year_numbered(row.year_id), "Эти звонки больше не действуют.")


@guarded("calendar.keep")
def seat_classes():
    """Say which classes learn in the second shift."""
    year = seen_year("calendar.keep")
    chosen = {number(text) for text in request.form.getlist("second")} - {None}
    bell_keeping.seat_in_shifts(year, chosen)
    return _done(year, "Смены сохранены")


def _found(schedule_id: int) -> BellSchedule:
    row = find_or_404(BellSchedule, schedule_id)
    authorize("calendar.keep", row)
    return row


def _opened(year: YearFacts, schedule_id: int | None):
    found = bells_named(year, schedule_id) or abort(404)
    return _form(year, found, typed_bells(found))


def _change(year: YearFacts, schedule_id: int | None):
    found = bells_named(year, schedule_id)
    if found is None:
        raise Refused("Эти звонки больше не действуют. Если нужны снова, добавьте похожие.")
    try:
        bell_keeping.change_bells(year, found, request.form, request.form.get("seen", ""))
    except WrongFields as wrong:
        db.session.rollback()
        seen = request.form.get("seen", "")
        return _form(year, found, request.form, wrong.sentence, wrong.problems, seen), 422
    except StaleBells as stale:
        db.session.rollback()
        return _form(year, found, request.form, stale.sentence), 409
    return _done(year, "Звонки сохранены")


def _done(year: YearFacts, words: str):
    rung = ring_anew(year)
    db.session.commit()
    flash(words + (f". Сегодняшних уроков с новым временем: {rung}" if rung else ""))
    return redirect(url_for(".bells", year=year.id))


def _form(year: YearFacts, found: Bells | None, typed, sentence="", problems=None, seen=""):
    return shown(
        "schedule.html",
        year,
        found=found,
        ordinary=found is not None and found.id is None,
        typed=typed,
        seen=seen or (bells_seen(found) if found else ""),
        numbers=range(LAST_NUMBER + 1),
        shifts=SHIFTS,
        grades=GRADES,
        weekdays=WEEKDAYS,
        sentence=sentence,
        problems=problems or {},
    )
