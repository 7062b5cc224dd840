"""A pupil who came by order gets parents by hand, so that a family can read the diary."""

import pytest

from models.people.guardian import Guardianship
from models.people.person import Person

MOTHER = {"surname": "Котова", "given": "Мария", "patronymic": "Ильинична", "kind": "mother"}


def _enter(visitor, room, cast, pupil, **more):
    path = f"/{room}/school/pupils/{cast.students[pupil]}/parents/"
    return visitor.post(path, MOTHER | {"phone": "+7 914 000-11-22", "email": ""} | more)


def test_a_parent_is_written_down_and_the_card_names_them(as_, cast):
    admin = as_("admin")
    assert _enter(admin, "administrator", cast, "fedya").status_code == 302
    card = admin.get(f"/administrator/school/pupils/{cast.students['fedya']}/").text
    assert "Котова Мария Ильинична, мать" in card


def test_the_mother_of_two_is_one_person_and_none_twice(as_, cast, in_school):
    admin = as_("admin")
    assert _enter(admin, "administrator", cast, "fedya").status_code == 302
    assert _enter(admin, "administrator", cast, "olya", phone="89140001122").status_code == 302
    again = _enter(admin, "administrator", cast, "olya")
    assert again.status_code == 422 and "уже записан" in again.text
    with in_school() as session:
        mothers = session.query(Person).filter_by(surname="Котова", given="Мария").all()
        assert len(mothers) == 1
        assert session.query(Guardianship).filter_by(person_id=mothers[0].id).count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_stays(as_, cast):
    answer = _enter(as_("admin"), "administrator", cast, "fedya", kind="", email="не почта")
    assert answer.status_code == 422
    assert "Напишите один адрес" in answer.text and 'value="Котова"' in answer.text


def test_an_operator_enters_parents_of_the_own_class_only(as_, cast):
    olga = as_("olga")
    assert _enter(olga, "operator", cast, "fedya").status_code == 302
    assert _enter(olga, "operator", cast, "olya").status_code == 404


@pytest.mark.parametrize(
    ("email", "good"),
    [
        ("a@b.ru\r\nBcc: c@d.ru", False),
        ("<script>@x.ru", False),
        ("a@b.ru, c@d.ru", False),
        ("a@b", False),
        ("mama.kotova+5a@mail.ru", True),
        ("мама@школа.рф", True),
    ],
)
def test_an_address_is_one_address(as_, cast, email, good):
    answer = _enter(as_("admin"), "administrator", cast, "fedya", email=email)
    assert answer.status_code == (302 if good else 422)
    assert good or ("Напишите один адрес" in answer.text and 'value="Котова"' in answer.text)


@pytest.mark.parametrize("phone", ["<b>1</b>", "позвонить бабушке"])
def test_a_phone_has_digits_and_no_markup(as_, cast, phone):
    answer = _enter(as_("admin"), "administrator", cast, "fedya", phone=phone)
    assert answer.status_code == 422 and 'id="why-phone"' in answer.text
