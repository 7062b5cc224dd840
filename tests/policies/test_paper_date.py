"""«Дата в бумажном журнале»: the day under which an operator's lesson stands on paper."""

from datetime import timedelta

import pytest

from models.journal.lesson import AttendanceCheck, Lesson
from tests.cast import MONDAY
from tests.marks_grid import PAPER


@pytest.fixture
def send(as_, cast, in_school):
    """The answer to the operator's page of a lesson, saved with a date of the paper journal."""

    def save(day, **more):
        with in_school() as session:
            row = session.query(Lesson).filter_by(journal_id=cast.journals[PAPER]).first()
            path, seen = f"/operator/lessons/{row.id}/", row.version
        form = {"topic": "", "homework": "", "version": seen, "paper_on": day.isoformat()} | more
        return as_("olga").post(path, form, follow_redirects=True)

    return save


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "раньше урока (16.11.2026)"),
        (71, "ещё не наступила"),
        (61, "не позже чем через 60 дней после урока: до 15.01.2027"),
    ],
)
def test_a_day_on_which_the_paper_cannot_have_it_is_refused_and_kept(send, on_day, days, said):
    on_day(MONDAY + timedelta(days=70))
    day = MONDAY + timedelta(days=days)
    answer = send(day)
    assert answer.status_code == 422 and said in answer.text
    assert f'value="{day.isoformat()}"' in answer.text


def test_a_day_after_the_lesson_is_taken_and_the_hint_says_what_it_is_for(send, on_day):
    on_day(MONDAY + timedelta(days=2))
    answer = send(MONDAY + timedelta(days=1))
    assert answer.status_code == 200 and 'value="2026-11-17"' in answer.text
    assert "срок переноса считается от дня урока, 16.11: если опоздаете" in answer.text
    assert "срок переноса" not in send(MONDAY).text
    assert "Под какой датой урок записан в бумажном журнале" in answer.text


def test_what_is_refused_is_not_compared_with_paper(send, on_day, in_school, cast):
    """«Сохранить: сверено» with a wrong date: the lesson stays among those to be done."""
    on_day(MONDAY + timedelta(days=2))
    for days, status, there in ((9, 422, 0), (1, 200, 1)):
        assert send(MONDAY + timedelta(days=days), check="p").status_code == status
        with in_school() as session:
            assert session.query(AttendanceCheck).count() == there
