"""The idle lock: staff who did nothing for a while give the password again, and nothing else.

A locked session answers nothing but the door. A page covers itself (static/js/lock.js) and keeps
what was typed; where a page did not notice in time, a form that was sent comes back with the
lock, carrying its fields, and goes on where it was going once the password is right.
"""

from flask import Blueprint, Flask, make_response, redirect, render_template, request, url_for
from flask_login import current_user, login_user, logout_user

from blueprints.addresses import own_page, this_page
from blueprints.auth.entry import own_try
from blueprints.auth.proof import TooSoon, account_by_password
from blueprints.htmx import is_fragment
from blueprints.presence import by_itself
from blueprints.security import READING, SignedIn, begin_as_the_view_does, late, logins
from models import clock, ground
from models.access.session import LiveSession, end_session, live_session
from models.access.session import lock as lock_session
from models.access.session import unlock as unlock_session
from models.base import db
from models.office.roles import is_staff
from models.refusal import Refused
from models.school.school import school_facts

lock = Blueprint("lock", __name__, url_prefix="/lock")

FAMILY_IDLE = 60  # minutes after which a family's sign-in on a strange device ends
WORD = "klass-password"  # the field in which a form that came back brings the password
LOCKED = "X-Klass-Lock"
WRONG = "Пароль не подходит. Проверьте раскладку и клавишу Caps Lock."
_SECRET = ("password", "old", "again", "csrf_token", WORD)
_DOORS = ("static", "auth", "entrance", "lock")  # they answer also who is locked


def lock_minutes() -> int:
    """After how many idle minutes the pages of the signed-in person are covered; 0: never."""
    return _minutes_of(current_user.live)


def _minutes_of(live: LiveSession) -> int:
    if not is_staff(live.person_id, clock.today()):
        return 0
    school = school_facts()
    return school.rule("lock_minutes") if school else 0


@lock.post("/")
@by_itself("always")
def close():
    """A page covers itself: from now on the server answers it nothing either."""
    if current_user.is_authenticated:
        lock_session(current_user.live.id)
        db.session.commit()
    return "", 204


@lock.post("/presence")
def presence():
    """Somebody is typing on a page that asks nothing by itself: a sign of life."""
    if not _may_answer():
        return "", 401
    return ("", 401, {LOCKED: "1"}) if is_locked() else ("", 204)


@lock.post("/opening")
@late
def open_again():
    """The password: the session goes on. A script is answered in words, a page is led on."""
    if not _may_answer():
        return "", 401
    back, script = own_page(request.args.get("next")), "X-Klass-Account" in request.headers
    try:
        _prove(request.form.get(WORD, ""))
    except Refused as refusal:
        return _said(refusal) if script else _page(_opening(back), problem=refusal)
    return ("", 204) if script else redirect(back or url_for("auth.rooms"))


def _said(refusal: Refused):
    status = 429 if isinstance(refusal, TooSoon) else 422
    return refusal.sentence, status, {"Content-Type": "text/plain; charset=utf-8"}


def _may_answer() -> bool:
    """Whether this page's person is still the one who is signed in."""
    if not current_user.is_authenticated:
        return False
    own = str(current_user.live.account_id)
    return request.headers.get("X-Klass-Account", own) == own


def is_locked() -> bool:
    """Whether only the password opens this session."""
    return _covered(current_user.live)


def _covered(live: LiveSession) -> bool:
    minutes = _minutes_of(live)
    return live.locked_at is not None or bool(minutes and live.is_idle(minutes))


def stand_guard():
    """Before every request of a room: what is locked is not answered, what was left is ended."""
    if _is_a_door():
        return None
    user = current_user._get_current_object()
    if not user.is_authenticated:
        return None
    live = user.live
    if _covered(live):
        return _stop()
    if not live.is_kept and not _minutes_of(live) and live.is_idle(FAMILY_IDLE):
        end_session(live.id)
        db.session.commit()
        logout_user()
        return logins.unauthorized()
    return None


def _is_a_door() -> bool:
    """What is open to everybody: files, health, the door (not its choice of rooms), the lock."""
    endpoint = request.endpoint
    if endpoint is None:
        return True
    return endpoint.partition(".")[0] in _DOORS and endpoint != "auth.rooms"


def _stop():
    if is_fragment() or "X-Klass-Account" in request.headers:
        return "", 401, {LOCKED: "1"}
    if request.method in READING:
        return _page(_opening(this_page()))
    if WORD not in request.form:
        return _page(_here(), _kept_fields())
    try:
        _prove(request.form[WORD])
    except Refused as refusal:
        return _page(_here(), _kept_fields(), refusal)
    begin_as_the_view_does()
    return None


def _prove(password: str) -> None:
    """Open this session by its account's password. Raises Refused."""
    account_by_password(own_try(), password, WRONG)
    token = unlock_session(current_user.live.id)
    db.session.commit()
    opened = live_session(token)
    if opened is None:  # ended meanwhile
        raise Refused(WRONG)
    ground.stand_on(opened.ground)
    login_user(SignedIn(opened, token))
    db.session.rollback()


def _page(action: str, fields: tuple = (), problem: Refused | None = None):
    """The lock as a page; it sends the password, and the form that came, to `action`."""
    school = school_facts()
    page = render_template(
        "auth/lock.html",
        action=action,
        fields=fields,
        word=WORD,
        problem=problem,
        lost_files=any(file.filename for file in request.files.values()),
        live=current_user.live,
        school_name=school.name if school else "Школа",
    )
    return make_response(page, 429 if isinstance(problem, TooSoon) else 401)


def _opening(back: str | None) -> str:
    return url_for("lock.open_again", next=back)


def _here() -> str:
    return request.full_path if request.query_string else request.path


def _kept_fields() -> tuple:
    return tuple(pair for pair in request.form.items(multi=True) if pair[0] not in _SECRET)


def attach(app: Flask) -> None:
    """Stand guard before every view of the app."""
    app.before_request(stand_guard)
    app.register_blueprint(lock)
