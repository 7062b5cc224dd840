"""A key that is taken away opens nothing from that moment, and no key opens for ever."""

from datetime import timedelta

import pytest

from models import clock
from models.access.session import LONGEST, AccountSession
from models.people.account import Account
from tests.visitor import Visitor

PASSWORD = "Сирень и 42 кота"


@pytest.fixture
def account_of(in_school):
    """Change something of anna's account."""

    def change(**values) -> None:
        with in_school() as session:
            account = session.query(Account).filter_by(login="anna").one()
            account.set_password(PASSWORD)
            for name, value in values.items():
                setattr(account, name, value)
            session.commit()

    return change


def test_a_blocked_account_is_refused_in_the_words_of_a_wrong_password(app, account_of):
    account_of(blocked_at=clock.now())
    right, wrong = (
        Visitor(app).post("/login", {"login": "anna", "password": password})
        for password in (PASSWORD, "не тот")
    )
    assert right.status_code == wrong.status_code == 422
    for answer in (right, wrong):
        assert "Логин или пароль не подходят" in answer.text
        assert "блокирован" not in answer.text


def test_blocking_an_account_ends_its_live_sessions(as_, account_of):
    anna = as_("anna")
    assert anna.get("/teacher/").status_code == 200
    account_of(blocked_at=clock.now())
    assert "/login" in anna.get("/teacher/").headers["Location"]


@pytest.mark.parametrize(("age", "status"), [(LONGEST - timedelta(minutes=1), 200), (LONGEST, 302)])
def test_a_session_lives_fourteen_hours(as_, in_school, age, status):
    assert timedelta(hours=14) == LONGEST
    anna = as_("anna")
    with in_school() as session:
        row = session.query(AccountSession).one()
        row.started_at, row.expires_at = row.started_at - age, row.expires_at - age
        session.commit()
    assert anna.get("/teacher/").status_code == status
