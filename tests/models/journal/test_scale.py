"""What a cell may hold and what it counts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.journal.scale import (
    Rules,
    Weighted,
    proposed_term_mark,
    read_cell,
    shown_average,
    weighted_average,
)
from models.refusal import Refused


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("5", "5"),
        ("5 4", "5 4"),
        ("5/4", "5/4"),
        ("н 5", "н 5"),
        ("5 н", "н 5"),
        ("у", "уп"),
        ("о", "оп"),
        ("оп10 4", "оп10 4"),
        ("Зачёт", "зач"),
        ("", ""),
    ],
)
def test_a_cell_has_one_canonical_text(typed, stands):
    assert read_cell(typed).text == stands


@pytest.mark.parametrize("typed", ["6", "0", "55", "н б", "1", ".", "пять", "5 5 5 5 5", "5/6"])
def test_what_the_school_does_not_have_is_refused_in_words(typed):
    with pytest.raises(Refused) as refusal:
        read_cell(typed)
    assert refusal.value.sentence.endswith(".")


def test_settings_open_what_is_closed_by_default():
    assert read_cell("1", Rules(mark_one=True)).marks[0].counted == Decimal(1)
    assert read_cell(".", Rules(debts=True)).marks[0].counted is None


def test_a_grade_without_marks_refuses_numbers_and_says_why():
    rules = Rules(numbers=False, why_no_numbers="В 1 классе отметки не ставятся.")
    assert read_cell("н", rules).absence == "н"
    with pytest.raises(Refused, match="В 1 классе"):
        read_cell("5", rules)


def test_absence_and_mark_together_are_the_schools_choice():
    with pytest.raises(Refused):
        read_cell("н 5", Rules(absence_with_mark=False))
    assert read_cell("оп 5", Rules(absence_with_mark=False)).text == "оп 5"


def test_averages_are_exact_and_rounded_half_up():
    marks = [Weighted(Decimal(5)), Weighted(Decimal(4)), Weighted(Decimal(4))]
    assert shown_average(weighted_average(marks)) == "4,33"
    assert weighted_average([]) is None
    assert proposed_term_mark(Decimal("4.5")) == 5
    assert proposed_term_mark(Decimal("2.5")) == 3


@given(some.lists(some.tuples(some.integers(2, 5), some.integers(1, 9)), min_size=1, max_size=30))
def test_a_weighted_average_lies_between_its_marks(pairs):
    marks = [Weighted(Decimal(value), Decimal(weight)) for value, weight in pairs]
    values = [value for value, _ in pairs]
    assert min(values) <= weighted_average(marks) <= max(values)


@given(some.text(max_size=20))
def test_any_text_is_either_understood_or_refused_in_words(text):
    try:
        content = read_cell(text)
    except Refused as refusal:
        assert refusal.sentence
    else:
        assert read_cell(content.text).text == content.text
