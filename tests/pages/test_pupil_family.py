"""A pupil who came by order gets parents by hand, so that a family can read the diary."""

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
    assert "Проверьте адрес почты" in answer.text and 'value="Котова"' in answer.text


def test_an_operator_enters_parents_of_the_own_class_only(as_, cast):
    olga = as_("olga")
    assert _enter(olga, "operator", cast, "fedya").status_code == 302
    assert _enter(olga, "operator", cast, "olya").status_code == 404
