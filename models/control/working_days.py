"""Working days as deadlines count them: the one place that asks the school's calendar."""

from collections.abc import Callable
from datetime import date, timedelta

from models.school.calendar import free_days, is_free
from models.school.school import school_facts

SUNDAY = 6
AHEAD = timedelta(days=120)  # no deadline reaches farther, long holidays included


def working_days(first: date, last: date, grade: int | None = None) -> Callable[[date], bool]:
    """Whether a day from `first` to some months after `last` is a working one: no Sunday, in a
    five-day school no Saturday, no holiday of the whole school or (where named) of the grade."""
    free = free_days(first, last + AHEAD)
    facts = school_facts()
    most = facts.rule("week_days") if facts else SUNDAY
    nobody = 0  # a grade that no holiday names

    def is_working(day: date) -> bool:
        return day.weekday() < min(most, SUNDAY) and not is_free(free, day, grade or nobody)

    return is_working
