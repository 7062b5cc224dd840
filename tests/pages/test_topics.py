"""What is offered as the topic of a lesson: said to be what it is, topics of parallel groups."""

import pytest

from models.journal.lesson import Lesson
from tests.marks_grid import MATHS, PAPER


@pytest.fixture
def page(as_, cast):
    return lambda: as_("anna").get(f"/teacher/lessons/{cast.lessons[MATHS]}/").text


def teach(in_school, lesson_id: int, topic: str) -> None:
    with in_school() as session:
        found = session.get(Lesson, lesson_id)
        found.write(topic, "", seen=found.version, account_id=None)
        session.commit()


def test_a_topic_of_a_parallel_class_is_offered_with_its_class(page, cast, in_school):
    teach(in_school, cast.lessons[PAPER], "Дроби")
    found = page()
    assert '<option value="Дроби">Дроби (как в 5-Б)</option>' in found
    assert "темы, которые уже были в 5-Б" in found


def test_what_was_taught_here_already_and_what_another_grade_has_are_not(page, cast, in_school):
    teach(in_school, cast.lessons[PAPER], "Дроби")
    teach(in_school, cast.lessons["6-А", "Математика"], "Пропорции")
    teach(in_school, cast.lessons[MATHS], "Дроби")
    found = page()
    assert "<option value=" not in found.split("datalist")[1]
    assert "Подсказки" not in found and "Пропорции" not in found


def test_where_there_is_nothing_to_offer_nothing_is_said(page):
    assert "Подсказки" not in page()
