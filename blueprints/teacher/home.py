"""The teacher's home: the lessons of a day, and what is not filled in."""

from datetime import date, timedelta

from flask import abort, render_template, request
from sqlalchemy import select

from blueprints.guard import actor
from models import clock
from models.base import db
from models.journal.attention import LessonLine, lessons_of_teacher, unfilled_of_teacher
from models.office.code_issuer import led_classes
from models.people.employee import Employee
from models.school.calendar import YearFacts, the_year
from models.school.timetable import WEEKDAYS, WEEKDAYS_SHORT
from models.school.week import next_school_day, promised

LOOK_BACK = timedelta(days=21)


def home():
    """A day's lessons in order (today's, unless asked), then what lacks in the last weeks."""
    today = actor().today
    year = the_year(today)
    me = db.session.scalar(select(Employee.id).where(Employee.person_id == actor().person_id))
    day = _asked_day(year, today)
    lessons = lessons_of_teacher(me, day) if me and day <= today else []
    return render_template(
        "rooms/teacher/home.html",
        day=f"{WEEKDAYS[day.weekday()]}, {day:%d.%m}",
        is_today=day == today,
        around=_around(year, day),
        lessons=lessons,
        current=_current(lessons) if day == today else (None, ""),
        coming=promised(me, year, day) if me and day > today else [],
        unfilled=_unfilled(me, today) if me and day == today else [],
        weekdays=WEEKDAYS_SHORT,
        leads=bool(led_classes(actor().person_id, today)),
    )


def _unfilled(me: int, today: date) -> list[LessonLine]:
    return unfilled_of_teacher(me, today - LOOK_BACK, today - timedelta(days=1))


def _asked_day(year: YearFacts, today: date) -> date:
    """`?day=2026-11-24` of this year, or today."""
    asked = request.args.get("day")
    if asked is None:
        return today
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        abort(404)
    return day if year.starts_on <= day <= year.ends_on else abort(404)


def _around(year: YearFacts, day: date) -> list[dict | None]:
    """The school days before and after, none beyond the year."""
    return [_named(next_school_day(year, day, step)) for step in (-1, 1)]


def _named(day: date | None) -> dict | None:
    if day is None:
        return None
    return {"code": day.isoformat(), "name": f"{WEEKDAYS_SHORT[day.weekday()]} {day:%d.%m}"}


def _current(lessons: list[LessonLine]) -> tuple[int | None, str]:
    """The lesson that goes on, or in a break the one that comes: its number and the word."""
    now = clock.school_time(clock.now()).time()
    for line in lessons:
        if line.times and now < line.times[1]:
            return line.number, "сейчас" if line.times[0] <= now else "следующий"
    return None, ""
