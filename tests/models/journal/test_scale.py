"""What a cell may hold and what it counts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.journal.scale import ABSENCES, MOST_MARKS, Content, Rules, Shown, read_cell
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


DAY = date(2026, 11, 16)
EVERYTHING = Rules(mark_one=True, debts=True, day=DAY)
SINGLES = [Shown(mark, Decimal(mark)) for mark in "12345"]
DUALS = [Shown(f"{a}/{b}", Decimal(a)) for a in "12345" for b in "12345"]
OTHERS = [Shown("зач", None), Shown("незач", None), Shown(".", None)]
DEBTS = [Shown(".", None, DAY + timedelta(days=days)) for days in range(0, 364, 7)]
any_mark = some.sampled_from(SINGLES + DUALS + OTHERS + DEBTS)
any_absence = some.one_of(
    some.just((None, None)),
    some.sampled_from([(code, None) for code in ABSENCES]),
    some.integers(1, 99).map(lambda minutes: ("оп", minutes)),
)


@given(some.lists(any_mark, max_size=MOST_MARKS), any_absence)
def test_whatever_a_cell_may_hold_is_printed_and_read_back_the_same(marks, absence):
    content = Content(tuple(marks), *absence)
    assert read_cell(content.text, EVERYTHING) == content


@given(some.text(max_size=20) | some.text("12345/.н бупосвзачет+-,", max_size=20))
def test_any_text_is_either_understood_or_refused_in_words(text):
    try:
        content = read_cell(text, EVERYTHING)
    except Refused as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert read_cell(content.text, EVERYTHING) == content


def test_a_debt_without_a_year_is_due_on_the_next_such_day():
    assert read_cell(".25.11", EVERYTHING).marks[0].due_on == date(2026, 11, 25)
    assert read_cell(".15.1", EVERYTHING).marks[0].due_on == date(2027, 1, 15)
    with pytest.raises(Refused, match="Такой даты нет"):
        read_cell(".31.02", EVERYTHING)


def test_a_school_without_a_code_refuses_it():
    with pytest.raises(Refused, match="Код «уп»"):
        read_cell("у", Rules(codes=("н", "б")))


def test_a_dual_mark_counts_as_its_first_or_as_the_mean():
    assert read_cell("5/2").marks[0].counted == Decimal(5)
    assert read_cell("5/2", Rules(dual_mean=True)).marks[0].counted == Decimal("3.5")
