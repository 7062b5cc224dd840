"""Ctrl+Z: a step is taken back as one, by whoever made it, while it still is the last word."""

import pytest

from models.audit.entry import Entry
from models.journal.cell import Cell, Mark
from models.journal.lesson import AttendanceCheck
from models.journal.term_mark import TermMark
from models.school.calendar import Term
from tests.marks_grid import MATHS, Hand, let_teach_too, told

ENGLISH = ("5-А", "Английский язык")


@pytest.fixture
def anna(as_, cast) -> Hand:
    return Hand(as_("anna"), cast)


@pytest.fixture
def boris(as_, cast, in_school) -> Hand:
    """The second teacher of the same journal."""
    with in_school() as session:
        let_teach_too(cast, "boris")
        session.commit()
    return Hand(as_("boris"), cast)


def test_a_mark_is_taken_back_and_the_answer_shows_the_cell(anna, cast):
    anna.write("5", key="k1")
    answer = anna.undo("k1")
    assert answer.status_code == 200
    place = (str(cast.columns[MATHS]), str(cast.students["petya"]))
    assert told(answer.text)[place].text == ""
    assert anna.look().text == ""
    assert f'id="avg-{cast.students["petya"]}"' in answer.text


def test_what_stood_before_comes_back_mark_and_absence(anna):
    anna.write("н 4", key="k1")
    anna.write("5 3", key="k2")
    anna.undo("k2")
    assert anna.look().text == "н 4"


def test_a_block_is_taken_back_whole(anna):
    anna.write("2", "olya")
    anna.block([("petya", "5", 0), ("olya", "н", 1)], key="b1")
    answer = anna.undo("b1")
    assert len(told(answer.text)) == 2
    assert (anna.look("petya").text, anna.look("olya").text) == ("", "2")


def test_steps_are_taken_back_one_after_another_the_newest_first(anna):
    anna.write("5", key="k1")
    anna.write("4", key="k2")
    assert anna.undo("k1").status_code == 422  # not the last word any more
    anna.undo("k2")
    assert anna.look().text == "5"
    anna.undo("k1")
    assert anna.look().text == ""


def test_an_undone_step_is_repeated_by_undoing_the_undo(anna):
    anna.write("5", key="k1")
    anna.undo("k1", key="u1")
    assert anna.undo("u1", key="r1").status_code == 200
    assert anna.look().text == "5"
    anna.undo("r1", key="u2")
    assert anna.look().text == ""


def test_clearing_is_taken_back_with_the_marks_details(anna, in_school):
    anna.write("5 4", key="k1")
    with in_school() as session:
        session.query(Mark).filter_by(shown="4").one().comment = "за чертёж"
        session.commit()
    anna.write("", key="k2")
    anna.undo("k2")
    assert anna.look().text == "5 4"
    with in_school() as session:
        assert session.query(Mark).filter_by(shown="4").one().comment == "за чертёж"


def test_versions_only_go_up(anna):
    seen = []
    for step in ("5", "4", ""):
        anna.write(step, key=f"k{step}")
        seen.append(anna.look().version)
    for step in ("", "4", "5"):
        assert anna.undo(f"k{step}").status_code == 200
        seen.append(anna.look().version)
    assert seen == [1, 2, 3, 4, 5, 6]
    assert anna.write("3", version=1).status_code == 409


