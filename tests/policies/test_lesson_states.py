"""What a lesson is decides too: a cancelled one takes nothing, a coming one no marks yet."""

from datetime import timedelta

import pytest

from models.journal.days import open_day
from models.journal.lesson import CANCELLED, Lesson, LessonColumn
from models.school.calendar import the_year
from tests.cast import MONDAY
from tests.marks_grid import MATHS, PAPER, SCRIPT

HANDS = (("anna", "teacher", MATHS, "petya"), ("olga", "operator", PAPER, "fedya"))
TOPIC = {"topic": "Дроби", "homework": "", "version": "1"}


@pytest.mark.parametrize(("name", "room", "place", "pupil"), HANDS)
def test_a_cancelled_lesson_takes_nothing(as_, cast, in_school, name, room, place, pupil):
    with in_school() as session:
        session.get(Lesson, cast.lessons[place]).status = CANCELLED
        session.commit()
    visitor, lesson = as_(name), f"/{room}/lessons/{cast.lessons[place]}/"
    assert visitor.get(lesson).status_code == 200
    for answer in (
        visitor.type(room, cast, place, pupil, "5"),
        visitor.post(lesson, TOPIC),
        visitor.post(f"{lesson}attendance-check", {"key": "p"}, headers=SCRIPT),
    ):
        assert answer.status_code == 403
        assert "Урок отменён" in answer.text


@pytest.mark.parametrize(("name", "room", "place", "pupil"), HANDS)
def test_a_lesson_that_has_not_come_takes_no_marks(as_, cast, in_school, name, room, place, pupil):
    day = MONDAY + timedelta(7)
    with in_school() as session:
        open_day(the_year(day), day)
        query = session.query(LessonColumn).join(Lesson).filter(Lesson.on_date == day)
        column = query.filter(Lesson.journal_id == cast.journals[place]).one()
        ids = column.id, column.lesson_id
        session.commit()
    visitor, lesson = as_(name), f"/{room}/lessons/{ids[1]}/"
    for answer in (
        visitor.type(room, cast, place, pupil, "5", column=ids[0]),
        visitor.post(f"{lesson}attendance-check", {"key": "p"}, headers=SCRIPT),
    ):
        assert answer.status_code == 403
        assert "Урок ещё не наступил" in answer.text
    assert visitor.post(lesson, TOPIC).status_code == 302  # a topic may be written ahead
