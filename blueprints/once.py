"""Exactly once: a write that carries a key is done once, its repeats get the same answer."""

from collections.abc import Callable
from functools import wraps

from flask import abort, g, make_response, request

from blueprints.guard import actor
from models import engine, ground
from models.access.write_key import keep_answer, request_hash, stored_answer, token_and_answer
from models.base import db
from models.refusal import Refused

_LONGEST_KEY = 64


def _key() -> str:
    return request.form.get("key", "")[:_LONGEST_KEY]


def _asked() -> str:
    return request_hash(request.path, list(request.form.items(multi=True)))


def once(view):
    """Wrap a write view that flushes but leaves the commit to this: answer and write are
    kept in one commit. Without a key the view is simply run and committed."""

    @wraps(view)
    def guarded(*args, **kwargs):
        key, account, asked = _key(), actor().account_id, _asked()
        if key and (kept := stored_answer(account, key, asked)):
            return make_response(kept[1], kept[0])
        response = make_response(view(*args, **kwargs))
        if key and response.status_code < 400:
            body = response.get_data(as_text=True)
            keep_answer(account, key, asked, response.status_code, body, g.request_id)
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    return guarded


def written_once(act: Callable, was_written: Callable):
    """Do a write in a transaction of its own, which begins only now: what was asked and allowed
    before was read without holding anybody up. Returns what `act` returns, or None where a
    write with this key was done before. Commits where `was_written` says so of the result.

    `act` takes the row that its kind of write holds first (a journal), so that two sendings of
    one key stand in line. Where the school's order changed since the checks, the answer is
    «try again», which the outbox does.
    """
    checked_on = ground.standing()
    db.session.rollback()
    with engine.writing():
        try:
            result = _acted(act, checked_on)
            if result is None or _done_before(checked_on):
                return None
            if was_written(result):
                if _key():
                    keep_answer(actor().account_id, _key(), _asked(), 200, "", g.request_id)
                db.session.commit()
        finally:
            db.session.rollback()  # whatever was not committed
    return result


def _acted(act: Callable, checked_on: int | None):
    """What `act` returns; None where it only refuses because this very write was done before."""
    try:
        return act()
    except Refused:
        if _key() and _done_before(checked_on):
            return None
        raise


def _done_before(checked_on: int | None) -> bool:
    token, kept = token_and_answer(actor().account_id, _key(), _asked())
    if not kept and checked_on and token != checked_on:
        abort(503)
    return kept is not None