def test_an_undo_that_was_sent_twice_is_done_once(anna, in_school):
    anna.write("5", key="k1")
    anna.write("4", key="k2")
    first, again = anna.undo("k2", key="u1"), anna.undo("k2", key="u1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert anna.look().text == "5"
    with in_school() as session:
        assert session.query(Cell).one().version == 3


def test_what_somebody_else_changed_since_is_not_taken_back(anna, boris):
    anna.write("5", key="k1")
    boris.write("3")
    answer = anna.undo("k1")
    assert answer.status_code == 422
    assert "с тех пор" in answer.text
    assert anna.look().text == "3"


@pytest.mark.parametrize("added", ["5 3", "3 5", "н 5"])
def test_what_somebody_else_put_beside_it_is_a_change_too(anna, boris, added):
    anna.write("5", key="k1")
    boris.write(added)
    assert anna.undo("k1").status_code == 422
    assert anna.look().text == added


def test_a_change_of_another_cell_is_none_of_this_one(anna, boris):
    anna.block([("petya", "5", 0)], key="k1")
    boris.write("3 н", "olya")
    assert anna.undo("k1").status_code == 200


def test_a_block_somebody_touched_stays_whole(anna, boris):
    anna.block([("petya", "5", 0), ("olya", "4", 0)], key="b1")
    boris.write("3", "olya")
    assert anna.undo("b1").status_code == 422
    assert (anna.look("petya").text, anna.look("olya").text) == ("5", "3")


def test_nobody_takes_back_anothers_step(anna, boris):
    anna.write("5", key="k1")
    answer = boris.undo("k1")
    assert answer.status_code == 422
    assert "не вами" in answer.text
    assert anna.look().text == "5"


def test_a_step_is_taken_back_only_in_its_own_journal(as_, cast, anna, in_school):
    with in_school() as session:
        let_teach_too(cast, "anna", ENGLISH)
        session.commit()
    anna.write("5", key="k1")
    assert Hand(as_("anna"), cast, ENGLISH).undo("k1").status_code == 422
    assert anna.look().text == "5"


@pytest.mark.parametrize("step", ["", "no such key", "x" * 200])
def test_a_step_that_never_was_is_refused_in_words(anna, step):
    answer = anna.undo(step)
    assert answer.status_code == 422
    assert "не вернуть" in answer.text


def test_the_check_of_attendance_is_taken_back(anna, cast, in_school):
    assert "data-checked" in anna.check("p1").text
    assert anna.undo("p1", key="u1").status_code == 200
    with in_school() as session:
        assert session.query(AttendanceCheck).count() == 0
    changes = anna.visitor.get(f"{anna.path}/changes?since=1", headers={"HX-Request": "true"})
    assert f'data-lesson="{cast.lessons[MATHS]}"' in changes.text
    assert "data-checked" not in changes.text
    anna.undo("u1")
    with in_school() as session:
        assert session.query(AttendanceCheck).count() == 1


def test_a_second_press_of_the_check_has_nothing_to_take_back(anna, in_school):
    anna.check("p1")
    anna.check("p2")
    assert anna.undo("p2").status_code == 422
    with in_school() as session:
        assert session.query(AttendanceCheck).count() == 1


def test_the_mark_of_a_period_is_taken_back_and_repeated(anna, in_school):
    name, _ = anna.period()
    anna.mark_period([("petya", "4", 0)], name, key="t1")
    anna.mark_period([("petya", "5", 1)], name, key="t2")
    assert anna.undo("t2", key="u1").status_code == 200
    assert anna.period()[1].text == "4"
    anna.undo("u1")
    assert anna.period()[1].text == "5"
    assert anna.period()[1].version == 4


def test_the_first_mark_of_a_period_leaves_its_lock(anna, in_school):
    name, _ = anna.period()
    anna.mark_period([("petya", "4", 0), ("olya", "5", 0)], name, key="t1")
    assert anna.undo("t1").status_code == 200
    assert [anna.period(who)[1].text for who in ("petya", "olya")] == ["", ""]
    with in_school() as session:
        assert [mark.version for mark in session.query(TermMark)] == [2, 2]


@pytest.mark.parametrize("what", ["cell", "check", "period"])
def test_in_a_closed_term_no_step_is_taken_back(anna, in_school, what):
    name, _ = anna.period()
    steps = {
        "cell": lambda: anna.write("5", key="s"),
        "check": lambda: anna.check("s"),
        "period": lambda: anna.mark_period([("petya", "4", 0)], name, key="s"),
    }
    assert steps[what]().status_code == 200
    with in_school() as session:
        for term in session.query(Term).filter_by(grade=5, number=2):
            term.close(None)
        session.commit()
    answer = anna.undo("s")
    assert answer.status_code in (403, 422)
    assert "Период закрыт" in answer.text


def test_an_undo_stands_in_the_audit_under_the_same_hand(anna, cast, in_school):
    anna.write("5", key="k1")
    anna.undo("k1")
    with in_school() as session:
        entries = session.query(Entry).filter_by(table_name="mark").order_by(Entry.id).all()
        assert [entry.action for entry in entries] == ["insert", "delete"]
        assert {entry.account_id for entry in entries} == {cast.accounts["anna"]}
