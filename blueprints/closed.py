"""While a restore takes its place the journal is read-only: every page says so, a save is answered
so, and what was typed stays: in the browser's outbox, or in the form that comes back.
"""

from flask import Flask, current_app, make_response, render_template, request

from blueprints.htmx import is_fragment
from blueprints.security import READING
from models import engine
from models.base import db
from models.closed import SENTENCE, Closed, is_closed

REASON = {"X-Klass-Reason": "closed", "Retry-After": "10"}


def attach(app: Flask) -> None:
    """Refuse what writes while the journal is closed."""
    app.before_request(_stand_before_writes)
    app.register_error_handler(Closed, lambda _error: _said())
    app.jinja_env.globals["is_closed"] = lambda: is_closed(current_app.config["KLASS"].data)


def _stand_before_writes():
    writes = request.method not in READING
    return _said() if writes and is_closed(current_app.config["KLASS"].data) else None


def _said():
    db.session.rollback()
    engine.intend_to_write(False)  # the page itself may read
    if is_fragment() or "X-Klass-Account" in request.headers:
        page = render_template("errors/fragment.html", code=503, sentence=SENTENCE)
    else:
        page = render_template(
            "errors/closed.html",
            sentence=SENTENCE,
            here=request.full_path if request.query_string else request.path,
            fields=[pair for pair in request.form.items(multi=True) if pair[0] not in _SECRET],
            lost_secret=any(name in _SECRET[1:] for name in request.form),
            lost_files=any(file.filename for file in request.files.values()),
        )
    return make_response(page, 503, REASON)


_SECRET = ("csrf_token", "password", "old", "again", "code", "klass-password")
