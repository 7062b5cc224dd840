"""Working days as deadlines count them: the one place that asks the school's calendar."""

from collections.abc import Callable
from datetime import date

from models.school.calendar import year_of
from models.school.days import year_days
from models.school.kinds_of_days import BEYOND
from models.school.school import school_facts

SUNDAY = 6


def working_days(first: date, grade: int | None = None) -> Callable[[date], bool]:
    """Whether a day of the school year of `first` is a working one: no Sunday, in a five-day school
    no Saturday unless it is learnt by another day's timetable, no holiday of the whole school or
    (where named) of the grade. Beyond the year the week alone says."""
    year, facts = year_of(first), school_facts()
    days = year_days(year) if year else None
    most = facts.rule("week_days") if facts else SUNDAY
    nobody = 0  # a grade that no holiday names

    def is_working(day: date) -> bool:
        found = days.of(day, grade or nobody) if days else None
        if found is not None and found.kind != BEYOND and (found.moved or found.is_free):
            return bool(found.moved)
        return day.weekday() < min(most, SUNDAY)

    return is_working
