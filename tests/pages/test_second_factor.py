"""The second factor of staff: set up by a code, asked at the door, lost and found again."""

import re
from datetime import timedelta

import pyotp
import pytest

from models import clock
from models.access.second_factor import RecoveryCode, SecondFactor
from models.access.session import AccountSession
from models.audit.entry import Entry
from models.people.account import Account
from models.school.school import the_school
from tests.visitor import Visitor

SECRET = "Сирень и 42 кота"
OWN = "/own/second-factor/"


@pytest.fixture
def moment(monkeypatch):
    """The real time in the test's hands: every `on` is a new code."""

    class Moment:
        now = clock.real_now()

        def on(self, **step) -> None:
            self.now += timedelta(**(step or {"seconds": 31}))

    held = Moment()
    monkeypatch.setattr(clock, "real_now", lambda: held.now)
    return held


@pytest.fixture
def door(app, in_school, moment):
    """The door at which everybody's password is the same."""
    with in_school() as session:
        for account in session.query(Account):
            account.set_password(SECRET)
        session.commit()

    class Door:
        def knock(self, login: str, asked="", visitor=None) -> Visitor:
            visitor = visitor or Visitor(app)
            form = {"login": login, "password": SECRET}
            visitor.answer = visitor.post(f"/login{asked}", form)
            return visitor

        def show(self, visitor, code: str, asked=""):
            return visitor.post(f"/login/code{asked}", {"code": code})

    return Door()


