"""Two pupils of one name in one class: the grid and the list of a lesson tell them apart."""

import pytest

from models.people.person import Person
from models.people.student import Student

MATHS = ("5-А", "Математика")


@pytest.fixture
def two_petyas(cast, in_school) -> None:
    with in_school() as session:
        for pupil, patronymic in (("petya", "Ильич"), ("olya", "Игоревич")):
            person = session.get(Person, session.get(Student, cast.students[pupil]).person_id)
            person.surname, person.given, person.patronymic = "Петров", "Пётр", patronymic
        session.commit()


def test_the_grid_and_the_lesson_tell_namesakes_apart(as_, cast, two_petyas):
    anna = as_("anna")
    grid = anna.get(f"/teacher/journals/{cast.journals[MATHS]}/").text
    lesson = anna.get(f"/teacher/lessons/{cast.lessons[MATHS]}/").text
    for page in (grid, lesson):
        assert "Петров Пётр Ил." in page
        assert "Петров Пётр Иг." in page
    assert 'data-short="Петров П. Ил."' in grid
