"""A grid that stays open learns what others wrote, cheaply."""

import pytest

from models.journal.journal import WorkKind
from models.journal.lesson import Lesson
from tests.marks_grid import MATHS, SCRIPT, Hand, let_teach_too, told


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


def version_of(hand: Hand) -> int:
    """The version the page of the grid was drawn with."""
    page = hand.visitor.get(f"{hand.path}/").text
    return int(page.split('data-version="')[1].split('"')[0])


def ask(hand: Hand, since):
    return hand.visitor.get(f"{hand.path}/changes?since={since}", headers=SCRIPT)


def test_where_nothing_is_new_there_is_no_answer(anna):
    answer = ask(anna, version_of(anna))
    assert answer.status_code == 304
    assert answer.text == ""


def test_only_what_changed_is_told(anna, boris, cast):
    anna.write("5", "olya")
    seen = version_of(anna)
    boris.write("3", "petya")
    answer = ask(anna, seen)
    assert answer.status_code == 200
    [(place, cell)] = told(answer.text).items()
    assert place == (str(cast.columns[MATHS]), str(cast.students["petya"]))
    assert (cell.text, cell.version) == ("3", 1)
    assert f'id="avg-{cast.students["petya"]}"' in answer.text
    assert f'id="avg-{cast.students["olya"]}"' not in answer.text


def test_the_answer_names_the_version_to_ask_from_next(anna, boris):
    seen = version_of(anna)
    boris.write("3")
    newest = int(ask(anna, seen).headers["X-Klass-Version"])
    assert newest > seen
    assert newest == version_of(anna)
    assert ask(anna, newest).status_code == 304


def test_a_cell_that_was_cleared_and_a_step_taken_back_are_news(anna, boris):
    boris.write("5", key="k1")
    seen = version_of(anna)
    boris.write("")
    [cell] = told(ask(anna, seen).text).values()
    assert (cell.text, cell.version) == ("", 2)
    boris.write("4", key="k2")
    seen = version_of(anna)
    boris.undo("k2")
    [cell] = told(ask(anna, seen).text).values()
    assert (cell.text, cell.version) == ("", 4)


def test_marks_of_periods_are_news_too(anna, boris, cast):
    name, _ = anna.period()
    seen = version_of(anna)
    boris.mark_period([("petya", "4", 0)], name)
    [(place, cell)] = told(ask(anna, seen).text).items()
    assert place == (name, str(cast.students["petya"]))
    assert cell.text == "4"


def test_a_topic_and_a_check_of_attendance_change_the_head(anna, cast, in_school):
    seen = version_of(anna)
    with in_school() as session:
        session.get(Lesson, cast.lessons[MATHS]).write("Дроби", "", seen=1, account_id=None)
        session.commit()
    assert 'data-topic="Дроби"' in ask(anna, seen).text
    anna.check("p1")
    assert "data-checked" in ask(anna, seen).text


def test_what_is_refused_is_no_news(anna):
    seen = version_of(anna)
    anna.write("57")
    assert ask(anna, seen).status_code == 304


def test_new_columns_ask_for_the_page_anew(anna, cast, in_school):
    seen = version_of(anna)
    assert "X-Klass-Layout" not in ask(anna, seen).headers
    with in_school() as session:
        session.add(WorkKind(name="Контрольная", short="К", is_test=True))
        session.commit()
        kind = session.query(WorkKind).filter_by(name="Контрольная").one().id
    path = f"/teacher/lessons/{cast.lessons[MATHS]}/columns"
    assert anna.visitor.post(path, {"kind": kind}).status_code == 302
    answer = ask(anna, seen)
    assert answer.headers["X-Klass-Layout"] == "changed"
    anna.write("5")
    assert "X-Klass-Layout" not in ask(anna, int(answer.headers["X-Klass-Version"])).headers


def test_a_write_in_another_journal_is_no_news(anna, as_, cast):
    seen = version_of(anna)
    Hand(as_("boris"), cast, ("5-А", "Английский язык")).write("5")
    assert ask(anna, seen).status_code == 304


@pytest.mark.parametrize("since", ["", "x", "-1", "1.5", "9" * 30])
def test_an_odd_question_is_answered_all_the_same(anna, since):
    anna.write("5")
    assert ask(anna, since).status_code in (200, 304)


def test_whoever_looks_learns_the_news(anna, as_, cast):
    seen = version_of(anna)
    anna.write("5")
    for name, room in (("director", "director"), ("admin", "administrator"), ("boris", "teacher")):
        path = f"/{room}/journals/{cast.journals[MATHS]}/changes?since={seen}"
        assert ">5</td>" in as_(name).get(path, headers=SCRIPT).text
