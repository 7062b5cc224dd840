"""Holidays, moved days and quarantines: a list with a form each, and one to be changed."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for

from blueprints.guard import authorize, find_or_404, guarded
from blueprints.pages.calendar import GRADES, Asked, seen_year, shown, with_lessons
from models.base import db
from models.refusal import Refused, WrongFields
from models.school import day_keeping
from models.school.calendar import Holiday, YearFacts, year_numbered
from models.school.day_keeping import HOLIDAYS, MOVED_DAYS, QUARANTINES, Kind, StaleDay
from models.school.kinds_of_days import (
    HOLIDAY_WORDS,
    OF_WEEKDAY,
    QUARANTINE_WORDS,
    grades_in_words,
)
from models.school.special_days import MovedDay, Quarantine
from models.school.timetable import WEEKDAYS
from models.school.year_words import class_names


@dataclass(frozen=True)
class Shelf:
    """A kind of row with its page's names: of endpoints and of the template's part."""

    kind: Kind
    name: str  # of the endpoint of one, and of its template
    several: str  # of the endpoint of the list


_HOLIDAYS = Shelf(HOLIDAYS, "holiday", "holidays")
_MOVED = Shelf(MOVED_DAYS, "moved_day", "moved_days")
_QUARANTINES = Shelf(QUARANTINES, "quarantine", "quarantines")


@guarded("calendar.view")
def holidays():
    """The days without lessons of a year."""
    return _list(_HOLIDAYS, seen_year())


@guarded("calendar.keep")
def add_holiday():
    """Add days without lessons."""
    return _add(_HOLIDAYS)


@guarded("calendar.keep")
def holiday(holiday_id: int):
    """Days without lessons, to be changed."""
    return _open(_HOLIDAYS, _found(Holiday, holiday_id))


@guarded("calendar.keep")
def change_holiday(holiday_id: int):
    """Change days without lessons."""
    return _change(_HOLIDAYS, _found(Holiday, holiday_id))


@guarded("calendar.keep")
def annul_holiday(holiday_id: int):
    """Lessons take place after all."""
    return _annul(_HOLIDAYS, _found(Holiday, holiday_id))


@guarded("calendar.view")
def moved_days():
    """The days of a year that are learnt by another weekday's timetable."""
    return _list(_MOVED, seen_year())


@guarded("calendar.keep")
def add_moved_day():
    """Let a day be learnt by another weekday's timetable."""
    return _add(_MOVED)


@guarded("calendar.keep")
def moved_day(moved_day_id: int):
    """A moved day, to be changed."""
    return _open(_MOVED, _found(MovedDay, moved_day_id))


@guarded("calendar.keep")
def change_moved_day(moved_day_id: int):
    """Change a moved day."""
    return _change(_MOVED, _found(MovedDay, moved_day_id))


@guarded("calendar.keep")
def annul_moved_day(moved_day_id: int):
    """The day is learnt by its own timetable after all."""
    return _annul(_MOVED, _found(MovedDay, moved_day_id))


@guarded("calendar.view")
def quarantines():
    """The classes of a year that learn from home, or not at all, for some days."""
    return _list(_QUARANTINES, seen_year())


@guarded("calendar.keep")
def add_quarantine():
    """Put a class into quarantine."""
    return _add(_QUARANTINES)


@guarded("calendar.keep")
def quarantine(quarantine_id: int):
    """A quarantine, to be changed."""
    return _open(_QUARANTINES, _found(Quarantine, quarantine_id))


@guarded("calendar.keep")
def change_quarantine(quarantine_id: int):
    """Change a quarantine: its last day above all."""
    return _change(_QUARANTINES, _found(Quarantine, quarantine_id))


@guarded("calendar.keep")
def annul_quarantine(quarantine_id: int):
    """There was no quarantine."""
    return _annul(_QUARANTINES, _found(Quarantine, quarantine_id))


def _found(model, row_id: int):
    row = find_or_404(model, row_id)
    authorize("calendar.keep", row)
    return row


def _list(shelf: Shelf, year: YearFacts, typed=None, status=200, **said):
    rows = day_keeping.rows_of(shelf.kind, year)
    typed = shelf.kind.new if typed is None else typed
    return _page(f"{shelf.several}.html", shelf, year, typed, rows=rows, **said), status


def _open(shelf: Shelf, row, typed=None, status=200, **said):
    now = day_keeping.typed_row(shelf.kind, row)
    return (
        _page(
            "day.html",
            shelf,
            year_numbered(row.year_id),
            now if typed is None else typed,
            row=row,
            **{"seen": day_keeping.row_seen(shelf.kind, row)} | said,
        ),
        status,
    )


def _page(template: str, shelf: Shelf, year: YearFacts, typed, **more):
    said = {"sentence": "", "problems": {}, "agree": ""} | more
    return shown(
        template,
        year,
        shelf=shelf,
        typed=typed,
        grades=GRADES,
        kinds=HOLIDAY_WORDS,
        weekdays=WEEKDAYS,
        of_weekday=OF_WEEKDAY,
        quarantine_kinds=QUARANTINE_WORDS,
        classes=class_names(year),
        whom=grades_in_words,
        **said,
    )


def _add(shelf: Shelf):
    year = seen_year("calendar.keep")
    try:
        with_lessons(
            year,
            lambda: day_keeping.span(shelf.kind, day_keeping.add(shelf.kind, year, request.form)),
        )
    except (Refused, Asked) as said:
        return _list(shelf, year, request.form, 422, **_said(said))
    flash("Добавлено")
    return redirect(url_for(f".{shelf.several}", **_year_asked()))


def _change(shelf: Shelf, row):
    seen, year = request.form.get("seen", ""), year_numbered(row.year_id)

    def change():
        before = day_keeping.span(shelf.kind, row)
        changed = day_keeping.change(shelf.kind, row, request.form, seen)
        after = day_keeping.span(shelf.kind, row)
        return (min(before[0], after[0]), max(before[1], after[1])) if changed else None

    try:
        with_lessons(year, change)
    except StaleDay as stale:
        db.session.rollback()
        return _open(shelf, row, request.form, 409, sentence=stale.sentence)
    except (Refused, Asked) as said:
        db.session.rollback()
        return _open(shelf, row, request.form, 422, seen=seen, **_said(said))
    flash("Сохранено")
    return redirect(_back(shelf, row))


def _annul(shelf: Shelf, row):
    def annul():
        day_keeping.annul(row)
        return day_keeping.span(shelf.kind, row)

    try:
        with_lessons(year_numbered(row.year_id), annul)
    except Asked as said:
        return _open(shelf, row, None, 422, annulling=True, **_said(said))
    flash("Отменено. Запись осталась в журнале изменений.")
    return redirect(_back(shelf, row))


def _said(said) -> dict:
    if isinstance(said, Asked):
        return {"sentence": said.sentence, "agree": said.key}
    problems = said.problems if isinstance(said, WrongFields) else {}
    return {"sentence": said.sentence, "problems": problems}


def _year_asked() -> dict:
    return {"year": request.args["year"]} if "year" in request.args else {}


def _back(shelf: Shelf, row) -> str:
    return url_for(f".{shelf.several}", year=row.year_id)
