"""Wider rights are asked for in writing, with a reason, and decided by the administrator (3.3)."""

import pytest

from models.office.order import Appointment
from models.office.right_request import RightRequest
from models.people.account import Account
from tests.cast import START

OWN, REGISTER = "/teacher/rights/", "/administrator/requests/"
ORDERS = "/administrator/orders/"
ASKED = {"duty": "operator", "what": "вести журнал 5-Б", "why": "оператор в отпуске"}


@pytest.fixture
def asked(as_, in_school) -> int:
    """Vera has asked to be operator: the request's number."""
    assert as_("vera").post(OWN, ASKED).status_code == 302
    with in_school() as session:
        return session.query(RightRequest).one().id


def granting(cast, request_id: int, who: str = "vera") -> dict:
    return {
        "number": "31",
        "on_date": START.isoformat(),
        "title": "О назначении оператора",
        "first": START.isoformat(),
        "until": "2027-08-26",
        "request": request_id,
        "line": "0",
        "duty-0": "operator",
        "name-0": "Учитель",
        "person-0": cast.people[who],
        "class-0": cast.classes["5-Б"],
    }


def test_granted_by_an_order_the_rights_are_there_and_the_answer_is_read(as_, cast, asked):
    admin, vera = as_("admin"), as_("vera")
    assert "Ждут решения: 1" in admin.get("/administrator/").text
    assert "вести журнал 5-Б" in admin.get(REGISTER).text
    page = admin.get(f"{ORDERS}new?request={asked}").text
    assert 'value="Учитель Вера"' in page and 'value="operator" selected' in page
    assert "В заявлении: вести журнал 5-Б" in page, "what was asked is before the eyes"
    assert "<summary>Изменить</summary>" not in page, "its classes are still to be ticked"
    assert vera.get("/operator/").status_code == 403
    assert admin.post(ORDERS, granting(cast, asked)).status_code == 302
    assert vera.get("/operator/").status_code == 200
    own = vera.get(OWN).text
    assert "удовлетворено" in own and "№ 31 от 01.09.2026" in own
    assert "Ждут решения" not in admin.get("/administrator/").text


def test_an_order_that_appoints_others_does_not_grant_it(as_, cast, asked, in_school):
    answer = as_("admin").post(ORDERS, granting(cast, asked, "anna"))
    assert answer.status_code == 422 and "не назначает того, кто просил" in answer.text
    with in_school() as session:
        assert session.get(RightRequest, asked).state == "waits"
        assert session.query(Appointment).filter_by(person_id=cast.people["anna"]).count() == 0


def test_refused_with_a_reason_that_is_read(as_, cast, asked):
    admin, path = as_("admin"), f"{REGISTER}{asked}/refusal"
    empty = admin.post(path, {"reason": " "})
    assert empty.status_code == 422 and "причину отказа" in empty.text
    assert admin.post(path, {"reason": "есть заместитель"}).status_code == 302
    assert "есть заместитель" in as_("vera").get(OWN).text
    again = admin.post(path, {"reason": "ещё раз"})
    assert again.status_code == 422 and "уже решено" in again.text
    late = admin.post(ORDERS, granting(cast, asked))
    assert late.status_code == 422 and "уже решено" in late.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": " "}, "каких прав не хватает"),
        ({"why": ""}, "зачем они нужны"),
        ({"why": "я" * 501}, "зачем они нужны"),
        ({"duty": "director"}, "из списка"),
    ],
)
def test_an_odd_request_is_refused_and_loses_nothing(as_, in_school, typed, said):
    answer = as_("vera").post(OWN, ASKED | {"what": "вести 5-Б"} | typed)
    assert answer.status_code == 422 and said in answer.text
    assert typed.get("what") or "вести 5-Б" in answer.text
    with in_school() as session:
        assert session.query(RightRequest).count() == 0


def test_the_same_request_twice_is_one(as_, asked, in_school):
    assert "уже подано" in as_("vera").post(OWN, ASKED).text
    vera = as_("vera")
    for number in range(4):
        assert vera.post(OWN, ASKED | {"what": f"другое {number}"}).status_code == 302
    assert "Дождитесь ответа" in vera.post(OWN, ASKED | {"what": "шестое"}).text


def test_nobody_reads_anothers_request_or_decides_it(as_, cast, asked):
    assert "вести журнал 5-Б" not in as_("anna").get(OWN).text
    for name in ("anna", "director", "maria", "vera"):
        visitor = as_(name)
        for path in ("", f"{asked}/"):
            assert visitor.get(f"{REGISTER}{path}").status_code == 403
        assert visitor.post(f"{REGISTER}{asked}/refusal", {"reason": "нет"}).status_code == 403
    assert as_("admin").get(f"{REGISTER}987654/").status_code == 404


def test_an_administrator_never_decides_an_own_request(as_, cast, asked, in_school):
    with in_school() as session:
        own = {"person_id": cast.people["vera"], "duty": "administrator"}
        session.add(Appointment(**own, from_date=START))
        session.get(Account, cast.accounts["vera"]).set_password("пароль для сцены")
        session.commit()
    vera = as_("vera")
    assert "Собственное заявление" in vera.get(f"{REGISTER}{asked}/").text
    answer = vera.post(f"{REGISTER}{asked}/refusal", {"reason": "нет"})
    assert answer.status_code == 403 and "Собственное заявление" in answer.text
    assert vera.get(f"{ORDERS}new?request={asked}").status_code == 403
    assert vera.post(ORDERS, granting(cast, asked)).status_code == 403


@pytest.mark.parametrize(
    ("name", "room"),
    [
        ("olga", "operator"),
        ("dora", "deputy_head"),
        ("sonya", "secretary"),
        ("dasha", "dispatcher"),
    ],
)
def test_all_staff_may_ask_and_see_their_own_orders(as_, officials, name, room):
    visitor = as_(name)
    assert visitor.post(f"/{room}/rights/", ASKED).status_code == 302
    page = visitor.get(f"/{room}/rights/").text
    assert "ждёт решения" in page and "Обязанности по приказу" in page
    assert as_("igor").get("/inspector/rights/").status_code == 404
