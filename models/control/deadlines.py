"""Deadlines of the regulation: pure functions from facts to moments, each naming its clause.

Days and wall-clock times are the school's; moments are UTC, whatever zone the server stands in.
What was entered at the moment itself is in time.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from models import clock
from models.control.numbers import AFTER, REGULATION, STAY, WORKING, Numbers

DAY = timedelta(days=1)
IsWorking = Callable[[date], bool]
NumbersOn = Callable[[date], Numbers]  # the numbers of each day: the school may change them
MOST_FREE = 200  # days in a row without a working one: nobody's calendar, so the search ends


def by_regulation(_day: date) -> Numbers:
    """The regulation's own numbers hold on every day."""
    return REGULATION


def end_of(day: date) -> datetime:
    """The moment a school day is over."""
    return clock.at(day + DAY, time(0))


def lesson_due(held_on: date) -> datetime:
    """Lesson and absent pupils: on the day of the lesson (5.4(1))."""
    return end_of(held_on)


def homework_due(held_on: date, last_end: time | None, numbers: Numbers = REGULATION) -> datetime:
    """Homework: on the day, at most an hour after the last lesson of those pupils (5.4(2)).

    `last_end`: when that lesson ends by the bells; None where no bell is known, then the day.
    """
    if last_end is None:
        return end_of(held_on)
    hour_after = clock.at(held_on, last_end) + timedelta(minutes=numbers.homework_minutes)
    return min(hour_after, end_of(held_on))


def work_due(
    done_on: date, numbers: Numbers = REGULATION, is_working: IsWorking | None = None
) -> datetime:
    """Results of a work: at most a week after the day it was done or handed in (5.4(3))."""
    return end_of(days_after(done_on, numbers.work_days, numbers, is_working))


def term_due(
    ends_on: date, numbers: Numbers = REGULATION, is_working: IsWorking | None = None
) -> datetime:
    """Interim and final marks: at most a day after the period's end (5.4(4))."""
    return end_of(days_after(ends_on, numbers.term_days, numbers, is_working))


def final_due(
    ends_on: date, numbers: Numbers = REGULATION, is_working: IsWorking | None = None
) -> datetime:
    """Exam and final marks: exams follow the year's last term, whose end is `ends_on` (5.4(4))."""
    return end_of(days_after(ends_on, numbers.exam_days, numbers, is_working))


def days_after(day: date, count: int, numbers: Numbers, is_working: IsWorking | None) -> date:
    """So many days later, calendar or working ones as the school counts."""
    if numbers.days != WORKING or is_working is None:
        return day + count * DAY
    for _ in range(MOST_FREE):
        if count == 0:
            break
        day += DAY
        count -= is_working(day)
    return day


def controls_of(year: int, month: int, numbers: Numbers = REGULATION) -> tuple[date, date]:
    """The two control days of a month; a month without the second has its last day instead."""
    last = monthrange(year, month)[1]
    return tuple(
        date(year, month, min(day, last)) for day in (numbers.first_control, numbers.second_control)
    )


def is_control(day: date, numbers_on: NumbersOn = by_regulation) -> bool:
    """Whether the day is one of control (5.2(12)), by the numbers of that day itself."""
    return day in controls_of(day.year, day.month, numbers_on(day))


def next_control(day: date, numbers_on: NumbersOn = by_regulation) -> date:
    """The control day that comes next, the day itself included."""
    while not is_control(day, numbers_on):
        day += DAY
    return day


def last_control(day: date, numbers_on: NumbersOn = by_regulation) -> date:
    """The control day that was last, the day itself included."""
    while not is_control(day, numbers_on):
        day -= DAY
    return day


def control_due(
    control: date, numbers: Numbers = REGULATION, is_working: IsWorking | None = None
) -> datetime:
    """Until when an operator enters what this control judges (5.3(9))."""
    day = control
    if numbers.free_control != STAY and is_working is not None:
        step = DAY if numbers.free_control == AFTER else -DAY
        for _ in range(MOST_FREE):
            if is_working(day):
                break
            day += step
    return clock.at(day, time(numbers.control_hour))


def lessons_judged_by(control: date, numbers_on: NumbersOn = by_regulation) -> tuple[date, date]:
    """The first and last day of the lessons a control judges: works of the last week may not
    stand on paper yet, those a control before has judged are not judged again. Where the school
    came to wait longer there may be none; then the first day is the one after the last."""
    before = _judged_until(last_control(control - DAY, numbers_on), numbers_on)
    return before + DAY, max(before, _reach(control, numbers_on))


def _reach(control: date, numbers_on: NumbersOn) -> date:
    """The last lessons that a control does not wait for any more."""
    return control - numbers_on(control).grace_days * DAY


def _judged_until(control: date, numbers_on: NumbersOn) -> date:
    """The last lessons that this control or one before it has judged."""
    found = day = _reach(control, numbers_on)
    while day < control:  # an earlier control reaches beyond it only where it waited less
        day += DAY
        if is_control(day, numbers_on):
            found = max(found, _reach(day, numbers_on))
    return found


def control_for(held_on: date, numbers_on: NumbersOn = by_regulation) -> date:
    """The control that judges a lesson held on this day: the first that need not wait for it."""
    control = next_control(held_on, numbers_on)
    while _reach(control, numbers_on) < held_on:
        control = next_control(control + DAY, numbers_on)
    return control


def term_control(ends_on: date, numbers_on: NumbersOn = by_regulation) -> date:
    """The control by which an operator has copied a period's marks: paper has them a day after
    its end (5.4(4), 5.3 resp. 1)."""
    return next_control(ends_on + (numbers_on(ends_on).term_days + 1) * DAY, numbers_on)


def final_control(ends_on: date, numbers_on: NumbersOn = by_regulation) -> date:
    """The same of exam and final marks, which stand on paper after the exams."""
    return next_control(ends_on + (numbers_on(ends_on).exam_days + 1) * DAY, numbers_on)
