"""The door: sign-in, sign-out, activation of an invitation, choice of a room."""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from flask_login import current_user, login_required, login_user, logout_user
from sqlalchemy import select

from blueprints.forms.auth import ActivationForm, LoginForm
from blueprints.security import SignedIn
from models import clock
from models.access.invitation import invitation_for
from models.access.session import end_session, live_session, start_session
from models.audit.author import Author
from models.base import db
from models.office.roles import roles_of
from models.people.account import Account, password_fits
from models.refusal import Refused
from models.school.school import is_demonstration, school_facts

auth = Blueprint("auth", __name__)

DEMO_PASSWORD = "klass-demo"
DEMO_LOGINS = ("director", "admin", "operator", "teacher", "parent", "student")
WRONG = "Логин или пароль не подходят. Проверьте раскладку и клавишу Caps Lock."


@auth.context_processor
def _school_name() -> dict:
    school = school_facts()
    return {"school_name": school.name if school else "Школа"}


@auth.route("/login", methods=["GET", "POST"])
def login():
    """Sign in with login and password."""
    if current_user.is_authenticated and request.method == "GET":
        return redirect(url_for("auth.rooms"))
    form, problem = LoginForm(), None
    if form.validate_on_submit():
        account = db.session.scalar(
            select(Account).where(Account.login == form.login.data.strip().casefold())
        )
        if password_fits(account, form.password.data):
            return _enter(account)
        problem = WRONG
    status = 422 if request.method == "POST" else 200
    page = render_template(
        "auth/login.html", form=form, problem=problem, demo_accounts=_demo_accounts()
    )
    return page, status


def _demo_accounts() -> list[tuple[str, str]]:
    shown = current_app.config["KLASS"].demo and is_demonstration()
    return [(login, DEMO_PASSWORD) for login in DEMO_LOGINS] if shown else []


def _enter(account: Account):
    session.clear()
    token = start_session(account, request.remote_addr or "", request.user_agent.string)
    db.session.commit()
    login_user(SignedIn(live_session(token), token))
    target = request.args.get("next", "")
    local = target.startswith("/") and not urlsplit(target).netloc and "\\" not in target
    return redirect(target if local and not target.startswith("//") else url_for("auth.rooms"))


@auth.post("/logout")
@login_required
def logout():
    """End this session on the server and in the browser."""
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
def activate():
    """Open an account with the code of an invitation and choose a password."""
    form, problem = ActivationForm(login=request.args.get("login", "")), None
    if form.validate_on_submit():
        invitation = invitation_for(form.login.data, form.code.data)
        try:
            if invitation is None:
                raise Refused("Логин и код не подходят друг к другу. Проверьте листок.")
            db.session.info["author"] = Author(invitation.account_id, "visitor", g.request_id)
            account = invitation.use(form.password.data)
            return _enter(account)
        except Refused as refusal:
            db.session.rollback()
            problem = refusal.sentence
    status = 422 if request.method == "POST" else 200
    return render_template("auth/activate.html", form=form, problem=problem), status
