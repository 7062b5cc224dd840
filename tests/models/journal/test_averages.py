"""Averages are exact, and the school's table turns them into proposals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.journal.averages import (
    Weighted,
    missing_to_next,
    proposed_mark,
    shown_average,
    trend,
    weighted_average,
)
from models.journal.rounding import read_thresholds, thresholds_of
from models.refusal import Refused
from models.school.school import SchoolFacts


def test_averages_are_exact_and_rounded_half_up():
    marks = [Weighted(Decimal(5)), Weighted(Decimal(4)), Weighted(Decimal(4))]
    assert shown_average(weighted_average(marks)) == "4,33"
    assert weighted_average([]) is None
    assert proposed_mark(Decimal("4.5")) == 5
    assert proposed_mark(Decimal("2.5")) == 3


@given(some.lists(some.tuples(some.integers(2, 5), some.integers(1, 9)), min_size=1, max_size=30))
def test_a_weighted_average_lies_between_its_marks(pairs):
    marks = [Weighted(Decimal(value), Decimal(weight)) for value, weight in pairs]
    values = [value for value, _ in pairs]
    assert min(values) <= weighted_average(marks) <= max(values)


def test_the_schools_own_table_decides_at_its_edges():
    strict = {5: Decimal("4.65"), 4: Decimal("3.65"), 3: Decimal("2.65")}
    assert proposed_mark(Decimal("4.64"), strict) == 4
    assert proposed_mark(Decimal("4.65"), strict) == 5
    assert proposed_mark(Decimal("2.64"), strict) == 2
    assert proposed_mark(None, strict) is None


def test_what_lacks_to_the_next_mark_is_told_exactly():
    assert missing_to_next(Decimal("4.4")) == (5, Decimal("0.1"))
    assert missing_to_next(Decimal("2")) == (3, Decimal("0.5"))
    assert missing_to_next(Decimal("4.5")) is None
    assert missing_to_next(None) is None


def test_the_most_particular_table_holds():
    apart = [
        {"grade": 9, "rounding": {"5": "4.6"}},
        {"course": "Алгебра", "rounding": {"5": "4.7"}},
        {"grade": 9, "course": "Алгебра", "rounding": {"5": "4.8"}},
    ]
    school = SchoolFacts("Школа", "", {"rounding_apart": apart})
    assert thresholds_of(school, 9, "Алгебра")[5] == Decimal("4.8")
    assert thresholds_of(school, 8, "Алгебра")[5] == Decimal("4.7")
    assert thresholds_of(school, 9, "Физика")[5] == Decimal("4.6")
    assert thresholds_of(school, 8, "Физика")[5] == Decimal("4.5")


@pytest.mark.parametrize("typed", ["", "много", "4", "5,1"])
def test_a_threshold_that_cannot_be_is_refused_in_words(typed):
    with pytest.raises(Refused, match="«5»"):
        read_thresholds({"5": typed, "4": "3,5", "3": "2,5"})


def test_a_trend_is_drawn_through_three_marks_or_more():
    assert trend([Decimal(5), Decimal(4)]) == ""
    assert trend([Decimal(5), Decimal(2), Decimal(5)]) == "M0 1L20 11L40 1"
