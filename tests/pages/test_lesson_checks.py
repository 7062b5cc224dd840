"""«Сверено» and «Остальные на уроке»: never beside a refusal, and taken back by who pressed."""

import pytest

from models.journal.lesson import Lesson, checked
from tests.marks_grid import MATHS, PAPER, let_teach_too

PLACES = {"anna": ("teacher", MATHS), "olga": ("operator", PAPER)}


def path_of(cast, name: str) -> str:
    room, place = PLACES[name]
    return f"/{room}/lessons/{cast.lessons[place]}/"


@pytest.fixture
def stands(cast, in_school):
    """(topic, whether checked) of somebody's lesson, as it is stored."""

    def look(name: str) -> tuple[str, bool]:
        with in_school() as session:
            lesson = session.get(Lesson, cast.lessons[PLACES[name][1]])
            return lesson.topic, checked(lesson.id) is not None

    return look


@pytest.mark.parametrize(
    ("name", "wrong"), [("olga", {"paper_on": "2027-05-20"}), ("anna", {"minutes": "999"})]
)
def test_a_refused_lesson_is_not_certified_and_the_page_says_so(as_, cast, stands, name, wrong):
    version = as_(name).get(path_of(cast, name)).text.split('name="version"')[1]
    seen = version.split('value="')[1].split('"')[0]
    form = {"topic": "Дроби", "homework": "№ 5", "version": seen, "check": "1"} | wrong
    answer = as_(name).post(path_of(cast, name), form)
    assert answer.status_code == 422
    assert "ничего не сохранено" in answer.text and "не отмечено" in answer.text
    assert stands(name) == ("", False)


@pytest.mark.parametrize("name", PLACES)
def test_who_pressed_by_mistake_takes_the_check_back(as_, cast, stands, name):
    hand, path = as_(name), path_of(cast, name)
    hand.post(f"{path}attendance-check", {})
    assert stands(name)[1] and "Снять" in hand.get(path).text
    hand.post(f"{path}attendance-check", {"back": "1"})
    assert not stands(name)[1] and "Снять" not in hand.get(path).text


def test_a_colleagues_check_is_not_taken_back(as_, cast, in_school, stands):
    with in_school() as session:
        let_teach_too(cast, "boris")
        session.commit()
    path = path_of(cast, "anna")
    as_("anna").post(f"{path}attendance-check", {})
    answer = as_("boris").post(f"{path}attendance-check", {"back": "1"})
    assert answer.status_code == 422 and "другой сотрудник" in answer.text
    assert stands("anna")[1]
