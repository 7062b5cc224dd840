"""Guessers are stopped, the owner still gets in, and an administrator opens before the time."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from blueprints.auth import proof
from models import clock
from models.access import knock
from models.access.knock import CODE, PASSWORD, Knock, Try
from models.audit.entry import Entry
from models.base import db
from models.people.account import Account, password_fits
from tests.visitor import Visitor

SECRET = "Сирень и 42 кота"
FAR = {"REMOTE_ADDR": "203.0.113.7"}
PAGE = "/administrator/sign-ins/"


@pytest.fixture
def with_passwords(app, in_school):
    """anna and boris have passwords; vera is blocked."""
    with in_school() as session:
        for login in ("anna", "boris", "vera"):
            session.query(Account).filter_by(login=login).one().set_password(SECRET)
        session.query(Account).filter_by(login="vera").one().blocked_at = clock.now()
        session.commit()


@pytest.fixture
def guess(app, with_passwords):
    """Try a password from far away with a browser nobody knows."""

    def once(login: str, password: str = "не тот", visitor: Visitor | None = None) -> int:
        form = {"login": login, "password": password}
        return (visitor or Visitor(app)).post("/login", form, environ_overrides=FAR).status_code

    return once


@pytest.fixture
def moment(monkeypatch):
    """The real time in the test's hands."""

    class Moment:
        now = clock.real_now()

        def on(self, **step) -> None:
            self.now += timedelta(**step)

    held = Moment()
    monkeypatch.setattr(clock, "real_now", lambda: held.now)
    return held


@pytest.fixture
def steps(app, monkeypatch):
    """What the door does for a try: statements to the database and passwords proved."""
    done: list = []

    def proved(account, password):
        done.append("argon2")
        return password_fits(account, password)

    def asked(_conn, _cursor, statement, *_rest):
        done.append(statement)

    monkeypatch.setattr(proof, "password_fits", proved)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", asked)
    yield done
    event.remove(engine, "before_cursor_execute", asked)


def test_an_unknown_login_a_wrong_password_and_a_blocked_account_take_the_same_steps(
    app, guess, steps
):
    paths, pages = [], []
    guess("boris")  # what is remembered of the school is remembered
    for login, password in (("anna", "не тот"), ("никто", "не тот"), ("vera", SECRET)):
        visitor = Visitor(app)
        visitor.get("/csrf")
        steps.clear()
        answer = visitor.post("/login", {"login": login, "password": password})
        pages.append((answer.status_code, answer.text.count(proof.WRONG)))
        paths.append([step for step in steps if "SAVEPOINT" not in step.upper()])
        with app.app_context():
            db.session.query(Knock).delete()
            db.session.commit()  # each meets the door as if nobody had been there
    assert pages == [(422, 1)] * 3
    assert paths[0].count("argon2") == 1
    assert paths[0] == paths[1] == paths[2]


def test_a_secret_that_fits_nobody_costs_as_much_as_anybodys():
    from argon2 import extract_parameters

    from models.people import account

    assert extract_parameters(account._NOBODY) == extract_parameters(account.hash_password("x"))


def test_slips_of_a_whole_school_spread_over_the_day_hold_nobody_up(app, moment):
    with app.app_context():
        for number in range(200):
            one = Try(PASSWORD, f"user{number}", "192.0.2.1")
            assert not knock.wait_before(one)
            knock.knocked_wrong(one)
            moment.on(minutes=2)


def test_a_hall_of_parents_with_slips_is_held_up_by_nobody(app, moment):
    """Codes of 59 bits cannot be guessed: an address may bring many wrong ones."""
    with app.app_context():
        for number in range(399):
            one = Try(CODE, f"user{number}", "192.0.2.1")
            assert not knock.wait_before(one)
            knock.knocked_wrong(one)
            moment.on(seconds=1)


def test_a_known_browser_has_no_endless_tries_either(app, guess):
    own = Visitor(app)
    assert guess("anna", SECRET, own) == 302
    own.post("/logout")
    assert [guess("anna", visitor=own) for _ in range(6)] == [422] * 5 + [429]
    assert guess("boris", SECRET, own) == 302, "another's account in the same browser"


def test_a_made_up_cookie_makes_no_browser_known(app, guess):
    own = Visitor(app)
    own.client.set_cookie("klass_known", "eyJhIjoiYiJ9.x.y", path="/login")
    assert [guess("anna", visitor=own) for _ in range(6)] == [422] * 5 + [429]


def test_the_cookie_of_a_known_browser_names_nobody_and_goes_to_the_door_alone(app, guess):
    own = Visitor(app)
    form = {"login": "anna", "password": SECRET}
    cookies = own.post("/login", form).headers.getlist("Set-Cookie")
    known = next(cookie for cookie in cookies if cookie.startswith("klass_known="))
    assert "Path=/login" in known and "HttpOnly" in known and "SameSite=Lax" in known
    assert "anna" not in known


def test_an_administrator_sees_who_waits_and_opens(app, as_, guess, cast, in_school):
    for _ in range(6):
        guess("anna")
        guess("нет такого")
    admin = as_("admin")
    page = admin.get(PAGE).text
    assert "Учитель Анна" in page and "логины, которых в школе нет: 1" in page
    assert "Ждут после неверных паролей: Учитель Анна" in admin.get("/administrator/").text
    with in_school() as session:
        held = session.query(Knock).filter_by(whose=knock.login_hash(PASSWORD, "anna")).one().id
    path = f"{PAGE}waits/{held}/release"
    assert as_("director").post(path).status_code == 403
    assert as_("anna").post(path).status_code == 403
    assert admin.post(path).status_code == 302
    assert admin.post(path).status_code == 404, "nobody waits any more"
    assert "Ждут после неверных" not in admin.get("/administrator/").text
    assert guess("anna", SECRET) == 302
    assert "Служебная А." in admin.get(PAGE).text
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="door_release").one()
        assert (entry.account_id, entry.after["wrong"]) == (cast.accounts["admin"], 5)


def test_an_address_is_shown_and_opened_too(as_, guess, in_school):
    for number in range(41):
        guess(f"имя{number}")
    admin = as_("admin")
    assert "Адрес 203.0.113.7" in admin.get(PAGE).text
    with in_school() as session:
        held = session.query(Knock).filter_by(kind="address").one().id
    admin.post(f"{PAGE}waits/{held}/release")
    assert guess("anna", SECRET) == 302
    assert "Никто не ждёт" in admin.get(PAGE).text


def test_who_waits_no_longer_is_not_released(as_, guess, in_school):
    guess("anna")
    with in_school() as session:
        held = session.query(Knock).filter_by(kind="login").one().id
    assert as_("admin").post(f"{PAGE}waits/{held}/release").status_code == 422


def test_what_was_typed_as_a_login_is_kept_nowhere(guess, in_school):
    guess("мой тайный пароль")
    with in_school() as session:
        kept = [vars(row) for row in session.query(Knock)]
    assert kept and "тайный" not in str(kept)
