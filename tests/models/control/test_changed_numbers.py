"""The school changes the days of control within the year: no lesson is judged twice or never."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.control.deadlines import (
    control_for,
    is_control,
    last_control,
    lessons_judged_by,
    next_control,
)
from models.control.duties import duties
from models.control.numbers import REGULATION, Numbers
from models.control.rule_set import RuleSet
from models.control.rules import COPY
from models.control.snapshot import take_snapshot
from models.journal.days import open_day
from models.school.calendar import the_year
from tests.cast import START

DAY = timedelta(days=1)
YEAR = [START + n * DAY for n in range(365)]
NUMBERS = st.builds(
    Numbers,
    first_control=st.integers(10, 16),
    second_control=st.integers(25, 31),
    grace_days=st.integers(0, 14),
)


def changing(*sets: tuple[date, Numbers]):
    """The numbers of each day, where these sets hold from their days on."""

    def numbers_on(day: date) -> Numbers:
        return next((one for since, one in reversed(sets) if since <= day), REGULATION)

    return numbers_on


def controls(numbers_on) -> list[date]:
    return [day for day in YEAR if is_control(day, numbers_on)]


def judged(numbers_on) -> list[date]:
    """The days whose lessons the year's controls judge, control by control."""
    found = []
    for control in controls(numbers_on):
        first, last = lessons_judged_by(control, numbers_on)
        found += [first + n * DAY for n in range((last - first).days + 1)]
    return found


@pytest.mark.parametrize(("was", "is_now"), [(25, 30), (30, 25), (30, 31), (25, 28)])
def test_another_second_control_from_october_leaves_no_lesson_out_and_none_twice(was, is_now):
    since = (
        (START, Numbers(second_control=was)),
        (date(2026, 10, 1), Numbers(second_control=is_now)),
    )
    days = judged(changing(*since))
    assert days == [days[0] + n * DAY for n in range(len(days))]


@given(st.lists(st.tuples(st.sampled_from(YEAR), NUMBERS), max_size=4))
def test_through_a_year_of_changes_every_lesson_is_judged_by_the_control_of_its_duty(sets):
    numbers_on = changing(*sorted(sets, key=lambda one: one[0]))
    days = judged(numbers_on)
    assert days == [days[0] + n * DAY for n in range(len(days))]
    for control in controls(numbers_on):
        first, last = lessons_judged_by(control, numbers_on)
        for day in {first, last} if first <= last else ():
            assert control_for(day, numbers_on) == control
    for day in YEAR[::9]:
        assert last_control(day, numbers_on) <= day <= next_control(day, numbers_on)


@pytest.mark.parametrize(("was", "is_now"), [(25, 30), (30, 25)])
def test_snapshots_and_duties_agree_about_the_lessons_around_the_change(
    in_school, cast, at, was, is_now
):
    october = date(2026, 10, 1)
    with in_school() as session:
        for since, second in ((START, was), (october, is_now)):
            kept = Numbers(second_control=second).as_json()
            session.add(RuleSet(from_date=since, act="Приказ № 1", numbers=kept))
        session.flush()
        monday = date(2026, 9, 21)
        open_day(the_year(monday), monday)
        at(date(2026, 10, 31), 19)
        spans = [
            (one.first, one.last)
            for one in map(take_snapshot, (date(2026, 9, was), date(2026, 10, 15)))
        ]
        assert spans[1][0] == spans[0][1] + DAY
        (copy,) = [d for d in duties(monday, monday) if d.rule_name == COPY]
        (whose,) = [n for n, span in enumerate(spans) if span[0] <= monday <= span[1]]
        assert copy.due.date() == (date(2026, 9, was), date(2026, 10, 15))[whose]
