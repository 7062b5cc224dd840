"""The school's year as months, and the opening of the next one."""

from calendar import Calendar
from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for

from blueprints.asked import number
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.base import db
from models.journal.calendar_change import Settled, settle, standing_out
from models.office.next_year import next_start, open_next_year
from models.refusal import WrongFields
from models.school.calendar import AcademicYear, YearFacts, the_year, year_numbered, years
from models.school.days import YearDays, year_days
from models.school.typed import HIGHEST, LOWEST, Typed
from models.school.year_words import MONTHS_NAMED, SIGNS_IN_WORDS, cell, class_names, grid_of, lines

GRADES = range(LOWEST, HIGHEST + 1)


def seen_year(action: str = "calendar.view") -> YearFacts:
    """The year of `?year=`, or the present one; 404 where there is no such, 403 where the action
    is not for it."""
    asked = number(request.args.get("year"))
    found = find_or_404(AcademicYear, asked or the_year(actor().today).id)
    authorize(action, found)
    return year_numbered(found.id)


def shown(template: str, year: YearFacts, **more):
    """A page of the calendar, with what all of them need."""
    now = the_year(actor().today)
    keeps = actor().granted("calendar.keep") and year.ends_on >= actor().today
    return render_template(
        f"calendar/{template}",
        year=year,
        years=years(),
        of_year={} if year.id == now.id else {"year": year.id},
        keeps=keeps,
        **more,
    )


@guarded("calendar.view")
def calendar():
    """The months of a year, for the whole school or for one grade of `?grade=`."""
    year = seen_year()
    grade = number(request.args.get("grade"))
    grade = grade if grade in GRADES else None
    return shown(
        "index.html",
        year,
        grade=grade,
        grades=GRADES,
        months=months_of(year_days(year), [grade] if grade else list(GRADES)),
        today=actor().today,
        standing_out=standing_out(year),
        signs=SIGNS_IN_WORDS,
        can_open=year == years()[-1] and actor().granted("calendar.keep"),
    )


def months_of(days: YearDays, grades: list[int]) -> list[dict]:
    """The months of the year: weeks of cells, and below them what is not as usual, in words."""
    grid, names, found = grid_of(days, grades), class_names(days.year), []
    month = days.year.starts_on.replace(day=1)
    while month <= days.year.ends_on:
        weeks = Calendar().monthdatescalendar(month.year, month.month)
        found.append(
            {
                "name": f"{MONTHS_NAMED[month.month - 1]} {month.year}",
                "weeks": [
                    [cell(grid, day) if day.month == month.month else None for day in week]
                    for week in weeks
                ],
                "lines": lines(days, grid, month, names),
            }
        )
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


@guarded("calendar.keep")
def new_year():
    """A form for the year that comes next."""
    return _new_year({"start": next_start().isoformat()})


@guarded("calendar.keep")
def open_year():
    """Open the next year with terms, holidays and bells like this one's."""
    form = Typed(request.form)
    try:
        year = open_next_year(form.day("start"))
    except WrongFields as wrong:
        db.session.rollback()
        return _new_year(request.form, wrong.sentence, wrong.problems), 422
    db.session.commit()
    flash("Учебный год открыт. Проверьте периоды и каникулы.")
    return redirect(url_for(".terms", year=year.id))


def _new_year(typed, sentence: str = "", problems=None):
    return shown(
        "new_year.html",
        years()[-1],
        typed=typed,
        sentence=sentence,
        problems=problems or {},
    )


class Asked(Exception):
    """What a change does must be agreed to first; the text says it."""

    def __init__(self, sentence: str, key: str):
        super().__init__(sentence)
        self.sentence, self.key = sentence, key


def with_lessons(year: YearFacts, change: Callable[[], tuple[date, date] | None], also=None):
    """Do a change of the calendar, commit it with what it means for lessons, and return what that
    was. `change` returns the first and last day it is about. Raises Asked, with nothing done,
    where it touches lessons and the form has not agreed to exactly that.

    `also`: a sentence that must be agreed to, too, asked after the change.
    """
    before = year_days(year)
    days = change()
    settled = settle(year, before, *days) if days else Settled()
    more = also() if also else ""
    key = f"{settled.key}{len(more)}"
    if (settled or more) and request.form.get("agreed") != key:
        db.session.rollback()
        raise Asked(" ".join(part for part in (in_words(settled), more) if part), key)
    db.session.commit()
    return settled


def in_words(settled: Settled) -> str:
    """What happens to lessons, before it does."""
    told = (
        (settled.cancelled, "Уроков без записей, которые будут отменены: {}."),
        (
            settled.kept,
            "Уроков с отметками, пропусками или темами: {}. Они останутся, а в календаре будет "
            "видно, что в этот день занятий нет.",
        ),
        (settled.revived, "Отменённых уроков, которые снова состоятся: {}."),
        (settled.made, "Уроков, которые появятся в журналах: {}."),
    )
    return " ".join(words.format(count) for count, words in told if count)
