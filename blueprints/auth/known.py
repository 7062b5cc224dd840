"""Browsers in which an account was opened before: a signed cookie that only the door reads.

It opens nothing. Wrong tries of a known browser are counted by themselves, so that a guesser
elsewhere keeps out neither the owner nor who else sits down there (models/access/knock.py). Whose
it is, it tells nobody.
"""

import hmac
import secrets
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "klass_known"  # with a prefix that browsers heed, where it travels by TLS only
KEPT = timedelta(days=180)
MOST = 8  # accounts of one browser: a family, a teachers' room


def device_of(login: str) -> str:
    """The name of this browser where the account was opened in it before, else nothing."""
    return _kept().get(_whose(login), "")


def hosts() -> tuple[str, ...]:
    """The accounts, by names that tell nothing, that were opened in this browser before."""
    return tuple(_kept())


def remember(response, login: str):
    """From now on this browser is known to the account."""
    kept = _kept()
    whose = _whose(login)
    kept[whose] = kept.pop(whose, None) or secrets.token_urlsafe(9)
    response.set_cookie(
        _name(),
        _signer().dumps(dict(list(kept.items())[-MOST:])),
        max_age=KEPT,
        path="/login",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _kept() -> dict[str, str]:
    try:
        return _signer().loads(request.cookies.get(_name(), ""), max_age=KEPT.total_seconds())
    except BadData:
        return {}


def _name() -> str:
    return f"__Secure-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _signer() -> URLSafeTimedSerializer:
    former = current_app.config.get("SECRET_KEY_FALLBACKS") or []
    return URLSafeTimedSerializer([*former, current_app.secret_key], salt="klass-known")


def _whose(login: str) -> str:
    key = current_app.secret_key.encode()
    return hmac.new(key, login.strip().casefold().encode(), "sha256").hexdigest()[:16]
