"""What the history of a cell tells: of this cell, and of no other mark of the pupil."""

import pytest

from models.journal.journal import WorkKind
from models.journal.lesson import Lesson, columns_of_lesson
from tests.marks_grid import MATHS, PAPER, Hand

ENGLISH = ("5-А", "Английский язык")
READERS = {
    "anna": "teacher",
    "boris": "teacher",
    "director": "director",
    "admin": "administrator",
    "dora": "deputy_head",
}


def history_of(visitor, cast, room: str, place=MATHS, pupil: str = "petya", column=None) -> list:
    """The lines of «История» on the card of a cell."""
    path = (
        f"/{room}/journals/{cast.journals[place]}/columns/{column or cast.columns[place]}"
        f"/students/{cast.students[pupil]}/"
    )
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.text.split('<ul class="history">')[1].split("</ul>")[0].split("<li>")[1:]


@pytest.fixture
def five_in_english(as_, cast, officials) -> None:
    """Petya has a mark in another subject, by another teacher."""
    assert Hand(as_("boris"), cast, ENGLISH).write("5").status_code == 200


@pytest.mark.parametrize("name", READERS)
def test_an_empty_cell_has_no_history_though_the_pupil_has_marks_elsewhere(
    as_, cast, five_in_english, name
):
    assert history_of(as_(name), cast, READERS[name]) == []


def column_beside(in_school, cast, place) -> int:
    """A second column of the lesson, in whose cells nothing was ever written."""
    with in_school() as session:
        lesson = session.get(Lesson, cast.lessons[place])
        lesson.open_column(session.query(WorkKind).first(), 1)
        session.commit()
        return next(c.id for c in columns_of_lesson(lesson.id) if c.id != cast.columns[place])


@pytest.mark.parametrize("name", READERS)
def test_of_an_absence_alone_the_history_tells_that_absence_alone(
    as_, cast, in_school, five_in_english, name
):
    beside = column_beside(in_school, cast, MATHS)
    Hand(as_("anna"), cast).write("н")
    for column in (cast.columns[MATHS], beside):
        (only,) = history_of(as_(name), cast, READERS[name], column=column)
        assert "Учитель А." in only and "Отметка" not in only


def test_the_operator_reads_of_an_empty_cell_nothing_of_the_column_beside_it(as_, cast, in_school):
    beside, olga = column_beside(in_school, cast, PAPER), as_("olga")
    assert Hand(olga, cast, PAPER, "operator").write("4", "fedya").status_code == 200
    assert len(history_of(olga, cast, "operator", PAPER, "fedya")) == 1
    assert history_of(olga, cast, "operator", PAPER, "fedya", beside) == []
