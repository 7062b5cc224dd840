"""What every request passes: sign-in, CSRF, the author of changes, headers."""

import uuid

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect

from models import engine, ground
from models.access.session import LiveSession, live_session
from models.base import db

csrf = CSRFProtect()
logins = LoginManager()
logins.login_view = "auth.login"
logins.login_message = None

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


class SignedIn(UserMixin):
    """Flask-Login's user: a live session of an account."""

    def __init__(self, live: LiveSession, token: str):
        self.live = live
        self.token = token

    def get_id(self) -> str:
        return self.token


@logins.user_loader
def _user(token: str) -> SignedIn | None:
    live = live_session(token)
    if live is None:
        return None
    ground.stand_on(live.ground)
    return SignedIn(live, token)


def attach(app: Flask) -> None:
    """Sign-in, CSRF and headers for every address of the app."""
    csrf.init_app(app)
    logins.init_app(app)
    app.before_request(_begin)
    app.after_request(_headers)
    app.teardown_request(_end)


def _begin() -> None:
    g.request_id = uuid.uuid4().hex
    engine.intend_to_write(request.method not in ("GET", "HEAD", "OPTIONS"))
    db.session.info.pop("author", None)
    session.permanent = False


def _end(_error) -> None:
    engine.intend_to_write(False)


def _headers(response):
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.add("Vary", "HX-Request")
    return response
