"""Exactly once: a write that carries a key is done once, its repeats get the same answer."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from flask import abort, g, make_response, redirect, request
from sqlalchemy.exc import IntegrityError

from blueprints.guard import actor
from models import engine, ground
from models.access.write_key import keep_answer, request_hash, stored_answer, token_and_answer
from models.base import db
from models.refusal import Refused, StaleMark

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


def made_once(view):
    """Wrap the view of a plain form that makes something, and leaves the commit to this: pressed
    twice it makes one thing, and the second answer leads where the first did.

    The form carries `once` (a macro). What is sent from the same page with another content, as
    after «back», is another thing. Only an answer that leads on is kept: a preview or a refusal
    makes nothing.
    """

    @wraps(view)
    def guarded(*args, **kwargs):
        sent = _Sent(actor().account_id, _form_key(), _asked())
        if (place := sent.led_to()) is not None:
            return redirect(place)
        try:
            response = make_response(view(*args, **kwargs))
            if response.location:
                db.session.flush()
                sent.keep(response.location)
                db.session.commit()
                return response
        except (Refused, StaleMark, IntegrityError):  # of a second press at the same moment?
            db.session.rollback()
            if (place := sent.led_to()) is None:
                raise
            return redirect(place)
        db.session.rollback()
        place = sent.led_to()
        return response if place is None else redirect(place)

    return guarded


def _form_key() -> str:
    """The key of a plain form with what was sent under it; '' where it has none."""
    key = request.form.get("once", "")[:_LONGEST_KEY]
    files = [f"{name} {file.filename} {_size(file)}" for name, file in request.files.items()]
    return hashlib.sha256("\n".join([key, _asked(), *files]).encode()).hexdigest() if key else ""


def _size(file) -> int:
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    return size


@dataclass(frozen=True)
class _Sent:
    """One sending of a plain form."""

    account_id: int
    key: str
    asked: str

    def led_to(self) -> str | None:
        """Where the answer led, if this very form was done before."""
        kept = stored_answer(self.account_id, self.key, self.asked) if self.key else None
        return kept and kept[1]

    def keep(self, place: str) -> None:
        """Keep where it leads with what was made. Raises IntegrityError where it was done."""
        if self.key:
            keep_answer(self.account_id, self.key, self.asked, 302, place, g.request_id)


def written_once(act: Callable, was_written: Callable):
    """Do a write in a transaction of its own, which begins only now: what was asked and allowed
    before was read without holding anybody up. Returns what `act` returns, or None where a
    write with this key was done before. Commits where `was_written` says so of the result.

    `act` takes the row that its kind of write holds first (a journal), so that two sendings of
    one key stand in line. Where the school's order changed since the checks, the answer is
    «try again», which the outbox does.
    """
    sending = _Sending(actor().account_id, _key(), _asked(), ground.standing())
    engine.turn_to_writing(db.session())
    try:
        result = _acted(act, sending)
        if result is None:
            return None
        if not was_written(result):
            return None if sending.done_before() else result
        if not sending.keep():
            return None
        db.session.commit()
    finally:
        db.session.rollback()  # whatever was not committed
        engine.intend_to_write(False)
    return result


@dataclass(frozen=True)
class _Sending:
    """One sending of a write: whose, under which key, what it asks, checked on which ground."""

    account_id: int
    key: str
    asked: str
    checked_on: int | None

    def done_before(self) -> bool:
        """Whether this very write was done under its key; 503 where it was not and the ground
        is another than the one it was checked on."""
        token, kept = token_and_answer(self.account_id, self.key, self.asked)
        if not kept:
            self._refuse_other_ground(token)
        return kept is not None

    def keep(self) -> bool:
        """Keep the key with what was written; False where it was kept before."""
        if not self.key:
            return not self.done_before()
        try:
            token = keep_answer(self.account_id, self.key, self.asked, 200, "", g.request_id)
        except IntegrityError:
            db.session.rollback()
            if not self.done_before():
                raise
            return False
        self._refuse_other_ground(token)
        return True

    def _refuse_other_ground(self, token: int | None) -> None:
        if self.checked_on and token != self.checked_on:
            abort(503)


def _acted(act: Callable, sending: _Sending):
    """What `act` returns; None where it only refuses because this very write was done before."""
    try:
        return act()
    except (Refused, StaleMark):
        if sending.key and sending.done_before():
            return None
        raise
