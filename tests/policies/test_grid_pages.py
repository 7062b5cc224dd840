"""Who opens what around the grid: one who may, one who sees but may not, a stranger, and time.

Anna teaches 5-А's mathematics. Boris leads the class: he sees her journal and writes nothing in
it. Vera teaches elsewhere: for her it does not exist. Olga copies 5-Б's paper journal.
"""

from dataclasses import dataclass, field

import pytest

from models.journal.journal import WorkKind
from models.school.calendar import Term
from tests.marks_grid import MATHS, PAPER, SCRIPT


@dataclass
class Door:
    """An address below a journal or a lesson, and what is sent there."""

    path: str
    form: dict = field(default_factory=dict)
    closed: tuple[int, ...] = (403,)  # what a closed term answers


PAGES = {
    "the grid": Door("/{room}/journals/{journal}/"),
    "the past": Door("/{room}/journals/{journal}/?at=2026-11-16T10:00"),
    "news": Door("/{room}/journals/{journal}/changes?since=0"),
    "a card": Door("/{room}/journals/{journal}/columns/{column}/students/{student}/"),
    "a period": Door("/{room}/journals/{journal}/periods/t{term}/"),
    "why": Door("/{room}/journals/{journal}/periods/t{term}/students/{student}"),
    "a lesson": Door("/{room}/lessons/{lesson}/"),
}
CELL = {"student": "{student}", "column": "{column}", "value": "5", "version": "0"}
PERIOD = {"student": "{student}", "period": "t{term}", "value": "5", "version": "0"}
LIST = {"student": "{student}", "value-{student}": "5", "version-{student}": "0"}
VERBS = {
    "a cell": Door("/{room}/journals/{journal}/cells", CELL),
    "a trial": Door("/{room}/journals/{journal}/cells", CELL | {"dry": "1"}),
    "details": Door(PAGES["a card"].path, {"version": "0", "remark": "Молодец"}),
    "a period's mark": Door("/{room}/journals/{journal}/term-marks", PERIOD, (422,)),
    "a period's list": Door(PAGES["a period"].path, LIST, (422,)),
    "a check": Door("/{room}/lessons/{lesson}/attendance-check", {"key": "p"}),
    "a topic": Door(PAGES["a lesson"].path, {"topic": "Дроби", "homework": "", "version": "1"}),
    "a column": Door("/{room}/lessons/{lesson}/columns", {"kind": "{kind}"}),
}


@pytest.fixture
def places(cast, in_school):
    """What the addresses are filled with, for a journal and a pupil of it."""
    with in_school() as session:
        term = session.query(Term).filter_by(grade=5, number=2).one().id
        kind = session.query(WorkKind).first().id

    def of(room: str, place: tuple[str, str], pupil: str) -> dict:
        found = {"journal": cast.journals[place], "lesson": cast.lessons[place]}
        found |= {"column": cast.columns[place], "student": cast.students[pupil]}
        return found | {"room": room, "term": term, "kind": kind}

    return of


def look(visitor, door: Door, where: dict) -> int:
    return visitor.get(door.path.format(**where), headers=SCRIPT).status_code


def send(visitor, door: Door, where: dict):
    form = {k.format(**where): v.format(**where) for k, v in door.form.items()}
    return visitor.post(door.path.format(**where), form, headers=SCRIPT)


@pytest.mark.parametrize("page", PAGES)
def test_who_sees_a_journal_sees_all_its_pages_and_a_stranger_none(as_, places, page):
    where = places("teacher", MATHS, "petya")
    assert look(as_("anna"), PAGES[page], where) == 200
    assert look(as_("boris"), PAGES[page], where) == 200
    assert look(as_("vera"), PAGES[page], where) == 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("name", "room"), [("director", "director"), ("admin", "administrator")])
def test_the_heads_of_the_school_look_everywhere(as_, places, page, name, room):
    assert look(as_(name), PAGES[page], places(room, PAPER, "fedya")) == 200


@pytest.mark.parametrize("page", PAGES)
def test_an_operator_looks_at_the_classes_of_the_appointment(as_, places, page):
    olga = as_("olga")
    assert look(olga, PAGES[page], places("operator", PAPER, "fedya")) == 200
    assert look(olga, PAGES[page], places("operator", MATHS, "petya")) == 404


