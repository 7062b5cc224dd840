"""What every request passes: sign-in, CSRF, the author of changes, headers."""

import secrets
import time

from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin
from sqlalchemy import select

from blueprints.addresses import this_page
from blueprints.cookie import UNKEPT, KnownCookies
from blueprints.csrf import KnownTokens
from blueprints.htmx import is_fragment
from models import engine, ground
from models.access.session import LiveSession, live_session
from models.base import db


class Logins(LoginManager):
    """A sign-in is a row, and is ended there; no print of the browser is taken with every
    request, which the library takes even where it is told to compare none."""

    session_protection = None

    def _session_protection_failed(self) -> bool:
        return False


csrf = KnownTokens()
logins = Logins()

READING = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),  # said to old browsers; the policy says it, too
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
]

HSTS = "max-age=31536000; includeSubDomains"


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


@logins.unauthorized_handler
def to_the_door():
    """To the sign-in, and from there back to the page: never to where only a form may go."""
    page = None if request.endpoint == "auth.logout" else this_page()
    door = url_for("auth.login", next=page)
    return ("", 401, {"HX-Redirect": door}) if is_fragment() else redirect(door)


def attach(app: Flask) -> None:
    """Sign-in, CSRF and headers for every address of the app."""
    app.session_interface = KnownCookies()
    csrf.init_app(app)
    logins.init_app(app)
    app.before_request(_begin)
    app.after_request(_headers)
    app.teardown_request(_end)


def _begin() -> None:
    g.request_id = _request_id()
    begin_as_the_view_does()
    db.session.info.pop("author", None)


def _request_id() -> str:
    """In the order of time: so the audit's index of requests grows at its end alone."""
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def begin_as_the_view_does() -> None:
    """The next transaction writes or reads as the view of this request begins."""
    engine.intend_to_write(_writes_from_the_start())


def _writes_from_the_start() -> bool:
    """Whether the first transaction of this request takes the lock of writers at once.

    A view marked `begins_late = True` starts as a reader and calls begin_writing() itself, so
    that slow work before its write (a password, a parse, a refusal) holds nobody up.
    """
    asked = request._get_current_object()
    if asked.method in READING:
        return False
    view = current_app.view_functions.get(asked.endpoint)
    return not getattr(view, "begins_late", False)


def late(view):
    """Mark a view that begins as a reader, see above."""
    view.begins_late = True
    return view


def begin_writing() -> None:
    """End the reading transaction; from here on this request writes. What was read before is
    read anew, and what is remembered is asked on today's ground, not on the reader's."""
    engine.turn_to_writing(db.session())
    ground.stand_on(db.session.scalar(select(ground.TOKEN)))


def _end(_error) -> None:
    engine.intend_to_write(False)


def _headers(response):
    headers = response.headers
    headers.extend(HEADERS)
    if current_app.config["SESSION_COOKIE_SECURE"]:  # a proxy brings TLS
        headers["Strict-Transport-Security"] = HSTS
    if request.endpoint != "static" or response.status_code not in (200, 206, 304):
        if not response.cache_control.private:
            headers["Cache-Control"] = UNKEPT
        headers.add("Vary", "HX-Request")
    return response
