"""Names are found from the beginning of a word, in any case, and signs mean themselves."""

import pytest

from models.people.person import Person
from models.people.search import named

PEOPLE = (("Петрова-Водкина", "Анна"), ("Ёлкин", "Пётр"), ("ДЕ_ЛА Крус", "Ян"), ("O'Нил", "Ася"))


@pytest.fixture
def found(in_school):
    with in_school() as session:
        known = {person.id for person in session.query(Person)}
        session.add_all(Person(surname=surname, given=given) for surname, given in PEOPLE)
        session.flush()

        def search(text: str) -> set[str]:
            condition = named(text, Person.surname, Person.given)
            fresh = session.query(Person).filter(condition, Person.id.not_in(known))
            return {person.surname for person in fresh}

        yield search


@pytest.mark.parametrize(
    ("text", "surnames"),
    [
        ("Петрова-Водкина", {"Петрова-Водкина"}),
        ("петрова-в", {"Петрова-Водкина"}),
        ("водкина", {"Петрова-Водкина"}),
        ("ПЁТР", {"Ёлкин", "Петрова-Водкина"}),
        ("елкин петр", {"Ёлкин"}),
        ("Крус", {"ДЕ_ЛА Крус"}),
        ("де_", {"ДЕ_ЛА Крус"}),
        ("o'н", {"O'Нил"}),
        ("_", set()),
        ("%", set()),
        (".*", set()),
        ("[", set()),
        ("(\\", set()),
        ("кин", set()),
    ],
)
def test_who_is_found(found, text, surnames):
    assert found(text) == surnames


def test_no_word_asks_for_everybody(found):
    assert len(found(" ")) == len(PEOPLE)


def test_the_pages_of_people_and_of_changes_search_alike(as_, in_school):
    with in_school() as session:
        session.add(Person(surname="Петрова-Водкина", given="Анна"))
        session.commit()
    admin = as_("admin")
    assert "Петрова-Водкина" in admin.get("/administrator/accounts/?q=ПЕТРОВА-водкина").text
    assert "Никого не найдено" in admin.get("/administrator/accounts/?q=%25").text
    as_("anna").post("/teacher/lessons/1/", {"topic": "Дроби", "homework": "", "version": "1"})
    assert "Дроби" in admin.get("/administrator/audit/?who=УЧИТЕЛЬ").text
    assert "изменений нет" in admin.get("/administrator/audit/?who=_").text
    assert "изменений нет" in admin.get("/administrator/audit/?pupil=%25").text
