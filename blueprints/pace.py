"""Costly pages are given at a pace per account; who is too fast is told when to try again."""

from datetime import timedelta
from functools import wraps

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from blueprints.aside import aside
from blueprints.guard import actor
from models import clock, engine, ground
from models.access.pace import NO_TIME, said, step, wait_for
from models.base import db


def paced(kind: str):
    """Mark a view as costly: an account gets it at the pace of its kind (models/access/pace.py).

    Never for what is written in the journal: a teacher's marks do not wait.
    """

    def mark(view):
        @wraps(view)
        def at_pace(**numbers):
            _keep_pace(actor().account_id, kind)
            return view(**numbers)

        at_pace.paced = kind
        return at_pace

    return mark


def _keep_pace(account_id: int, kind: str) -> None:
    """Count this request, or refuse it. Who hammers on is refused by a reader alone."""
    wait = wait_for(account_id, kind) or _step(account_id, kind)
    if wait:
        raise TooManyRequests(said(wait), retry_after=clock.whole_seconds(wait))
    ground.stand_on(db.session.scalar(select(ground.TOKEN)))  # the view's own transaction


def _step(account_id: int, kind: str) -> timedelta:
    """A long write of somebody else holds no page up: it is given uncounted."""
    try:
        with aside(engine.in_passing):
            return step(account_id, kind)
    except OperationalError:
        current_app.logger.warning("a costly page was not counted", exc_info=True)
        return NO_TIME
