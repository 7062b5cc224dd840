"""Signs of life: a session knows when somebody last did something with it.

What a page asks by itself (news of the grid, the state of a run) is no sign of life: a view says
so by `@by_itself`. Written down at most once a minute, in a transaction of its own after the
request, and given up where the database is busy.
"""

from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from blueprints.htmx import is_fragment
from models import engine
from models.access.session import LiveSession, is_due, see
from models.base import db
from models.closed import is_closed


def by_itself(when: str):
    """Mark a view that pages ask without anybody's hand: «always», or as a «fragment» only."""

    def mark(view):
        view.asked_by_itself = when
        return view

    return mark


def attach(app: Flask) -> None:
    """Write signs of life down."""
    app.after_request(_see)


def _see(response):
    if response.status_code < 400 and not is_closed(current_app.config["KLASS"].data):
        somebody = _somebody()
        if somebody is not None and is_due(somebody.live) and _is_sign_of_life():
            _write_down(somebody.live)
    return response


def _somebody():
    """Who this request has found to be signed in; files ask nobody."""
    known = g.get("_login_user")
    return known if known is not None and known.is_authenticated else None


def _is_sign_of_life() -> bool:
    when = getattr(current_app.view_functions.get(request.endpoint), "asked_by_itself", "")
    return not (when == "always" or (when == "fragment" and is_fragment()))


def _write_down(live: LiveSession) -> None:
    try:
        db.session.rollback()
        with engine.writing():
            see(live)
            db.session.commit()
    except SQLAlchemyError:
        current_app.logger.warning("a sign of life was not written down", exc_info=True)
    finally:
        db.session.rollback()
