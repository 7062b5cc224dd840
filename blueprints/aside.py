"""A short transaction of its own, before a view's work or after it."""

from collections.abc import Callable
from contextlib import contextmanager

from models import engine
from models.base import db


@contextmanager
def aside(begins: Callable = engine.writing):
    """What is written within stays, whatever becomes of the request. Never amid a view's work:
    what it has not committed is rolled back."""
    db.session.rollback()
    with begins():
        try:
            yield
            db.session.commit()
        finally:
            db.session.rollback()
