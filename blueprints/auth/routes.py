"""The door: sign-in, sign-out, activation of an invitation, choice of a room."""

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required, logout_user
from sqlalchemy import select

from blueprints.auth import second as second_step
from blueprints.auth.entry import enter, tried
from blueprints.auth.proof import TooSoon, account_by_code, account_by_password
from blueprints.forms.auth import ActivationForm, LoginForm
from blueprints.security import late
from blueprints.slips import site
from models import clock
from models.access.knock import CODE, PASSWORD
from models.access.session import end_session
from models.base import db
from models.office.roles import roles_of
from models.people.account import Account
from models.refusal import Refused
from models.school.school import is_demonstration, school_facts

auth = Blueprint("auth", __name__)

DEMO_PASSWORD = "klass-demo"
DEMO_LOGINS = {  # who they are, in words
    "director": "директор",
    "deputy": "завуч и диспетчер замен",
    "admin": "администратор и завуч",
    "operator": "оператор и секретарь",
    "teacher": "учитель, классный руководитель",
    "parent": "родитель двоих детей",
    "student": "ученица",
    "inspector": "проверяющий",
}


@auth.context_processor
def _school_name() -> dict:
    school = school_facts()
    return {"school_name": school.name if school else "Школа"}


@auth.route("/login", methods=["GET", "POST"])
@late
def login():
    """Sign in with login and password."""
    if current_user.is_authenticated and request.method == "GET":
        return redirect(url_for("auth.rooms"))
    form, problem = LoginForm(), None
    if form.validate_on_submit():
        try:
            found = account_by_password(tried(PASSWORD, form.login.data), form.password.data)
            return second_step.enter_or_ask(found, form.mine.data)
        except Refused as refusal:
            problem = refusal
    page = render_template(
        "auth/login.html",
        site=site(),
        form=form,
        problem=problem,
        demo_accounts=_demo_accounts(),
        demo_password=DEMO_PASSWORD,
    )
    return page, _status(problem)


def _status(problem: Refused | None) -> int:
    if isinstance(problem, TooSoon):
        return 429
    return 422 if request.method == "POST" else 200


def _demo_accounts() -> dict[str, str]:
    """Login → who it is, where the school is the demonstration; one made by an earlier version
    may have fewer."""
    if not (current_app.config["KLASS"].demo and is_demonstration()):
        return {}
    there = set(db.session.scalars(select(Account.login).where(Account.login.in_(DEMO_LOGINS))))
    return {login: who for login, who in DEMO_LOGINS.items() if login in there}


@auth.route("/login/code", methods=["GET", "POST"])
@late
def second():
    """The code of the phone, after the right password."""
    if second_step.half_way() is None:
        return redirect(url_for("auth.login", next=request.args.get("next")))
    if request.method == "GET":
        return second_step.page(None, 200)
    try:
        account, mine = second_step.account_by_second_factor(request.form.get("code", ""))
    except Refused as refusal:
        db.session.rollback()
        return second_step.page(refusal, _status(refusal))
    return enter(account, mine)


@auth.post("/logout")
def logout():
    """End this session on the server and in the browser; twice is once."""
    if current_user.is_authenticated:
        end_session(current_user.live.id)
        db.session.commit()
        logout_user()
        session.clear()
    return redirect(url_for("auth.login"))


@auth.get("/rooms")
@login_required
def rooms():
    """Choose a room; with one key the door opens at once."""
    live = current_user.live
    roles = roles_of(live.person_id, clock.today())
    if len(roles) == 1:
        return redirect(url_for(f"{roles[0].value}.home"))
    keys = [(url_for(f"{role.value}.home"), role.title) for role in roles]
    return render_template("auth/rooms.html", rooms=keys, person_name=live.full_name)


@auth.route("/activation", methods=["GET", "POST"])
@late
def activate():
    """Open an account with the code of an invitation and choose a password."""
    form, problem = ActivationForm(login=request.args.get("login", "")), None
    if form.validate_on_submit():
        try:
            return second_step.enter_or_ask(
                account_by_code(
                    tried(CODE, form.login.data), form.code.data, form.password.data, g.request_id
                )
            )
        except Refused as refusal:
            db.session.rollback()
            problem = refusal
    return render_template("auth/activate.html", form=form, problem=problem), _status(problem)
