"""A short transaction of its own, before a view's work or after it."""

from contextlib import contextmanager

from models import engine
from models.base import db


@contextmanager
def aside():
    """What is written within stays, whatever becomes of the request. Never amid a view's work:
    what it has not committed is rolled back."""
    db.session.rollback()
    with engine.writing():
        try:
            yield
            db.session.commit()
        finally:
            db.session.rollback()
