"""Everybody's own sign-ins and password: what is open where, and ending it."""

from flask import flash, redirect, render_template, session, url_for
from flask_login import current_user, logout_user

from blueprints.auth.entry import enter_anew, own_try
from blueprints.auth.proof import TooSoon, account_by_password
from blueprints.forms.auth import PasswordForm
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.security import late
from models.access.places import live_sign_ins
from models.access.session import AccountSession, end_session, end_sessions
from models.base import db
from models.people.account import secret_for
from models.refusal import Refused
from models.school.policy import STAFF


@guarded("sign_in.own")
def own():
    """Where the account is signed in now, and the form of a new password."""
    return _page(PasswordForm(formdata=None))


def _page(form: PasswordForm, problem: Refused | None = None) -> str:
    return render_template(
        "own/index.html",
        sign_ins=live_sign_ins(actor().account_id),
        here=current_user.live.id,
        form=form,
        second_factor_at=current_user.live.second_factor_at,
        second_factor_link=url_for(".second_factor") if actor().role in STAFF else None,
        problem=problem,
    )


@guarded("sign_in.end")
def end_sign_in(session_id: int):
    """End one sign-in; one's own leads to the door."""
    found = find_or_404(AccountSession, session_id)
    authorize("sign_in.end", found)
    end_session(found.id)
    db.session.commit()
    if found.id == current_user.live.id:
        logout_user()
        session.clear()
        return redirect(url_for("auth.login"))
    flash("Вход закончен.")
    return redirect(url_for(".own"))


@guarded("sign_in.end")
def end_other_sign_ins():
    """End every sign-in but this."""
    end_sessions(actor().account_id, but=current_user.live.id)
    db.session.commit()
    flash("Все другие входы закончены.")
    return redirect(url_for(".own"))


@guarded("password.change")
@late
def change_password():
    """A new password for the old one; every other sign-in ends, this one begins anew."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        secret = secret_for(current_user.live.login, form.password.data)
        account = account_by_password(own_try(), form.old.data, "Нынешний пароль не подходит.")
    except Refused as refusal:
        return _page(form, refusal), 429 if isinstance(refusal, TooSoon) else 422
    account.take_secret(secret)
    end_sessions(account.id)
    enter_anew(account)
    flash("Пароль сменён. Все другие входы закончены.")
    return redirect(url_for(".own"))