@pytest.fixture
def phone(door, moment):
    """Set the second factor up for somebody; the phone shows codes."""

    class Phone:
        def __init__(self, login: str, room: str):
            self.room = f"/{room}{OWN}"
            self.visitor = door.knock(login)
            assert self.visitor.post(f"{self.room}secret").status_code == 302
            page = self.visitor.get(self.room).text
            assert '<svg viewBox="0 0 ' in page and "style=" not in page
            self.secret = re.search(r'class="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
            done = self.visitor.post(f"{self.room}confirmation", {"code": self.code()})
            assert done.status_code == 200
            self.spare = re.findall(r"<li><code>([^<]+)</code>", done.text)
            moment.on()

        def code(self, seconds: int = 0) -> str:
            return pyotp.TOTP(self.secret).at(clock.real_now() + timedelta(seconds=seconds))

    return Phone


def test_the_door_asks_for_the_code_and_then_leads_on(door, phone):
    anna = phone("anna", "teacher")
    visitor = door.knock("anna", "?next=/teacher/journals/")
    sent = visitor.answer.headers["Location"]
    assert sent == "/login/code?next=/teacher/journals/"
    assert visitor.get("/teacher/").status_code == 302, "the password alone opens nothing"
    assert visitor.get(sent).status_code == 200
    answer = visitor.post(sent, {"code": anna.code()})
    assert answer.headers["Location"] == "/teacher/journals/"
    assert visitor.get("/teacher/").status_code == 200


def test_who_has_none_is_not_asked(door):
    assert door.knock("boris").answer.headers["Location"] == "/rooms"


def test_a_code_is_not_taken_twice_nor_an_older_one(door, phone, moment):
    anna = phone("anna", "teacher")
    code, older = anna.code(), anna.code(-30)
    assert door.show(door.knock("anna"), code).status_code == 302
    again = door.knock("anna")
    for used in (code, older):
        answer = door.show(again, used)
        assert answer.status_code == 422 and "Код не подошёл" in answer.text
    moment.on()
    assert door.show(again, anna.code()).status_code == 302


@pytest.mark.parametrize(("seconds", "status"), [(-30, 302), (30, 302), (-90, 422), (90, 422)])
def test_a_phone_may_be_half_a_minute_off_and_no_more(door, phone, moment, seconds, status):
    anna = phone("anna", "teacher")
    moment.on(minutes=5)
    assert door.show(door.knock("anna"), anna.code(seconds)).status_code == status


def test_codes_are_not_guessed(door, phone, moment):
    anna = phone("anna", "teacher")
    guesser = door.knock("anna")
    answers = [door.show(guesser, "000000").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert door.show(door.knock("anna"), anna.code()).status_code == 429, "nor from elsewhere"
    moment.on(minutes=6)
    assert door.show(door.knock("anna"), anna.code()).status_code == 302


def test_the_second_step_does_not_wait_for_ever(door, phone, moment):
    anna = phone("anna", "teacher")
    visitor = door.knock("anna")
    moment.on(minutes=6)
    answer = door.show(visitor, anna.code())
    assert answer.headers["Location"] == "/login"
    assert visitor.get("/teacher/").status_code == 302


def test_a_new_password_ends_what_was_proved_by_the_old_one(door, phone, in_school):
    anna = phone("anna", "teacher")
    visitor = door.knock("anna")
    with in_school() as session:
        session.query(Account).filter_by(login="anna").one().set_password("совсем другой")
        session.commit()
    answer = door.show(visitor, anna.code())
    assert answer.status_code == 422 and visitor.get("/teacher/").status_code == 302


def test_each_recovery_code_opens_once(door, phone, in_school, cast):
    anna = phone("anna", "teacher")
    assert len(anna.spare) == 8
    assert door.show(door.knock("anna"), anna.spare[2].upper()).status_code == 302
    again = door.knock("anna")
    assert door.show(again, anna.spare[2]).status_code == 422
    assert door.show(again, anna.spare[5]).status_code == 302
    assert "Запасных кодов осталось: 6" in again.get(f"/teacher{OWN}").text
    with in_school() as session:
        entries = session.query(Entry).filter_by(table_name="recovery_code", action="update").all()
        assert [entry.account_id for entry in entries] == [cast.accounts["anna"]] * 2


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(door, phone):
    anna = phone("anna", "teacher")
    path = f"{anna.room}recovery-codes"
    assert anna.visitor.post(path, {"password": "не тот"}).status_code == 422
    fresh = re.findall(
        r"<li><code>([^<]+)</code>", anna.visitor.post(path, {"password": SECRET}).text
    )
    assert len(fresh) == 8 and not set(fresh) & set(anna.spare)
    assert door.show(door.knock("anna"), anna.spare[0]).status_code == 422
    assert door.show(door.knock("anna"), fresh[0]).status_code == 302


def test_a_wrong_code_does_not_set_it_up(door):
    anna = door.knock("anna")
    anna.post(f"/teacher{OWN}secret")
    answer = anna.post(f"/teacher{OWN}confirmation", {"code": "123"})
    assert answer.status_code == 422 and "Код не подошёл" in answer.text
    assert door.knock("anna").answer.headers["Location"] == "/rooms"


def test_long_after_the_sign_in_the_password_is_asked_to_set_it_up(door, moment, in_school):
    anna = door.knock("anna")
    moment.on(minutes=11)
    anna.post(f"/teacher{OWN}secret")
    page = anna.get(f"/teacher{OWN}").text
    assert 'name="password"' in page
    secret = re.search(r'class="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    form = {"code": pyotp.TOTP(secret).at(clock.real_now())}
    assert anna.post(f"/teacher{OWN}confirmation", form).status_code == 422
    form["password"] = SECRET
    assert anna.post(f"/teacher{OWN}confirmation", form).status_code == 200


def test_it_is_taken_away_with_the_password_alone(door, phone):
    anna = phone("anna", "teacher")
    assert anna.visitor.post(f"{anna.room}removal", {"password": "не тот"}).status_code == 422
    assert anna.visitor.post(f"{anna.room}removal", {"password": SECRET}).status_code == 302
    assert door.knock("anna").answer.headers["Location"] == "/rooms"


@pytest.fixture
def required(in_school):
    """The school asks it of administrator and director."""
    with in_school() as session:
        the_school().set_rule("second_factor", ["director", "administrator"])
        session.commit()


def test_whom_the_school_obliges_can_go_nowhere_else(app, door, required):
    admin = door.knock("admin")
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("administrator.") or "/own/second-factor/" in rule.rule:
            continue
        path = rule.rule
        for name in rule._converters:
            path = path.replace(f"<int:{name}>", "1").replace(f"<{name}>", "x")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = admin.request(method, path)
            assert answer.headers.get("Location") == f"/administrator{OWN}", f"{method} {path}"
    assert "Школа требует второй фактор" in admin.get(f"/administrator{OWN}").text


def test_who_did_as_obliged_works_on(door, required, phone):
    admin = phone("admin", "administrator")
    assert admin.visitor.get("/administrator/").status_code == 200


def test_whom_nobody_obliges_is_let_in(door, required):
    assert door.knock("anna").get("/teacher/").status_code == 200
    assert door.knock("maria").get("/parent/own/").status_code == 200


def test_who_is_obliged_cannot_take_it_away_and_go_on(door, required, phone):
    admin = phone("admin", "administrator")
    admin.visitor.post(f"{admin.room}removal", {"password": SECRET})
    assert admin.visitor.get("/administrator/").headers["Location"] == f"/administrator{OWN}"


def test_an_administrator_resets_it_for_who_lost_the_phone(door, phone, cast, in_school):
    anna, admin = phone("anna", "teacher"), door.knock("admin")
    path = f"/administrator/people/{cast.people['anna']}"
    assert "Включён" in admin.get(f"{path}/sign-ins/").text
    assert door.knock("director").post(f"{path}/second-factor/reset").status_code == 403
    assert admin.post(f"{path}/second-factor/reset").status_code == 302
    assert anna.visitor.get("/teacher/").status_code == 302, "their sign-ins end"
    assert door.knock("anna").answer.headers["Location"] == "/rooms"
    assert admin.post(f"{path}/second-factor/reset").status_code == 404
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="second_factor", action="delete").one()
        assert entry.account_id == cast.accounts["admin"]
        assert session.query(RecoveryCode).count() == 0


def test_nobody_resets_ones_own(door, phone, cast):
    admin = phone("admin", "administrator")
    path = f"/administrator/people/{cast.people['admin']}"
    assert "Сбросить" not in admin.visitor.get(f"{path}/sign-ins/").text
    answer = admin.visitor.post(f"{path}/second-factor/reset")
    assert answer.status_code == 403 and "другой администратор" in answer.text


def test_the_command_line_helps_the_last_administrator(app, door, phone):
    phone("admin", "administrator")
    args = ["account", "reset-second-factor", "Admin"]
    assert "сброшен" in app.test_cli_runner().invoke(args=args).output
    assert door.knock("admin").answer.headers["Location"] == "/rooms"
    assert app.test_cli_runner().invoke(args=["account", "reset-second-factor", "x"]).exit_code == 1


def test_families_have_no_such_page(as_):
    assert as_("maria").get(f"/parent{OWN}").status_code == 404


def test_the_secret_is_sealed_and_in_no_audit_entry(phone, in_school):
    anna = phone("anna", "teacher")
    with in_school() as session:
        kept = session.query(SecondFactor).one().secret
        assert anna.secret not in kept
        told = [(entry.before, entry.after) for entry in session.query(Entry)]
        assert kept not in str(told) and anna.secret not in str(told)
        assert not any(code in str(told) for code in anna.spare)
        assert not any("argon2" in str(one) for one in told)


def test_a_new_code_on_paper_does_not_go_round_the_phone(app, door, phone, in_school):
    from models.access.invitation import invite

    anna = phone("anna", "teacher")
    with in_school() as session:
        code = invite(session.query(Account).filter_by(login="anna").one())
        session.commit()
    visitor = Visitor(app)
    form = {"login": "anna", "code": code, "password": "новый пароль", "again": "новый пароль"}
    answer = visitor.post("/activation", form | {"rules": "1"})
    assert answer.headers["Location"] == "/login/code"
    assert visitor.get("/teacher/").status_code == 302
    assert door.show(visitor, anna.code()).status_code == 302
    with in_school() as session:
        assert session.query(AccountSession).filter_by(ended_at=None).count() == 1
