"""The timetable of any class and teacher, odd and even weeks."""

from statistics import mode

from flask import render_template, url_for
from sqlalchemy import select

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.substitutions import next_day
from models.base import db
from models.journal.uncovered import uncovered_ahead
from models.people.employee import Employee
from models.school.calendar import EVEN, ODD, the_year
from models.school.groups import ClassGroup
from models.school.timetable import WEEKDAYS
from models.school.week import (
    Place,
    classes_of,
    give_times,
    of_class,
    of_home,
    of_teacher,
    teachers,
)


@guarded("timetable.view")
def timetables():
    """One's own week, where one has lessons; below it the choice of a class or a teacher."""
    today = actor().today
    own = db.session.scalar(select(Employee).where(Employee.person_id == actor().person_id))
    places = of_teacher(own, today) if own else []
    return render_template(
        "timetable/index.html",
        classes=classes_of(the_year(today).id),
        teachers=teachers(today),
        home=bool(of_home(today)),
        **(_substitutions() if actor().granted("substitution.keep") else {}),
        **(_week(places, own.id) if places else {}),
    )


def _substitutions() -> dict:
    return {"next_day": next_day(), "uncovered": uncovered_ahead(actor().today)}


@guarded("timetable.view")
def class_timetable(class_group_id: int):
    """The week of a class."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.view", found)
    calendar = url_for(".class_calendar", class_group_id=found.id)
    places = of_class(found, actor().today)
    return _page(found.name, places, class_name=found.name, calendar=calendar)


@guarded("timetable.view")
def teacher_timetable(employee_id: int):
    """The week of a teacher."""
    found = find_or_404(Employee, employee_id)
    authorize("timetable.view", found)
    calendar = url_for(".teacher_calendar", employee_id=found.id)
    places = of_teacher(found, actor().today)
    return _page(found.person.full_name, places, owner=found.id, calendar=calendar)


@guarded("timetable.view")
def home_timetable():
    """The week of all pupils taught at home."""
    return _page("Обучение на дому", of_home(actor().today))


def _page(
    title: str,
    places: list[Place],
    owner: int | None = None,
    class_name: str = "",
    calendar: str = "",
):
    week = _week(places, owner, class_name)
    return render_template("timetable/week.html", title=title, calendar=calendar, **week)


def _week(places: list[Place], owner: int | None = None, class_name: str = "") -> dict:
    """What the table of a week needs. `owner` is the teacher whose week it is: not named in it."""
    today = actor().today
    year = the_year(today)
    give_times(places, year)
    times = _mostly(places)
    cells: dict[tuple, list[Place]] = {}
    for place in places:
        cells.setdefault((place.weekday, place.number), []).append(place)
    last = max((place.number for place in places), default=0)
    return {
        "owner": owner,
        "class_name": class_name,
        "days": [
            (day, WEEKDAYS[day]) for day in sorted({p.weekday for p in places} | set(range(5)))
        ],
        "numbers": [(number, times.get(number)) for number in range(1, last + 1)],
        "cells": cells,
        "total": _hours(places) if owner or class_name else None,
        "by_weeks": any(place.parity for place in places),
        "parity": year.parity(today),
        "odd": ODD,
        "even": EVEN,
        "today": today.weekday(),
    }


def _mostly(places: list[Place]) -> dict[int, tuple]:
    """Lesson number → the times most of its places have; others tell their own."""
    found: dict[int, list] = {}
    for place in places:
        if place.times:
            found.setdefault(place.number, []).append(place.times)
    return {number: mode(times) for number, times in found.items()}


def _hours(places: list[Place]) -> float:
    """Lessons a week; two halves of a class at the same time sit in one lesson."""
    hours = {(place.weekday, place.number, place.parity) for place in places}
    return sum(1 if parity == 0 else 0.5 for _, _, parity in hours)
