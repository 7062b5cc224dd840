"""The administrator at the door: who must wait after wrong tries, who is in two places."""

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy import select

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.trace import traced
from models.access import second_factor
from models.access.knock import Knock
from models.access.places import doubles, live_sign_ins
from models.access.policy import may
from models.access.release import release, releases, waiting
from models.access.session import end_sessions
from models.access.viewing import SIGN_INS
from models.base import db
from models.people.account import Account
from models.people.person import Person


@guarded("sign_in.view")
@traced(SIGN_INS)
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


@guarded("sign_in.view")
@traced(SIGN_INS)
def person_sign_ins(person_id: int):
    """Where one person is signed in, and whether with a second factor."""
    found = find_or_404(Person, person_id)
    account = _account(found)
    factor = second_factor.second_factor_of(account.id)
    return render_template(
        "sign_ins/person.html",
        person=found,
        sign_ins=live_sign_ins(account.id),
        factor=factor,
        may_reset=factor is not None and may(actor(), "second_factor.reset", factor),
    )


@guarded("sign_in.release")
def end_person_sign_ins(person_id: int):
    """End everything somebody has open."""
    found = find_or_404(Person, person_id)
    authorize("person.view", found)
    end_sessions(_account(found).id)
    db.session.commit()
    flash("Все входы закончены.")
    return redirect(url_for(".person_sign_ins", person_id=found.id))


@guarded("second_factor.reset")
def reset_second_factor(person_id: int):
    """Take the second factor from somebody who lost the phone; their sign-ins end."""
    found = find_or_404(Person, person_id)
    account = _account(found)
    factor = second_factor.second_factor_of(account.id) or abort(404)
    authorize("second_factor.reset", factor)
    second_factor.remove(account.id)
    end_sessions(account.id)
    db.session.commit()
    flash("Второй фактор сброшен: для входа хватит пароля.")
    return redirect(url_for(".person_sign_ins", person_id=found.id))


def _account(found: Person) -> Account:
    query = select(Account).where(Account.person_id == found.id)
    return db.session.scalar(query) or abort(404)
