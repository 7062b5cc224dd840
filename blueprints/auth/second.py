"""The second step at the door: who gave the right password shows the code of the phone.

What was proved so far is in the browser's signed cookie for a few minutes, bound to the very
password that was given. It opens nothing but this step.
"""

import hashlib

from flask import g, redirect, render_template, request, session, url_for
from sqlalchemy import select

from blueprints.auth.entry import enter, tried
from blueprints.auth.proof import be_patient, wrong
from blueprints.security import begin_writing
from models import clock
from models.access import knock, second_factor
from models.access.knock import SECOND
from models.access.seal import Unreadable
from models.audit.author import Author
from models.base import db
from models.people.account import Account
from models.refusal import Refused

HALF = "half"  # what the cookie keeps between the two steps
WITHIN = 300  # seconds
WRONG = "Код не подошёл. Дождитесь на телефоне нового кода; уже введённый второй раз не подойдёт."
UNREADABLE = (
    "Ключ второго фактора на сервере не читается. Введите запасной код или попросите "
    "администратора сбросить второй фактор."
)


def enter_or_ask(account: Account, mine: bool = False):
    """Come in, or first show the code of the phone where the account has a second factor."""
    if not second_factor.has_second_factor(account.id):
        return enter(account, mine)
    db.session.commit()
    session.clear()
    now = int(clock.real_now().timestamp())
    session[HALF] = {
        "account": account.id,
        "at": now,
        "mine": bool(mine),
        "proof": _proof(account),
    }
    return redirect(url_for("auth.second", next=request.args.get("next")))


def half_way() -> dict | None:
    """What was proved a moment ago, if anything."""
    half = session.get(HALF)
    if not half or clock.real_now().timestamp() - half["at"] > WITHIN:
        return None
    return half


def account_by_second_factor(code: str) -> tuple[Account, bool]:
    """(the account of both steps, whether on a device of one's own). Raises Refused."""
    half = half_way()
    login = half and db.session.scalar(select(Account.login).where(Account.id == half["account"]))
    if not login:
        raise Refused("Время вышло. Введите логин и пароль ещё раз.")
    one = tried(SECOND, login)
    be_patient(one)
    recovery = _fitting_recovery(half["account"], code)
    begin_writing()
    account = db.session.scalar(
        select(Account).where(Account.id == half["account"]).with_for_update(of=Account)
    )
    if account.blocked_at or _proof(account) != half["proof"]:
        raise Refused("Время вышло. Введите логин и пароль ещё раз.")
    db.session.info["author"] = Author(account.id, "visitor", g.request_id)
    if not _accepted(account.id, code, recovery):
        raise wrong(one, WRONG)
    knock.let_in(one)
    return account, half["mine"]


def _fitting_recovery(account_id: int, code: str) -> int | None:
    """The row of the recovery code this is; proved while no transaction writes."""
    if "".join(code.split()).isdigit():
        return None
    row = second_factor.recovery_code(account_id, code)
    kept, row_id = (row.code_hash, row.id) if row else (None, None)
    db.session.rollback()
    return row_id if second_factor.fits(kept, code) else None


def _accepted(account_id: int, code: str, recovery: int | None) -> bool:
    if recovery is not None:
        row = second_factor.recovery_code(account_id, code)
        if row is None or row.id != recovery:
            return False
        row.used_at = clock.now()
        return True
    factor = second_factor.second_factor_of(account_id)
    try:
        return factor is not None and factor.accepts(code)
    except Unreadable:
        raise Refused(UNREADABLE) from None


def _proof(account: Account) -> str:
    return hashlib.sha256((account.password_hash or "").encode()).hexdigest()[:16]


def page(problem: Refused | None, status: int):
    """The form of the code."""
    return render_template("auth/second.html", problem=problem), status
