"""The administrator at the door: who must wait after wrong tries, who is in two places."""

from flask import flash, redirect, render_template, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from models.access.knock import Knock
from models.access.places import doubles
from models.access.release import release, releases, waiting
from models.base import db


@guarded("sign_in.view")
def sign_ins():
    """Accounts and addresses that must wait, and whom an administrator let in."""
    held, unknown = waiting()
    return render_template(
        "sign_ins/index.html", doubles=doubles(), held=held, unknown=unknown, releases=releases()
    )


@guarded("sign_in.release")
def release_wait(knock_id: int):
    """Let somebody in before their time."""
    authorize("sign_in.release", find_or_404(Knock, knock_id))
    release(knock_id, actor().account_id)
    db.session.commit()
    flash("Вход открыт: пробовать можно сразу.")
    return redirect(url_for(".sign_ins"))
