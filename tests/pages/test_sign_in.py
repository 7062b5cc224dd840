"""The door: one's own password opens it, patience is asked of guessers, nobody is held up."""

import re
import sqlite3

import pytest

from blueprints.auth import proof
from models.access.invitation import invite
from models.base import db
from models.people.account import Account, password_fits
from models.school.school import School
from tests.visitor import Visitor

PASSWORD = "Сирень и 42 кота"


@pytest.fixture
def stranger(app, in_school):
    """Somebody at the door; anna has a password."""
    with in_school() as session:
        session.query(Account).filter_by(login="anna").one().set_password(PASSWORD)
        session.commit()
    return Visitor(app)


def knock(visitor, login="anna", password=PASSWORD, asked=""):
    return visitor.post(f"/login{asked}", {"login": login, "password": password})


def code_for(in_school, login: str) -> str:
    with in_school() as session:
        code = invite(session.query(Account).filter_by(login=login).one())
        session.commit()
    return code


def activate(visitor, code, login="anna", password=PASSWORD):
    data = {"login": login, "code": code, "password": password, "again": password, "rules": "1"}
    return visitor.post("/activation", data)


def test_ones_own_password_opens_the_door(stranger):
    assert knock(stranger, password="не тот").status_code == 422
    assert knock(stranger).headers["Location"] == "/rooms"
    assert stranger.get("/teacher/").status_code == 200


def test_while_a_password_is_proved_nobody_waits_to_write(app, a_stage, stranger, monkeypatch):
    free = []

    def watched(account, password):
        free.append(not db.session.registry().in_transaction())
        if a_stage.database.kind == "sqlite":
            other = sqlite3.connect(a_stage.database.file, timeout=0, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            other.close()
        return password_fits(account, password)

    monkeypatch.setattr(proof, "password_fits", watched)
    assert knock(stranger, password="не тот").status_code == 422
    assert knock(stranger).status_code == 302
    assert free == [True, True]


def test_who_guesses_is_told_how_long_to_wait(app, stranger):
    for _ in range(5):
        assert knock(stranger, password="не тот").status_code == 422
    answer = knock(stranger)
    assert answer.status_code == 429
    assert re.search(r"Подождите \d+ с и повторите", answer.text)
    assert knock(Visitor(app), "boris", "не тот").status_code == 422


def test_a_login_that_does_not_exist_is_treated_like_one_that_does(stranger):
    known = [knock(stranger, password="не тот").status_code for _ in range(6)]
    unknown = [knock(stranger, "нет такого", "не тот").status_code for _ in range(6)]
    assert known == unknown == [422] * 5 + [429]


def test_a_guesser_of_many_logins_has_to_wait_as_well(stranger):
    answers = [knock(stranger, f"имя{n}", "не тот").status_code for n in range(41)]
    assert answers == [422] * 40 + [429]


def test_a_right_password_ends_the_count(stranger):
    for _ in range(4):
        knock(stranger, password="не тот")
    assert knock(stranger).status_code == 302
    stranger.post("/logout")
    assert [knock(stranger, password="не тот").status_code for _ in range(4)] == [422] * 4


def test_codes_are_not_guessed_either(stranger):
    answers = [activate(stranger, "aaaa-bbbb-cccc").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_an_old_slip_opens_nothing_once_a_newer_one_was_used(app, stranger, in_school):
    old, new = code_for(in_school, "anna"), code_for(in_school, "anna")
    assert activate(stranger, new, password="совсем новый").status_code == 302
    finder = Visitor(app)
    answer = activate(finder, old, password="подобран на полу")
    assert answer.status_code == 422
    assert "больше не действует" in answer.text
    assert activate(finder, new, password="ещё раз тот же").status_code == 422
    assert knock(Visitor(app), password="совсем новый").status_code == 302


def test_the_audit_names_who_came_with_a_code(as_, stranger, in_school):
    activate(stranger, code_for(in_school, "anna"))
    page = as_("admin").get("/administrator/audit/?hat=visitor").text
    row = page.split("<tbody>")[1]
    assert "вход по коду" in row and "использован: пусто → " in row
    assert "visitor" not in row


def test_a_new_code_ends_the_old_one_before_it_is_used(stranger, in_school):
    old, _new = code_for(in_school, "anna"), code_for(in_school, "anna")
    assert activate(stranger, old).status_code == 422


def test_a_new_password_signs_everybody_else_out(app, as_, stranger, in_school):
    elsewhere = as_("anna")
    assert elsewhere.get("/teacher/").status_code == 200
    assert activate(stranger, code_for(in_school, "anna")).status_code == 302
    assert elsewhere.get("/teacher/").status_code == 302
    assert stranger.get("/teacher/").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "//[",
        "/%0d%0aX",
        "/rooms?a=%0d%0aX",
        "//other.example",
        "/%5Cother.example",
        "https://other.example",
        "/logout",
        "/teacher/journals/1/cells",
        "/no-such-page",
        "%00",
    ],
)
def test_after_a_right_password_everybody_comes_into_the_house(stranger, asked):
    assert knock(stranger, asked=f"?next={asked}").headers["Location"] == "/rooms"


def test_after_the_door_one_is_where_one_wanted_to_be(app, stranger):
    sent = Visitor(app).get("/teacher/journals/?q=5-А").headers["Location"]
    answer = stranger.post(sent, {"login": "anna", "password": PASSWORD})
    assert answer.headers["Location"] == "/teacher/journals/?q=5-%D0%90"


@pytest.mark.parametrize("with_token", [True, False])
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(app, cast, with_token):
    headers = {"Referer": "http://localhost/administrator/backups/"}
    visitor = Visitor(app)
    send = visitor.post if with_token else visitor.client.post
    answer = send("/administrator/backups/x/verification", headers=headers)
    if with_token:
        assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/administrator/backups/"
    stray = send("/administrator/backups/x/verification")
    assert stray.headers["Location"] == "/login"


def test_a_fragment_of_a_page_whose_session_ended_sends_the_whole_page_to_the_door(app):
    headers = {"HX-Current-URL": "http://localhost/administrator/runs/1"}
    answer = Visitor(app).get("/administrator/runs/1", fragment=True, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=/administrator/runs/1"


def test_leaving_twice_is_harmless(as_):
    anna = as_("anna")
    token = anna.get("/csrf").text
    for _ in range(2):
        answer = anna.client.post("/logout", data={"csrf_token": token})
        assert answer.headers["Location"] == "/login"
    assert anna.post("/logout").headers["Location"] == "/login"


def test_who_signs_in_over_somebody_ends_their_session(app, as_, stranger):
    boris = as_("boris")
    with boris.client.session_transaction() as kept:
        token = kept["_user_id"]
    assert knock(boris).status_code == 302
    assert Visitor(app, token).get("/teacher/").status_code == 302


def test_the_demonstration_names_only_logins_that_open_something(app, stranger, in_school):
    assert "Показательная школа" not in stranger.get("/login").text
    with in_school() as session:
        school = session.query(School).one()
        school.settings = school.settings | {"demo": True}
        session.commit()
    page = stranger.get("/login").text
    assert "<code>director</code>" in page
    assert "<code>inspector</code>" not in page, "nobody here has it"
