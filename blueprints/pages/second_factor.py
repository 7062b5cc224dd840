"""One's own second factor: setting it up, new recovery codes, taking it away."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from blueprints.auth.entry import own_try
from blueprints.auth.proof import TooSoon, account_by_password, be_patient, wrong
from blueprints.guard import actor, guarded
from blueprints.room import owes_second_factor
from blueprints.security import begin_writing, late
from models import clock
from models.access import second_factor as factors
from models.access.knock import SECOND
from models.access.seal import Unreadable
from models.base import db
from models.refusal import Refused

FRESH = 10 * 60  # seconds after the sign-in the password is not asked again
WRONG_PASSWORD = "Пароль не подходит."


@guarded("second_factor.own")
def second_factor():
    """How the second factor stands, and what can be done with it."""
    return _page()


@guarded("second_factor.own")
def begin_second_factor():
    """A new secret for the phone."""
    factors.begin(actor().account_id)
    db.session.commit()
    return redirect(url_for(".second_factor"))


@guarded("second_factor.own")
@late
def confirm_second_factor():
    """The phone's code: from now on the door asks for it. The recovery codes are shown once."""
    try:
        if not _is_fresh():
            _prove()
        codes = factors.new_codes()
        one = own_try(SECOND)
        be_patient(one)
        begin_writing()
        if not factors.confirm(actor().account_id, request.form.get("code", "")):
            raise wrong(one, "Код не подошёл. Проверьте время на телефоне и введите новый код.")
        factors.keep_codes(actor().account_id, codes)
    except Refused as refusal:
        return _refused(refusal)
    db.session.commit()
    return _codes(codes)


@guarded("second_factor.own")
@late
def renew_recovery_codes():
    """New recovery codes for the password; the earlier ones end."""
    try:
        _prove()
        codes = factors.new_codes()
        begin_writing()
        if not factors.has_second_factor(actor().account_id):
            raise Refused("Сначала включите второй фактор.")
        factors.keep_codes(actor().account_id, codes)
    except Refused as refusal:
        return _refused(refusal)
    db.session.commit()
    return _codes(codes)


@guarded("second_factor.own")
@late
def remove_second_factor():
    """No second factor any more, for the password."""
    try:
        _prove()
        factors.remove(actor().account_id)
    except Refused as refusal:
        return _refused(refusal)
    db.session.commit()
    flash("Второй фактор убран.")
    return redirect(url_for(".second_factor"))


def _prove() -> None:
    account_by_password(own_try(), request.form.get("password", ""), WRONG_PASSWORD)


def _is_fresh() -> bool:
    age = clock.real_now() - current_user.live.started_at
    return age.total_seconds() < FRESH


def _refused(refusal: Refused):
    db.session.rollback()
    return _page(refusal), 429 if isinstance(refusal, TooSoon) else 422


def _codes(codes: list[tuple[str, str]]) -> str:
    return render_template("own/recovery_codes.html", codes=[code for code, _ in codes])


def _page(problem: Refused | None = None) -> str:
    factor = factors.second_factor_of(actor().account_id)
    picture, typed = _shown(factor) if factor and not factor.confirmed_at else ("", "")
    return render_template(
        "own/second_factor.html",
        factor=factor,
        picture=picture,
        typed=typed,
        left=factors.codes_left(actor().account_id),
        must=owes_second_factor(),
        fresh=_is_fresh(),
        problem=problem,
    )


def _shown(factor) -> tuple[str, str]:
    """The secret as a picture and as text."""
    import segno

    try:
        address = factor.address(current_user.live.login)
        typed = factor.typed
    except Unreadable:  # begun under a key that is gone
        return "", ""
    drawn = segno.make(address, error="m").svg_inline(light="#fff", svgclass="qr", omitsize=True)
    return Markup(drawn), typed  # drawn here from our own address: no text of others in it
