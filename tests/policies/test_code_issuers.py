"""A class teacher issues codes to the own class's families while authorised, and nobody else's."""

from datetime import timedelta

import pytest

from models.office.code_issuer import CodeIssuer
from tests.cast import MONDAY

DAY = timedelta(days=1)
ISSUERS = "/administrator/access/issuers/"


def of_class(cast, name: str = "5-А") -> str:
    return f"/teacher/families/{cast.classes[name]}/"


@pytest.fixture
def authorised(as_, cast):
    """boris may issue codes from today to tomorrow."""
    typed = {"person": cast.people["boris"], "first": MONDAY.isoformat()}
    typed["until"] = (MONDAY + DAY).isoformat()
    assert as_("admin").post(ISSUERS, typed).status_code == 302


def test_the_class_teacher_sees_the_families_and_issues_nothing_unasked(as_, cast):
    boris = as_("boris")
    assert "Семьи моего класса" in boris.get("/teacher/").text
    assert boris.get("/teacher/families/").headers["Location"].endswith(of_class(cast))
    page = boris.get(of_class(cast)).text
    assert "Родитель Maria" in page and "checkbox" not in page
    for part in ("", "handing"):
        answer = boris.post(f"{of_class(cast)}{part}", {"all": "parent"})
        assert answer.status_code == 403 and "не поручено" in answer.text


def test_authorised_the_class_teacher_issues_and_hands_over(as_, cast, authorised):
    boris = as_("boris")
    assert boris.post(of_class(cast), {"all": "parent"}).data.startswith(b"%PDF-")
    typed = {"lost": "1", "day": MONDAY.isoformat(), "delivery": "hand"}
    answer = boris.post(f"{of_class(cast)}handing", typed, follow_redirects=True)
    assert "код вручён 16.11" in answer.text
    assert "Учитель Б." in as_("admin").get("/administrator/access/").text


def test_but_only_in_the_own_class(as_, cast, authorised):
    boris = as_("boris")
    for name in ("5-Б", "6-А"):
        assert boris.get(of_class(cast, name)).status_code == 403
        assert boris.post(of_class(cast, name), {"all": "parent"}).status_code == 403


def test_a_teacher_of_no_class_has_no_families(as_, cast):
    anna = as_("anna")
    assert "Семьи моего класса" not in anna.get("/teacher/").text
    assert anna.get("/teacher/families/").status_code == 404
    assert anna.get(of_class(cast)).status_code == 403
    assert as_("olga").get(of_class(cast)).status_code == 403


def test_the_authorisation_ends_with_its_day(as_, cast, authorised, on_day):
    boris = as_("boris")
    for day, status in ((DAY, 422), (2 * DAY, 403)):  # 422: nobody waits
        on_day(MONDAY + day)
        assert boris.post(of_class(cast), {"all": "nobody"}).status_code == status


def test_and_at_once_when_the_administrator_ends_it(as_, cast, authorised, in_school):
    with in_school() as session:
        issuer = session.query(CodeIssuer).one().id
    boris, admin = as_("boris"), as_("admin")
    assert boris.post(of_class(cast), {"all": "nobody"}).status_code == 422
    for _ in range(2):
        assert admin.post(f"{ISSUERS}{issuer}/ending").status_code == 302
    assert boris.post(of_class(cast), {"all": "nobody"}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"person": []}, "Отметьте классных руководителей"),
        ({"person": ["anna"]}, "Отметьте классных руководителей"),
        ({"first": ""}, "Укажите, с какого дня"),
        ({"until": "2026-11-01"}, "раньше первого"),
        ({"until": "скоро"}, "Укажите, с какого дня"),
    ],
)
def test_an_odd_authorisation_is_refused(as_, cast, in_school, typed, said):
    asked = {"person": [str(cast.people["boris"])], "first": MONDAY.isoformat()} | typed
    if typed.get("person") == ["anna"]:
        asked["person"] = [str(cast.people["anna"])]
    answer = as_("admin").post(ISSUERS, asked)
    assert answer.status_code == 422 and said in answer.text
    with in_school() as session:
        assert session.query(CodeIssuer).count() == 0


@pytest.mark.parametrize("name", ["director", "boris", "maria"])
def test_the_register_and_accounts_are_the_administrators(as_, cast, name):
    visitor = as_(name)
    for path in ("", "print", "classes/", "staff/", "issuers/"):
        assert visitor.get(f"/administrator/access/{path}").status_code == 403
    path = f"/administrator/accounts/{cast.accounts['anna']}/blocking"
    assert visitor.post(path, {"why": "так"}).status_code == 403
