"""The proposed mark follows each save, in the answer to it and in the news of other pages."""

import re
from datetime import date

import pytest

from models.journal.days import open_day
from models.journal.lesson import Lesson, LessonColumn
from models.school.calendar import Term, the_year
from models.school.school import the_school
from tests.cast import MONDAY
from tests.marks_grid import SCRIPT, Hand

_PROPOSED = re.compile(r'<i data-student="(\d+)" data-period="(\w+)" data-p="(\d?)"></i>')
IN_THE_FIRST_TERM = date(2026, 9, 14)


@pytest.fixture
def anna(as_, cast) -> Hand:
    return Hand(as_("anna"), cast)


@pytest.fixture
def quarters(anna, in_school) -> list[str]:
    with in_school() as session:
        return [f"t{t.id}" for t in session.query(Term).filter_by(grade=5).order_by(Term.number)]


def proposed(html: str) -> dict[tuple[str, str], str]:
    """(period, pupil) → what an answer says is proposed."""
    return {(period, student): mark for student, period, mark in _PROPOSED.findall(html)}


def news(hand: Hand, since: int, term: str = "") -> str:
    query = f"since={since}" + (f"&term={term[1:]}" if term else "")
    return hand.visitor.get(f"{hand.path}/changes?{query}", headers=SCRIPT).text


def version_of(hand: Hand) -> int:
    page = hand.visitor.get(f"{hand.path}/").text
    return int(page.split('data-version="')[1].split('"')[0])


def test_a_saved_mark_brings_what_is_proposed_now(anna, cast, quarters):
    who = str(cast.students["petya"])
    assert proposed(anna.write("5 4").text) == {(quarters[1], who): "5"}
    assert proposed(anna.write("3").text) == {(quarters[1], who): "3"}
    assert proposed(anna.write("").text) == {(quarters[1], who): ""}


def test_a_step_taken_back_brings_what_is_proposed_again(anna, cast, quarters):
    anna.write("5", key="k1")
    anna.write("2", key="k2")
    back = proposed(anna.undo("k2").text)
    assert back == {(quarters[1], str(cast.students["petya"])): "5"}


def test_other_open_pages_learn_it_with_the_mark(anna, cast, quarters):
    seen = version_of(anna)
    anna.write("4")
    said = proposed(news(anna, seen, quarters[1]))
    assert said == {(quarters[1], str(cast.students["petya"])): "4"}


def test_the_years_proposal_follows_the_quarters(anna, cast, quarters):
    who = str(cast.students["petya"])
    for name in quarters[:-1]:
        assert proposed(anna.mark_period([("petya", "5", 0)], name).text) == {("year", who): ""}
    seen = version_of(anna)
    answer = anna.mark_period([("petya", "4", 0)], quarters[-1])
    assert proposed(answer.text) == {("year", who): "5"}
    assert proposed(news(anna, seen, quarters[-1])) == {("year", who): "5"}


def test_where_no_marks_are_given_none_is_proposed(anna, cast, in_school, quarters):
    anna.write("5")
    with in_school() as session:
        the_school().set_rule("unmarked_grades", [1, 5])
        session.commit()
    assert set(proposed(anna.write("н").text).values()) == {""}


def test_a_page_is_told_the_average_of_its_own_term(anna, cast, in_school, quarters):
    with in_school() as session:
        open_day(the_year(MONDAY), IN_THE_FIRST_TERM)
        session.commit()
        query = session.query(LessonColumn.id).join(Lesson)
        query = query.filter(Lesson.journal_id == cast.journals[anna.place])
        earlier = query.filter(Lesson.on_date == IN_THE_FIRST_TERM).one().id
    anna.write("5")
    seen = version_of(anna)
    anna.column = earlier
    assert anna.write("2", version=0).status_code == 200
    here, there = news(anna, seen, quarters[1]), news(anna, seen, quarters[0])
    assert "avg-" not in here and "2,00" in there
