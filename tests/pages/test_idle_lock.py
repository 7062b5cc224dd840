"""Staff who left their screen find it locked: only the password opens it, and nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from models import clock
from models.access.session import AccountSession
from models.base import db
from models.journal.cell import Mark
from models.journal.lesson import Lesson
from models.people.account import Account
from models.school.school import the_school

SECRET = "Сирень и 42 кота"
MATHS = ("5-А", "Математика")
OPENING = "/lock/opening"


@pytest.fixture
def left(as_, in_school):
    """Somebody who went away so many minutes ago without signing out."""

    def go(name: str, minutes: float = 17):
        visitor = as_(name)
        with in_school() as session:
            account = session.query(Account).filter_by(login=name).one()
            account.set_password(SECRET)
            row = session.query(AccountSession).filter_by(account_id=account.id).one()
            row.seen_at = clock.real_now() - timedelta(minutes=minutes)
            session.commit()
        return visitor

    return go


def by_script(cast, name="anna") -> dict:
    return {"X-Klass-Account": str(cast.accounts[name])}


def test_a_locked_session_is_answered_nowhere(app, left, cast):
    anna = left("anna")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in ("static", "entrance", "lock"):
            continue
        if rule.endpoint in ("auth.login", "auth.second", "auth.logout", "auth.activate"):
            continue
        path = rule.rule
        for name in rule._converters:
            path = path.replace(f"<int:{name}>", "1").replace(f"<{name}>", "x")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = anna.request(method, path)
            assert answer.status_code == 401, f"{method} {path}"
            assert "Экран закрыт" in answer.text and "Петров" not in answer.text


@pytest.mark.parametrize("minutes", [15, 15.9])
def test_who_was_here_a_moment_ago_is_not_asked(left, minutes):
    assert left("anna", minutes).get("/teacher/").status_code == 200


def test_the_schools_setting_says_how_long(left, in_school):
    with in_school() as session:
        the_school().set_rule("lock_minutes", 40)
        session.commit()
    assert left("anna", 30).get("/teacher/").status_code == 200
    assert left("boris", 42).get("/teacher/").status_code == 401


def test_the_password_alone_leads_on_to_the_page(left, cast):
    anna = left("anna")
    page = anna.get("/teacher/journals/?q=5-А")
    assert f'action="{OPENING}?next=/teacher/journals/?q%3D5' in page.text
    wrong = anna.post(f"{OPENING}?next=/teacher/journals/", {"klass-password": "не тот"})
    assert wrong.status_code == 401 and "Пароль не подходит" in wrong.text
    right = anna.post(f"{OPENING}?next=/teacher/journals/", {"klass-password": SECRET})
    assert right.headers["Location"] == "/teacher/journals/"
    assert anna.get("/teacher/journals/").status_code == 200


def test_the_outbox_waits_and_goes_on(left, cast, in_school):
    anna = left("anna")
    with anna.client.session_transaction() as kept:
        token = kept["_user_id"]
    path = f"/teacher/journals/{cast.journals[MATHS]}/cells"
    form = {"student": cast.students["petya"], "column": cast.columns[MATHS]}
    form |= {"value": "5", "version": 0, "key": "k1"}
    held = anna.post(path, form, headers=by_script(cast))
    assert (held.status_code, held.headers["X-Klass-Lock"], held.text) == (401, "1", "")
    wrong = anna.post(OPENING, {"klass-password": "не тот"}, headers=by_script(cast))
    assert wrong.status_code == 422 and "Пароль не подходит" in wrong.text
    opened = anna.post(OPENING, {"klass-password": SECRET}, headers=by_script(cast))
    assert opened.status_code == 204
    with anna.client.session_transaction() as kept:
        assert kept["_user_id"] != token, "the session has another token from now on"
    assert anna.post(path, form, headers=by_script(cast)).status_code == 200
    with in_school() as session:
        assert session.query(Mark).one().shown == "5"


def test_a_form_that_was_sent_comes_back_and_goes_on_with_the_password(left, cast, in_school):
    anna = left("anna")
    path = f"/teacher/lessons/{cast.lessons[MATHS]}/"
    form = {"topic": 'Дроби & "части"', "homework": "№ 1", "version": "1"}
    held = anna.post(path, form)
    assert held.status_code == 401
    assert 'name="topic" value="Дроби &amp; &#34;части&#34;"' in held.text
    assert f'action="{path}"' in held.text
    wrong = anna.post(path, form | {"klass-password": "не тот"})
    assert wrong.status_code == 401 and 'value="№ 1"' in wrong.text
    done = anna.post(path, form | {"klass-password": SECRET})
    assert done.status_code == 302
    with in_school() as session:
        assert session.get(Lesson, cast.lessons[MATHS]).topic == form["topic"]


def test_a_form_that_comes_back_brings_no_password_with_it(left):
    form = {"old": "тайный1", "password": "тайный2", "again": "тайный2"}
    held = left("anna").post("/teacher/own/password", form)
    assert held.status_code == 401 and "тайный" not in held.text


def test_the_password_is_not_guessed_at_the_lock(left, cast):
    anna = left("anna")
    answers = [
        anna.post(OPENING, {"klass-password": "не тот"}, headers=by_script(cast)).status_code
        for _ in range(6)
    ]
    assert answers == [422] * 5 + [429]
    assert anna.get("/teacher/").status_code == 401


def test_a_page_locks_its_session_at_once(as_, cast):
    anna = as_("anna")
    assert anna.post("/lock/", headers=by_script(cast)).status_code == 204
    assert anna.get("/teacher/").status_code == 401
    changes = f"/teacher/journals/{cast.journals[MATHS]}/changes?since=0"
    answer = anna.get(changes, fragment=True)
    assert (answer.status_code, answer.text) == (401, "")


def test_news_keep_no_screen_open_and_typing_does(left, cast, in_school):
    def idle() -> timedelta:
        with in_school() as session:
            return clock.real_now() - session.query(AccountSession).first().seen_at

    anna = left("anna", 14)
    anna.get(f"/teacher/journals/{cast.journals[MATHS]}/changes?since=0", fragment=True)
    assert idle() > timedelta(minutes=14)
    assert anna.post("/lock/presence", headers=by_script(cast)).status_code == 204
    assert idle() < timedelta(minutes=1)
    gone = left("boris", 17)
    assert gone.post("/lock/presence", headers=by_script(cast, "boris")).status_code == 401
    assert gone.get("/teacher/").status_code == 401


def test_nobody_opens_anothers_lock(left, as_, cast):
    left("anna")
    stranger = as_("boris")
    answer = stranger.post(OPENING, {"klass-password": SECRET}, headers=by_script(cast))
    assert answer.status_code == 401 and "X-Klass-Lock" not in answer.headers


def test_an_ended_session_is_not_opened_by_the_password(left, cast, in_school):
    anna = left("anna")
    with in_school() as session:
        session.query(AccountSession).one().ended_at = clock.real_now()
        session.commit()
    assert anna.post(OPENING, {"klass-password": SECRET}).status_code == 401
    assert anna.get("/teacher/").status_code == 302


def test_a_familys_page_is_not_covered_but_a_strange_computer_is_left_after_an_hour(left):
    maria = left("maria", 59)
    page = maria.get("/parent/own/")
    assert page.status_code == 200 and "data-lock" not in page.text
    assert left("ivan", 62).get("/parent/").headers["Location"] == "/login?next=/parent/"


def test_a_familys_own_device_is_not_left(left, in_school):
    ivan = left("ivan", 60 * 24)
    with in_school() as session:
        row = session.query(AccountSession).one()
        row.expires_at = clock.real_now() + timedelta(days=9)
        session.commit()
    assert ivan.get("/parent/own/").status_code == 200


def test_who_is_locked_out_may_sign_out(left):
    anna = left("anna")
    assert anna.post("/logout").headers["Location"] == "/login"
    assert "Войти" in anna.get("/login").text


@pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True)
def test_a_mark_still_costs_no_more_than_twelve_statements(app, as_, cast):
    """Counted at the driver, below all layers."""
    anna, statements = as_("anna"), []

    def watch(connection, _record, _proxy):
        connection.set_trace_callback(statements.append)

    anna.type("teacher", cast, MATHS, "olya", "4")
    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", watch)
    try:
        anna.client.get("/csrf")
        statements.clear()
        answer = anna.type("teacher", cast, MATHS, "petya", "5")
    finally:
        event.remove(engine, "checkout", watch)
    assert answer.status_code == 200
    asked = [s for s in statements if not s.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"))]
    assert len(asked) <= 12, "\n".join(asked)
    assert sum("account_session" in statement for statement in asked) == 1
