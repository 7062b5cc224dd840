"""The journal as it stood at a past moment: for reading only."""

import re
from datetime import timedelta

import pytest

from models import clock
from models.base import db
from models.journal.journal import WorkKind
from models.journal.lesson import Lesson, LessonColumn
from models.school.school import the_school
from tests.marks_grid import Hand, told


@pytest.fixture
def at_hour(monkeypatch):
    """The school's clock at a number of hours from the beginning of the play (16:00)."""
    start = clock.now()

    def move(hours: float) -> None:
        monkeypatch.setattr("models.clock.now", lambda: start + timedelta(hours=hours))

    return move


@pytest.fixture
def anna(as_, cast, at_hour) -> Hand:
    """She gives 5 at 17:00, makes it 4 at 18:00 and clears it at 19:00."""
    hand = Hand(as_("anna"), cast)
    for hour, text in ((1, "5"), (2, "н 4"), (3, "")):
        at_hour(hour)
        hand.write(text)
    return hand


def as_it_was(hand: Hand, moment: str):
    return hand.visitor.get(f"{hand.path}/?at={moment}")


def text_in(hand: Hand, html: str, pupil: str = "petya") -> str:
    return told(html)[str(hand.column), str(hand.cast.students[pupil])].text


@pytest.mark.parametrize(
    ("moment", "stood"),
    [
        ("2026-11-16T16:30", ""),
        ("2026-11-16T17:30", "5"),
        ("2026-11-16T18:30", "н 4"),
        ("2026-11-16T19:30", ""),
        ("2026-11-15", ""),
        ("2026-11-16", ""),
    ],
)
def test_the_journal_shows_what_stood_then(anna, at_hour, moment, stood):
    at_hour(24)
    answer = as_it_was(anna, moment)
    assert answer.status_code == 200
    assert text_in(anna, answer.text) == stood


def test_averages_and_absences_are_those_of_the_moment(anna, cast):
    page = as_it_was(anna, "2026-11-16T18:30").text
    who = cast.students["petya"]
    assert "4,00" in page.split(f'id="avg-{who}"')[1].split("</td>")[0]
    assert ">1" in page.split(f'id="abs-{who}"')[1].split("</td>")[0] + "1"


def test_the_past_is_for_reading_only(anna):
    page = as_it_was(anna, "2026-11-16T17:30").text
    assert "Так журнал выглядел 16.11.2026 в 17:30" in page
    assert "Только для просмотра" in page
    assert 'aria-readonly="true"' in page
    for lure in ("data-save-url", "data-undo", "data-term-url", "outbox.js"):
        assert lure not in page


def test_a_way_leads_back_to_the_present(anna):
    page = as_it_was(anna, "2026-11-16T17:30").text
    assert "Вернуться к нынешнему" in page
    assert "data-save-url" in anna.visitor.get(f"{anna.path}/").text


def test_marks_of_periods_are_those_of_the_moment(anna, at_hour):
    name, _ = anna.period()
    at_hour(4)
    anna.mark_period([("petya", "4", 0)], name)
    at_hour(5)
    anna.mark_period([("petya", "5", 1)], name)
    who = str(anna.cast.students["petya"])
    for moment, stood in (("19:30", ""), ("20:30", "4"), ("21:30", "5")):
        page = told(as_it_was(anna, f"2026-11-16T{moment}").text)
        assert page[name, who].text == stood


def test_an_undo_is_part_of_the_story(anna, at_hour):
    at_hour(4)
    anna.write("3", key="k1")
    at_hour(5)
    anna.undo("k1")
    assert text_in(anna, as_it_was(anna, "2026-11-16T20:30").text) == "3"
    assert text_in(anna, as_it_was(anna, "2026-11-16T21:30").text) == ""


@pytest.mark.parametrize(
    "moment",
    [
        "вчера",
        "2026-13-01",
        "2026-02-30T10:00",
        "2026-11-16T25:00",
        "0001-01-01",
        "9999-12-31T23:59",
        "2026-11-16T16:00:00.0000000000",
        "17",
    ],
)
def test_nonsense_is_refused_in_words(anna, moment):
    answer = as_it_was(anna, moment)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert "Не понимаю день и час" in answer.text