@pytest.mark.parametrize("page", PAGES)
def test_families_have_none_of_these_pages(as_, places, page):
    for name, room in (("maria", "parent"), ("petya", "student")):
        assert look(as_(name), PAGES[page], places(room, MATHS, "petya")) == 404
        assert look(as_(name), PAGES[page], places("teacher", MATHS, "petya")) == 403


@pytest.mark.parametrize("verb", VERBS)
def test_the_journals_teacher_may(as_, places, verb):
    answer = send(as_("anna"), VERBS[verb], places("teacher", MATHS, "petya"))
    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("verb", VERBS)
def test_a_colleague_sees_but_may_not(as_, places, verb):
    answer = send(as_("boris"), VERBS[verb], places("teacher", MATHS, "petya"))
    assert answer.status_code == 403
    assert "другой учитель" in answer.text


@pytest.mark.parametrize("verb", VERBS)
def test_for_a_stranger_there_is_no_such_journal(as_, places, verb):
    assert send(as_("vera"), VERBS[verb], places("teacher", MATHS, "petya")).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_in_transition_the_teacher_may_not_and_the_operator_may(as_, places, verb):
    answer = send(as_("anna"), VERBS[verb], places("teacher", PAPER, "fedya"))
    assert answer.status_code == 403
    assert "переходном периоде" in answer.text
    answer = send(as_("olga"), VERBS[verb], places("operator", PAPER, "fedya"))
    assert answer.status_code in (200, 302)


@pytest.mark.parametrize("verb", VERBS)
def test_an_operator_has_no_hand_in_an_electronic_class(as_, places, verb):
    assert send(as_("olga"), VERBS[verb], places("operator", MATHS, "petya")).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_a_closed_term_refuses_everybody_in_words(as_, places, in_school, verb):
    with in_school() as session:
        for term in session.query(Term).filter_by(grade=5, number=2):
            term.close(None)
        session.commit()
    for name, room, place, pupil in (
        ("anna", "teacher", MATHS, "petya"),
        ("olga", "operator", PAPER, "fedya"),
    ):
        answer = send(as_(name), VERBS[verb], places(room, place, pupil))
        assert answer.status_code in VERBS[verb].closed
        assert "Период закрыт" in answer.text


@pytest.mark.parametrize("verb", VERBS)
def test_heads_of_the_school_write_nothing_in_journals(as_, places, verb):
    for name, room in (("director", "director"), ("admin", "administrator")):
        answer = send(as_(name), VERBS[verb], places(room, MATHS, "petya"))
        assert answer.status_code in (404, 405)


def undo(visitor, where: dict, step: str):
    path = "/{room}/journals/{journal}/undoing".format(**where)
    return visitor.post(path, {"step": step}, headers=SCRIPT)


def test_taking_back_is_for_who_wrote(as_, places):
    where = places("teacher", MATHS, "petya")
    cell = VERBS["a cell"]
    anna = as_("anna")
    send(anna, Door(cell.path, cell.form | {"key": "k1"}), where)
    assert undo(as_("boris"), where, "k1").status_code == 422
    assert undo(as_("vera"), where, "k1").status_code == 404
    assert undo(anna, where, "k1").status_code == 200


@pytest.mark.parametrize(
    ("name", "room", "place", "why"),
    [
        ("anna", "teacher", PAPER, "Класс в переходном периоде"),
        ("boris", "teacher", MATHS, "Этот журнал ведёт другой учитель"),
        ("director", "director", MATHS, "Только для просмотра"),
        ("admin", "administrator", PAPER, "Только для просмотра"),
    ],
)
def test_the_grid_says_why_it_is_only_for_reading(as_, cast, name, room, place, why):
    page = as_(name).get(f"/{room}/journals/{cast.journals[place]}/").text
    assert why in page.split('class="note"')[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("name", "room", "place"), [("anna", "teacher", MATHS), ("olga", "operator", PAPER)]
)
def test_who_writes_is_not_told_why_not(as_, cast, name, room, place):
    page = as_(name).get(f"/{room}/journals/{cast.journals[place]}/").text
    assert 'class="note"' not in page
