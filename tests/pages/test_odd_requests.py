"""Odd numbers, days and characters in an address or a form never break Klass."""

import pytest

from models.base import db
from models.journal.lesson import Lesson
from models.people.account import Account
from tests.architecture.test_doors import VISITORS
from tests.visitor import Visitor

IDS = [2**31, 2**63, 10**30, "9" * 5000]


@pytest.mark.parametrize("strange", IDS, ids=lambda n: str(n)[:20])
def test_a_number_no_row_can_have_is_not_found(app, as_, officials, strange):
    """Every address with a number in it, in every room."""
    visitors = {room: as_(name) for room, name in VISITORS.items()}
    for rule in app.url_map.iter_rules():
        if not any(type(c).__name__ == "Number" for c in rule._converters.values()):
            continue
        address = rule.rule
        for name in rule._converters:
            address = address.replace(f"<int:{name}>", str(strange)).replace(f"<{name}>", "x")
        room = rule.endpoint.split(".")[0]
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = visitors[room].request(method, address)
            assert answer.status_code in (404, 405), address


@pytest.mark.parametrize(
    "asked",
    [
        f"before={2**63}",
        f"before={10**30}",
        "before=²",
        "run=²",
        f"run={2**31}",
        "since=0001-01-01",
        "since=9999-12-31",
        "until=0001-01-01",
        "until=9999-12-31",
        "until=9999-W52-7",
        "who=%00",
        "pupil=%E2%80%AE%00",
        "hat=%FF",
    ],
)
def test_odd_filters_of_the_audit_are_as_if_not_asked(as_, asked):
    assert as_("admin").get(f"/administrator/audit/?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("admin", f"/administrator/accounts/?page={10**19}"),
        ("admin", f"/administrator/accounts/?page={10**30}"),
        ("admin", "/administrator/accounts/?page=²"),
        ("admin", "/administrator/accounts/?q=%00"),
        ("maria", "/parent/children/{petya}/diary/?week=0001-W01"),
        ("maria", "/parent/children/{petya}/diary/?week=9999-W52"),
        ("maria", "/parent/children/{petya}/diary/?week=٢٠٢٦-W٠١"),
    ],
)
def test_no_odd_address_is_an_error_of_klass(as_, cast, name, path):
    path = path.format(petya=cast.students["petya"])
    assert as_(name).get(path).status_code in (200, 400, 404)


def test_what_cannot_be_seen_is_not_kept(app, as_, cast):
    lesson = cast.lessons["5-А", "Математика"]
    data = {"topic": "Дро\x00би\u202e", "homework": "№ 1\x1b", "version": 1}
    answer = as_("anna").post(f"/teacher/lessons/{lesson}/", data)
    assert answer.status_code < 400
    with app.app_context():
        assert db.session.get(Lesson, lesson).topic == "Дроби"


def test_a_login_with_nul_is_a_wrong_login(app, in_school):
    with in_school() as session:
        session.query(Account).filter_by(login="anna").one().set_password("Сирень и 42")
        session.commit()
    visitor = Visitor(app)
    data = {"login": "нет\x00такого", "password": "не тот пароль"}
    assert visitor.post("/login", data).status_code == 422
    data = {"login": "an\x00na", "password": "Сирень и 42"}
    assert visitor.post("/login", data).status_code == 302


@pytest.mark.parametrize("name", ["a\x00b.xml", "\u202elmx.txt", "\x00"])
def test_a_file_of_an_odd_name_is_refused_or_taken_in_words(as_, name):
    import io

    data = {"kind": "timetable", "file": (io.BytesIO(b"no xml"), name)}
    assert as_("admin").post("/administrator/imports/", data).status_code == 422


def test_bytes_that_are_no_text_in_an_address_are_borne(as_):
    answer = as_("admin").client.get(
        "/administrator/accounts/", environ_overrides={"QUERY_STRING": "q=\xff"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("cells", {"column": "N", "student": "1", "value": "5", "version": "0"}),
        ("term-marks", {"period": "t1", "student": "1", "value": "5", "version": "N"}),
        ("terms/closing", {"terms": "N", "act": "close", "last_day": "2026-11-16"}),
        ("terms/5", {"grades": "N"}),
    ],
)
def test_a_number_of_five_thousand_digits_in_a_form_is_refused(as_, cast, path, typed):
    typed = {name: value.replace("N", "9" * 5000) for name, value in typed.items()}
    if path.startswith("terms"):
        answer = as_("admin").post(f"/administrator/school/calendar/{path}", typed)
    else:
        journal = cast.journals["5-А", "Математика"]
        answer = as_("anna").post(f"/teacher/journals/{journal}/{path}", typed)
    assert answer.status_code in (409, 422), answer.status_code


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/teacher/own/password", "/teacher/own/"),
        ("/teacher/lessons/4/materials", "/teacher/lessons/4/"),
        ("{class}/", "{class}/new"),
        ("/teacher/school/pupils/1/certificates/", "/teacher/school/pupils/1/"),
    ],
)
def test_an_address_that_only_takes_a_form_leads_to_the_forms_page(as_, cast, address, form):
    boris, of_class = as_("boris"), f"/teacher/school/class-notices/classes/{cast.classes['5-А']}"
    address, form = (part.replace("{class}", of_class) for part in (address, form))
    page = boris.get(address)
    assert page.status_code == 405 and f'href="{form}"' in page.text
    assert boris.get(form).status_code == 200
