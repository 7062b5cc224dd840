"""The session through which alone audited rows are written.

A flush raises a flag for its time; the guard at the cursor (models/audit/recorder.py) lets
statements on audited tables pass only while the flag is up.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from flask_sqlalchemy.session import Session

_recorded: ContextVar[bool] = ContextVar("klass_recorded_write", default=False)


class RecordedSession(Session):
    """A session whose flushes are recorded by the audit."""

    def flush(self, objects=None):
        with recorded():
            super().flush(objects)


@contextmanager
def recorded():
    """Within this block writes on audited tables are known to have entries of their own."""
    token = _recorded.set(True)
    try:
        yield
    finally:
        _recorded.reset(token)


def is_recorded() -> bool:
    """Whether the statement now at the cursor will have an audit entry."""
    return _recorded.get()
