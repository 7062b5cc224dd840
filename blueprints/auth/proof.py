"""Who is at the door: a password or a code is proved between two transactions.

The slow part, argon2, runs while no transaction is open: a wrong password must hold nobody up.
"""

from dataclasses import replace

from flask import current_app
from sqlalchemy import select

from blueprints.security import begin_writing
from models.access import knock
from models.access.invitation import Invitation, invitation_for
from models.access.knock import CODE, PASSWORD, Try
from models.audit.author import Author
from models.base import db
from models.people.account import Account, password_fits, secret_for
from models.refusal import Refused

WRONG = "Логин или пароль не подходят. Проверьте раскладку и клавишу Caps Lock."
WRONG_CODE = "Логин и код не подходят друг к другу. Проверьте листок."


class TooSoon(Refused):
    """After wrong tries one has to wait."""


def account_by_password(tried: Try, password: str, sentence: str = WRONG) -> Account:
    """The account of login and password, in a transaction that writes. Raises Refused, with the
    same words after the same steps whether the login is unknown, the password wrong or the
    account blocked."""
    be_patient(tried)
    query = select(Account).where(Account.login == tried.login.strip().casefold())
    read = db.session.scalar(query)
    db.session.expunge_all()
    db.session.rollback()
    fits = password_fits(read, password)
    begin_writing()
    account = db.session.scalar(query.with_for_update(of=Account)) if fits else None
    if account is None or account.blocked_at or account.password_hash != read.password_hash:
        raise wrong(tried, sentence)
    knock.let_in(tried)
    return account


def account_by_code(tried: Try, code: str, password: str, request_id: str) -> Account:
    """The account that a code opens, with its new password. Raises Refused."""
    be_patient(tried)
    login = tried.login
    invitation = invitation_for(login, code)
    if invitation is None:
        begin_writing()
        raise wrong(tried, WRONG_CODE)
    invitation.check()
    name = invitation.account.login
    db.session.rollback()
    secret = secret_for(name, password)
    begin_writing()
    invitation = _again(login, code)
    db.session.info["author"] = Author(invitation.account_id, "visitor", request_id)
    for door in (PASSWORD, CODE):
        knock.let_in(replace(tried, door=door))
    return invitation.use(secret)


def _again(login: str, code: str) -> Invitation:
    found = invitation_for(login, code, to_use=True)
    if found is None:
        raise Refused(WRONG_CODE)
    return found


def be_patient(tried: Try) -> None:
    """Raises TooSoon where one must wait."""
    wait = knock.wait_before(tried)
    if wait:
        raise TooSoon(knock.said(wait))


def wrong(tried: Try, sentence: str) -> Refused:
    """Count a wrong try, in a commit of its own; returns the refusal to raise."""
    knock.knocked_wrong(tried)
    db.session.commit()
    # what was typed as a login may be a password: the log names neither
    current_app.logger.warning("refused at the door (%s) from %s", tried.door, tried.address)
    return Refused(sentence)
