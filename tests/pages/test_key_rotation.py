"""A new SECRET_KEY: who is signed in stays so while the former key is named, and no longer."""

from dataclasses import replace

import pyotp
import pytest

from app import Settings, create_app
from models import clock, engine
from models.access import seal
from models.access.second_factor import SecondFactor, begin, reseal
from models.access.session import start_session
from models.audit.author import system
from models.base import db
from models.people.account import Account
from tests.visitor import Visitor


@pytest.fixture
def under(app, a_stage):
    """The same school under other keys; at the end under its own again."""
    apps = []

    def start(key: str, *former: str):
        settings = replace(a_stage.settings, secret_key=key, former_keys=former)
        apps.append(create_app(settings))
        return apps[-1]

    yield start
    for one in apps:
        with one.app_context():
            db.session.remove()
            db.engine.dispose()
    seal.configure((a_stage.settings.secret_key,))


def sign_in(app) -> str:
    """anna's cookie."""
    with app.app_context(), engine.writing():
        account = db.session.query(Account).filter_by(login="anna").one()
        token = start_session(account, "127.0.0.1", "тест")
        db.session.commit()
    visitor = Visitor(app, token)
    return visitor.client.get_cookie("klass").value


def status(app, cookie: str) -> int:
    visitor = Visitor(app)
    visitor.client.set_cookie("klass", cookie)
    return visitor.get("/teacher/").status_code


def test_a_session_outlives_a_rotation_and_ends_when_the_old_key_is_dropped(under):
    cookie = sign_in(under("первый ключ"))
    assert status(under("второй ключ", "первый ключ"), cookie) == 200
    assert status(under("третий ключ", "второй ключ", "первый ключ"), cookie) == 200
    assert status(under("третий ключ", "второй ключ"), cookie) == 302


def test_a_second_factor_is_read_under_the_former_key_and_sealed_anew(under, cast):
    with under("первый ключ").app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        begin(cast.accounts["anna"])
        db.session.commit()
    with under("второй ключ", "первый ключ").app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        factor = db.session.query(SecondFactor).one()
        code = pyotp.TOTP(factor.typed.replace(" ", "")).at(clock.real_now())
        assert factor.accepts(code)
        db.session.commit()
    with under("второй ключ").app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        assert reseal() == (1, 0)
        db.session.rollback()
    with under("третий ключ").app_context():
        assert reseal() == (0, 1)
        db.session.rollback()


def test_former_keys_are_named_newest_first(tmp_path):
    env = {"KLASS_DATA": str(tmp_path), "SECRET_KEY": "c", "SECRET_KEY_FALLBACKS": "b a"}
    settings = Settings.from_env(env)
    assert settings.former_keys == ("b", "a")
    assert create_app(settings).config["SECRET_KEY_FALLBACKS"] == ["a", "b"]
