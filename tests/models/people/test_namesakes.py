"""Pupils of one name in one list are told apart."""

from datetime import date

from models.people.namesakes import Named, told_apart


def named(name: str, patronymic: str = "", born: int = 1) -> Named:
    surname, given = name.split()
    return Named(surname, given, patronymic, date(2015, 8, born))


def test_names_that_differ_stay_as_they_are():
    people = [named("Петров Пётр", "Ильич"), named("Петров Павел", "Ильич")]
    assert told_apart(people) == ["Петров Пётр", "Петров Павел"]


def test_namesakes_have_as_much_of_the_patronymic_as_tells_them_apart():
    people = [
        named("Демидов Тимофей", "Владимирович"),
        named("Аксёнова Анна", "Ильинична"),
        named("Демидов Тимофей", "Викторович"),
    ]
    assert told_apart(people) == ["Демидов Тимофей Вл.", "Аксёнова Анна", "Демидов Тимофей Ви."]


def test_a_letter_with_dots_makes_no_other_name():
    people = [named("Королёв Кирилл", "Ильич"), named("Королев Кирилл", "Олегович")]
    assert told_apart(people) == ["Королёв Кирилл И.", "Королев Кирилл О."]


def test_namesakes_with_one_patronymic_or_none_have_their_birthdays():
    people = [named("Ким Анна", "Ильинична", 3), named("Ким Анна", "Ильинична", 9)]
    assert told_apart(people) == ["Ким Анна, 03.08.2015", "Ким Анна, 09.08.2015"]
    people = [named("Ким Анна", "", 3), named("Ким Анна", "Ильинична", 9)]
    assert told_apart(people) == ["Ким Анна, 03.08.2015", "Ким Анна, 09.08.2015"]
