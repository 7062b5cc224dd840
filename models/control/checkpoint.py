"""The days of control: the 15th and the 30th of each month (clause 5.2(12), 5.3(9)).

February has no 30th: its last day stands in. In transition mode marks may lawfully appear on
paper a week after the work, so a control looks at the works up to a week before it.
"""

from calendar import monthrange
from datetime import date, timedelta

GRACE = timedelta(days=7)
FIRST, SECOND = 15, 30


def controls_of(year: int, month: int) -> tuple[date, date]:
    """The two control days of a month."""
    last = monthrange(year, month)[1]
    return date(year, month, FIRST), date(year, month, min(SECOND, last))


def next_control(day: date) -> date:
    """The control day that comes next, today included."""
    for control in controls_of(day.year, day.month):
        if day <= control:
            return control
    following = day.replace(day=28) + timedelta(days=7)
    return controls_of(following.year, following.month)[0]


def is_control(day: date) -> bool:
    """Whether a snapshot is taken in the evening of this day."""
    return day in controls_of(day.year, day.month)


def last_control(day: date) -> date:
    """The control day that was last, today included."""
    while not is_control(day):
        day -= timedelta(days=1)
    return day


def period_of(control: date) -> tuple[date, date]:
    """The lessons a control judges: after the former control's last due day, up to a week
    before this control."""
    return last_control(control - timedelta(days=1)) - GRACE + timedelta(days=1), control - GRACE
