"""Coming in: a session of the account begins, in the database and in the browser."""

from flask import current_app, flash, redirect, request, session, url_for
from flask_login import current_user, login_user

from blueprints.addresses import own_page
from blueprints.auth.known import device_of, hosts, remember
from blueprints.security import SignedIn
from models import clock
from models.access.knock import CODE, PASSWORD, Try
from models.access.session import end_session, live_session, start_session
from models.base import db
from models.office.roles import is_staff
from models.people.account import Account
from models.school.school import school_facts

NOT_KEPT = "Вход до закрытия браузера: оставаться дольше школа здесь не разрешила."


def tried(door: str, login: str) -> Try:
    """This request as a try at a door."""
    address = request.remote_addr or ""
    if door == CODE:  # a code is brought to a browser that knows nobody
        return Try(door, login, address)
    return Try(door, login, address, device_of(login), hosts())


def own_try(door: str = PASSWORD) -> Try:
    """The owner of this very session proves once more who it is."""
    live = current_user.live
    return Try(door, live.login, request.remote_addr or "", f"session-{live.id}")


def enter(account: Account, mine: bool = False):
    """Begin a session, one that outlives the browser on a device of one's own, where the school
    allows it; the one this browser had before ends."""
    if current_user.is_authenticated:
        end_session(current_user.live.id)
    days = _days(account) if mine else 0
    _begin(account, days)
    if mine and not days:
        flash(NOT_KEPT)
    way_in = redirect(own_page(request.args.get("next")) or url_for("auth.rooms"))
    return remember(way_in, account.login)


def enter_anew(account: Account) -> None:
    """Begin this session anew, with another token and the age it had."""
    live = current_user.live
    left = (live.expires_at - clock.real_now()).days
    _begin(account, max(1, left) if live.is_kept else 0)


def _begin(account: Account, days: int) -> None:
    address, agent = request.remote_addr or "", request.user_agent.string
    token = start_session(account, address, agent, days)
    db.session.commit()
    current_app.logger.info("signed in: account %s from %s", account.id, address)
    session.clear()
    session.permanent = bool(days)
    login_user(SignedIn(live_session(token), token))


def _days(account: Account) -> int:
    """How long the account may stay on a device of its own; 0 for not beyond the browser."""
    school = school_facts()
    if school is None:
        return 0
    allowed = school.rule("own_device_staff") or not is_staff(account.person_id, clock.today())
    return school.rule("own_device_days") if allowed else 0
