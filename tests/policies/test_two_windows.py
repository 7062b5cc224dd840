"""Whoever writes in the second of two windows is told what the first one wrote."""

import re

from models.people.person import Person
from tests.cast import MONDAY

TODAY = MONDAY.isoformat()


def card(cast, name: str, room: str) -> str:
    return f"/{room}/school/pupils/{cast.students[name]}/"


def seen(visitor, page: str) -> dict:
    """What the form on a page says of the entry it was opened with."""
    return {"seen": re.search(r'name="seen" value="([^"]*)"', visitor.get(page).text)[1]}


def test_of_two_windows_with_a_name_the_second_is_told_and_overwrites_nothing(as_, cast, in_school):
    olga, path = as_("olga"), card(cast, "fedya", "operator")
    right = {"surname": "Фёдоров", "given": "Фёдор", "patronymic": "Ильич", "sex": "m"}
    right |= {"birth_date": "2015-05-05"} | seen(olga, path)
    assert olga.post(f"{path}names", right).status_code == 302
    answer = olga.post(f"{path}names", right | {"patronymic": "Кузьмич"})
    assert answer.status_code == 409
    assert "отчество «Ильич»" in answer.text and 'value="Кузьмич"' in answer.text
    with in_school() as session:
        assert session.get(Person, cast.people["fedya"]).patronymic == "Ильич"


def test_of_two_windows_with_an_order_the_second_is_told_and_overwrites_nothing(as_, cast):
    path, admin = card(cast, "petya", "administrator") + "movements/", as_("admin")
    said = {"number": "92", "on_date": TODAY, "day": TODAY, "class": cast.classes["5-Б"]}
    admin.post(path, said | {"kind": "transfer"})
    window = said | seen(admin, f"{path}1/")
    assert admin.post(f"{path}1/", window | {"note": "заявление"}).status_code == 302
    answer = admin.post(f"{path}1/", window | {"note": "протокол"})
    assert answer.status_code == 409 and "заявление" in answer.text and "протокол" in answer.text