@pytest.mark.parametrize("moment", ["вчера", "2026-13-01", "2026-11-16T25:00", "17"])
def test_what_is_no_moment_is_said_to_be_none(anna, moment):
    assert as_it_was(anna, moment).status_code == 422


def test_a_page_of_the_past_is_kept_by_the_browser_and_not_mixed_up(anna):
    then = as_it_was(anna, "2026-11-16T17:30").headers["ETag"]
    other = as_it_was(anna, "2026-11-16T18:30").headers["ETag"]
    now = anna.visitor.get(f"{anna.path}/").headers["ETag"]
    assert len({then, other, now}) == 3


def test_who_only_looks_may_look_back_too(anna, as_):
    page = as_("director").get(
        f"/director/journals/{anna.cast.journals[anna.place]}/?at=2026-11-16T17:30"
    )
    assert text_in(anna, page.text) == "5"


@pytest.fixture
def headed(anna, in_school, at_hour):
    """At 20:00 the topic and the check; at 21:00 another topic, kind, and a second column."""
    place = anna.cast.lessons[anna.place]

    def write(topic: str) -> None:
        found = db.session.get(Lesson, place)
        found.write(topic, "", seen=found.version, account_id=None)

    at_hour(4)
    with in_school() as session:
        session.add(WorkKind(name="Контрольная", short="к/р", weight=2))
        write("Дроби")
        db.session.get(Lesson, place).check_attendance(None)
        session.commit()
    at_hour(5)
    with in_school() as session:
        kind = session.query(WorkKind).filter_by(short="к/р").one()
        write("Проценты")
        session.get(LessonColumn, anna.column).become(kind.id)
        session.get(Lesson, place).open_column(kind)
        session.commit()
    at_hour(6)
    with in_school() as session:
        session.query(WorkKind).filter_by(short="к/р").one().short = "к.р."
        session.commit()
    at_hour(24)


def heads(page: str) -> list[tuple[str, str, bool]]:
    """(topic, text of the head, whether checked) of each column of the lesson."""
    found = re.findall(
        r'<th scope="col"([^>]*)><a href="[^"]*/lessons/\d+/" title="[^"]*урок\. ([^"]*)">([^<]*)<',
        page,
    )
    return [(topic, text, "checked" in tag) for tag, topic, text in found]


@pytest.mark.parametrize(
    ("moment", "stood"),
    [
        ("19:30", [("Нет темы", "16", False)]),
        ("20:30", [("Дроби", "16", True)]),
        ("21:30", [("Проценты", "16·к/р", True), ("Проценты", "16·к/р", False)]),
        ("22:30", [("Проценты", "16·к.р.", True), ("Проценты", "16·к.р.", False)]),
    ],
)
def test_the_heads_are_those_of_the_moment(anna, headed, moment, stood):
    page = as_it_was(anna, f"2026-11-16T{moment}").text
    assert heads(page) == stood
    assert "Темы, виды работ и записи тогдашние" in page


def test_averages_of_the_past_weigh_as_kinds_weighed_then(anna, in_school, at_hour):
    with in_school() as session:
        the_school().set_rule("weights", True)
        session.add(WorkKind(name="Контрольная", short="к/р", weight=3))
        session.commit()
        kind = session.query(WorkKind).filter_by(short="к/р").one().id
    at_hour(4)
    anna.write("5 2")
    details = {"kind": ["answer", "answer"], "work_kind": [kind, ""], "comment": ["", ""]}
    details |= {"handed_in_on": ["", ""], "due_on": ["", ""], "counts-0": "on", "counts-1": "on"}
    path = f"{anna.path}/columns/{anna.column}/students/{anna.cast.students['petya']}/"
    version = anna.look().version
    assert anna.visitor.post(path, details | {"version": version}).status_code == 302
    at_hour(5)
    with in_school() as session:
        session.get(WorkKind, kind).weight = 1
        session.commit()
    at_hour(24)
    assert ">4,25</td>" in as_it_was(anna, "2026-11-16T20:30").text
    assert ">3,50</td>" in as_it_was(anna, "2026-11-16T21:30").text
