"""Every deadline of the regulation at its edges, on the school's clock.

Vladivostok (UTC+10): midnight in school is 14:00 UTC of the day before.
"""

import os
import time as machine
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import clock
from models.control.day_bells import LastLessons
from models.control.deadlines import (
    control_due,
    control_for,
    controls_of,
    final_control,
    final_due,
    homework_due,
    last_control,
    lesson_due,
    lessons_judged_by,
    next_control,
    term_control,
    term_due,
    work_due,
)
from models.control.numbers import AFTER, BEFORE, WORKING, Numbers

MINUTE = timedelta(minutes=1)
MONDAY = date(2026, 11, 16)
DAYS = st.dates(date(2024, 9, 1), date(2032, 8, 31))
BY_WORK = Numbers(days=WORKING)


def school(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def no_sunday(day: date) -> bool:
    return day.weekday() != 6


def holidays(first: date, last: date):
    return lambda day: no_sunday(day) and not first <= day <= last


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        (lesson_due(MONDAY), school(date(2026, 11, 17), 0)),  # 5.4(1): the same day
        (homework_due(MONDAY, time(12, 15)), school(MONDAY, 13, 15)),  # 5.4(2): an hour after
        (homework_due(MONDAY, time(9, 10)), school(MONDAY, 10, 10)),  # their last is the third
        (homework_due(MONDAY, time(23, 30)), school(date(2026, 11, 17), 0)),  # the day ends first
        (homework_due(MONDAY, None), school(date(2026, 11, 17), 0)),  # no bell is known
        (work_due(MONDAY), school(date(2026, 11, 24), 0)),  # 5.4(3): through Monday in a week
        (term_due(date(2026, 10, 25)), school(date(2026, 10, 27), 0)),  # 5.4(4): the next day
        (term_due(date(2027, 5, 31)), school(date(2027, 6, 2), 0)),  # across a month
        (final_due(date(2027, 5, 25)), school(date(2027, 6, 25), 0)),  # exams come between
        (control_due(date(2026, 11, 15)), school(date(2026, 11, 15), 18)),  # a Sunday, too
        (control_due(date(2027, 2, 28)), school(date(2027, 2, 28), 18)),
    ],
)
def test_what_is_entered_at_the_minute_is_in_time_and_a_minute_later_is_not(due, moment):
    assert due == moment
    assert moment - MINUTE <= due and moment <= due
    assert not moment + MINUTE <= due


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kamchatka"])
def test_a_server_in_another_zone_judges_by_the_schools_clock(zone, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    machine.tzset()
    try:
        assert lesson_due(MONDAY).astimezone(UTC) == datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
        due = control_due(date(2026, 11, 30))
        assert due.astimezone(UTC) == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        machine.tzset()


@pytest.mark.parametrize(
    ("numbers", "is_working", "due"),
    [
        (BY_WORK, no_sunday, date(2026, 11, 24)),  # seven days without one Sunday
        (Numbers(work_days=3, days=WORKING), no_sunday, date(2026, 11, 19)),
        (Numbers(work_days=3), no_sunday, date(2026, 11, 19)),  # calendar days ask nobody
        (BY_WORK, None, date(2026, 11, 23)),  # no calendar: as the regulation has it
        (BY_WORK, holidays(date(2026, 11, 18), date(2026, 11, 25)), date(2026, 12, 2)),
    ],
)
def test_working_days_leave_out_sundays_and_holidays(numbers, is_working, due):
    assert work_due(MONDAY, numbers, is_working) == school(due + timedelta(days=1), 0)


@pytest.mark.parametrize(
    ("moved", "day"),
    [(BEFORE, date(2026, 11, 14)), (AFTER, date(2026, 11, 16)), ("stay", date(2026, 11, 15))],
)
def test_a_control_on_a_sunday_stays_or_moves_as_the_school_says(moved, day):
    due = control_due(date(2026, 11, 15), Numbers(free_control=moved), no_sunday)
    assert due == school(day, 18)


def test_a_control_within_long_holidays_moves_to_the_first_day_of_school():
    new_year = holidays(date(2026, 12, 28), date(2027, 1, 17))
    due = control_due(date(2027, 1, 15), Numbers(free_control=AFTER), new_year)
    assert due == school(date(2027, 1, 18), 18)


def test_february_is_controlled_on_its_last_day():
    assert controls_of(2027, 2) == (date(2027, 2, 15), date(2027, 2, 28))
    assert controls_of(2028, 2) == (date(2028, 2, 15), date(2028, 2, 29))
    assert controls_of(2027, 4, Numbers(second_control=31))[1] == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("held", "control"),
    [
        (date(2026, 11, 8), date(2026, 11, 15)),
        (date(2026, 11, 9), date(2026, 11, 30)),
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 24), date(2026, 12, 15)),
        (date(2027, 2, 21), date(2027, 2, 28)),
        (date(2027, 2, 22), date(2027, 3, 15)),
    ],
)
def test_by_the_15th_only_works_up_to_the_8th_are_due(held, control):
    assert control_for(held) == control


