"""Whatever stands in the calendar, a day has one answer, and terms and bells keep their order."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.school.bell_keeping import LAST_NUMBER, _times
from models.school.bells import Bells, YearBells
from models.school.calendar import YearFacts
from models.school.days import YearDays, _Moved, _Off, _Shut
from models.school.kinds_of_days import BREAK, CANCELLED, CLOSED, OWN, PUBLIC, REMOTE, in_range
from models.school.typed import Typed

YEAR = YearFacts(1, date(2026, 9, 1), date(2027, 8, 26))
TERMS = {5: ((date(2026, 9, 1), date(2026, 10, 23)), (date(2026, 11, 2), date(2027, 5, 26)))}
CLASS = 51

in_year = st.dates(YEAR.starts_on, YEAR.ends_on)
any_day = st.dates(date(2026, 8, 1), date(2027, 9, 30))
grades = st.one_of(st.none(), st.integers(1, 11))


@st.composite
def days_off(draw):
    first = draw(in_year)
    last = min(first + timedelta(days=draw(st.integers(0, 12))), YEAR.ends_on)
    kind = draw(st.sampled_from((BREAK, PUBLIC, OWN, CANCELLED)))
    return _Off(kind, first, last, draw(st.sampled_from(("Мороз", "Ярмарка"))), draw(grades), None)


@st.composite
def quarantines(draw):
    first = draw(in_year)
    kind = draw(st.sampled_from((CLOSED, REMOTE)))
    return _Shut(CLASS, kind, first, first + timedelta(days=draw(st.integers(0, 20))), "грипп")


@st.composite
def calendars(draw):
    off: dict = {}
    for one in draw(st.lists(days_off(), max_size=8)):
        for n in range((one.ends_on - one.starts_on).days + 1):
            day = one.starts_on + timedelta(days=n)
            off[day] = (*off.get(day, ()), one)
    how = st.builds(_Moved, st.integers(0, 6), st.integers(0, 2), grades, st.none())
    moved = draw(st.dictionaries(in_year, st.tuples(how), max_size=5))
    shut = tuple(draw(st.lists(quarantines(), max_size=3)))
    return YearDays(YEAR, off, moved, shut, TERMS, {7: ((5, CLASS), (6, 61))})


@given(calendars(), any_day, st.integers(1, 11))
def test_a_day_either_is_learnt_by_one_timetable_or_says_why_not(days, day, grade):
    found = days.of(day, grade, CLASS)
    assert found.is_free == bool(found.why) == bool(found.kind)
    assert found.is_free == (not any(found.takes(w, 0) for w in range(7)))
    assert sum(found.takes(w, 0) for w in range(7)) <= 1
    assert not (found.is_free and (found.moved or found.remote))
    assert (found.weekday, found.parity) in days.timetables(day) or found.is_free


@given(calendars(), any_day)
def test_nothing_is_learnt_out_of_the_year_nor_between_the_terms(days, day):
    found = days.of(day, 5)
    inside = any(first <= day <= last for first, last in TERMS[5])
    if not found.is_free and not found.moved:
        assert YEAR.starts_on <= day <= YEAR.ends_on and inside


@given(calendars(), in_year, st.integers(1, 11))
def test_a_cancelled_day_is_free_whatever_else_it_is(days, day, grade):
    rows = [one for one in days.off.get(day, ()) if in_range(grade, one.grade, one.grade_to)]
    if any(one.kind == CANCELLED for one in rows):
        assert days.of(day, grade, CLASS).kind == CANCELLED


@given(calendars(), in_year)
def test_a_joined_group_learns_while_one_of_its_classes_does(days, day):
    own = [days.of(day, 5, CLASS), days.of(day, 6, 61)]
    assert days.of_group(day, 7).is_free == all(one.is_free for one in own)


@given(in_year, in_year)
def test_weeks_take_turns_from_the_years_first(one, other):
    weeks = abs((one - timedelta(one.weekday())) - (other - timedelta(other.weekday()))).days // 7
    assert (YEAR.parity(one) == YEAR.parity(other)) == (weeks % 2 == 0)
    assert YEAR.parity(YEAR.starts_on) == 1


clock_times = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@settings(max_examples=200)
@given(st.dictionaries(st.integers(0, LAST_NUMBER), st.tuples(clock_times, clock_times)))
def test_bells_that_are_taken_never_overlap_and_all_others_are_refused(typed):
    form = Typed(
        {f"starts_{n}": f"{a:%H:%M}" for n, (a, _) in typed.items()}
        | {f"ends_{n}": f"{b:%H:%M}" for n, (_, b) in typed.items()}
    )
    found = _times(form)
    moments = [moment for n in sorted(typed) for moment in typed[n]]
    rising = moments == sorted(moments) and all(a < b for a, b in typed.values())
    assert (not form.problems) == (rising and bool(typed))
    if not form.problems:
        assert found == typed


@st.composite
def schedules(draw):
    day = draw(st.one_of(st.none(), in_year))
    weekday = None if day else draw(st.one_of(st.none(), st.integers(0, 6)))
    number = draw(st.integers(1, 1000))
    times = {1: (time(draw(st.integers(6, 20))), time(21))}
    return Bells(number, "", draw(st.integers(1, 2)), draw(grades), None, weekday, day, times)


@given(
    calendars(),
    st.lists(schedules(), max_size=8, unique_by=lambda one: one.id),
    in_year,
    st.integers(1, 11),
    st.integers(1, 2),
)
def test_of_the_bells_that_fit_none_is_narrower_than_those_that_ring(
    days, others, day, grade, shift
):
    ordinary = Bells(None, "", 1, None, None, None, None, {1: (time(5), time(6))})
    bells = YearBells(days, ordinary, tuple(others), {CLASS: shift})
    found = days.of(day, grade, CLASS)
    rung = bells.of(found, grade, CLASS)
    weekday = day.weekday() if found.is_free else found.weekday
    fit = [one for one in others if one.rings(day, weekday, grade, shift)]
    best = max((one.narrowness for one in fit), default=None)
    assert rung == next((o.times for o in fit if o.narrowness == best), ordinary.times)
    if any(one.on_date == day for one in fit):
        assert rung in [one.times for one in fit if one.on_date == day]


@given(st.dictionaries(st.sampled_from(("starts_on", "ends_on", "grade")), st.text(max_size=12)))
def test_whatever_is_typed_is_read_or_told(typed):
    form = Typed(typed)
    values = form.span("starts_on", "ends_on", YEAR) | form.grades()
    assert form.problems or values["starts_on"] <= values["ends_on"]
