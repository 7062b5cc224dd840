"""Exactly once: a write that carries a key is done once, its repeats get the same answer."""

from functools import wraps

from flask import make_response, request

from blueprints.guard import actor
from models.access.write_key import keep_answer, request_hash, stored_answer
from models.base import db

_LONGEST_KEY = 64


def once(view):
    """Wrap a write view that flushes but leaves the commit to this: answer and write are
    kept in one commit. Without a key the view is simply run and committed."""

    @wraps(view)
    def guarded(*args, **kwargs):
        key = request.form.get("key", "")[:_LONGEST_KEY]
        account = actor().account_id
        asked = request_hash(request.path, list(request.form.items(multi=True)))
        if key and (kept := stored_answer(account, key, asked)):
            return make_response(kept[1], kept[0])
        response = make_response(view(*args, **kwargs))
        if key and response.status_code < 400:
            keep_answer(account, key, asked, response.status_code, response.get_data(as_text=True))
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    return guarded