def test_an_operator_copies_the_marks_of_a_period_by_the_control_after_they_stand_on_paper():
    assert term_control(date(2026, 10, 25)) == date(2026, 10, 30)
    assert term_control(date(2026, 10, 28)) == date(2026, 10, 30)
    assert term_control(date(2026, 10, 29)) == date(2026, 11, 15)
    assert final_control(date(2027, 5, 25)) == date(2027, 6, 30)
    assert final_control(date(2027, 5, 25), lambda _: Numbers(exam_days=20)) == date(2027, 6, 15)


@given(DAYS, st.integers(0, 14))
def test_every_lesson_is_judged_by_one_control_and_by_no_other(held, grace):
    numbers = Numbers(grace_days=grace)
    control = control_for(held, lambda _: numbers)
    first, last = lessons_judged_by(control, lambda _: numbers)
    assert first <= held <= last
    before = last_control(control - timedelta(days=1), lambda _: numbers)
    assert first - lessons_judged_by(before, lambda _: numbers)[1] == timedelta(days=1)


@given(DAYS, st.integers(0, 30), st.sampled_from(["calendar", "working"]))
def test_a_later_day_never_has_an_earlier_deadline(day, count, days):
    numbers = Numbers(work_days=count, term_days=count, days=days)
    tomorrow = day + timedelta(days=1)
    for due in (work_due, term_due):
        assert due(day, numbers, no_sunday) <= due(tomorrow, numbers, no_sunday)
        assert due(day, numbers, no_sunday) >= lesson_due(day)


@given(DAYS, st.integers(0, 30))
def test_working_days_never_shorten_a_deadline(day, count):
    by_work, by_calendar = Numbers(work_days=count, days=WORKING), Numbers(work_days=count)
    assert work_due(day, by_work, no_sunday) >= work_due(day, by_calendar)


@given(DAYS, st.one_of(st.none(), st.times()), st.integers(0, 720))
def test_homework_is_never_due_after_its_day(day, last_end, minutes):
    due = homework_due(day, last_end, Numbers(homework_minutes=minutes))
    assert due <= lesson_due(day)
    if last_end is not None:
        assert due >= clock.at(day, last_end.replace(fold=0)) or minutes == 0


@given(DAYS)
def test_the_next_control_is_at_most_some_two_weeks_away(day):
    assert timedelta(0) <= next_control(day) - day <= timedelta(days=17)


def test_calendars_without_end_are_not_waited_for():
    due = work_due(MONDAY, BY_WORK, lambda _day: False)
    assert due > lesson_due(MONDAY)


def test_a_pupil_in_two_groups_goes_home_after_the_later_of_their_lessons():
    pupils = {1: frozenset({7, 8}), 2: frozenset({7}), 3: frozenset({8}), 4: frozenset({9})}
    ends = [(MONDAY, 1, time(10)), (MONDAY, 2, time(11)), (MONDAY, 3, time(13))]
    bells = LastLessons(pupils, [*ends, (MONDAY, 4, time(15))])
    assert bells.end(2, MONDAY) == time(11)  # 8 sits elsewhere, and does not count
    assert bells.end(3, MONDAY) == time(13)
    assert bells.end(1, MONDAY) == time(13)  # the whole class waits for its later half
    assert bells.end(4, MONDAY) == time(15)
    assert bells.end(1, MONDAY + timedelta(days=1)) is None
