"""Closing an account and opening it again; the end of a parent's rights to a child."""

from flask import flash, redirect, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.access.blocking import block, unblock
from models.base import db
from models.office.guardians import annul_guardianship, end_guardianship
from models.people.account import Account
from models.people.guardian import Guardianship
from models.refusal import Refused
from models.school.school import hold_school


@guarded("account.block")
def block_account(account_id: int):
    """Close an account: its sessions end at once."""
    account = _account(account_id)
    block(account, request.form.get("why", ""), actor().account_id)
    return _done(account.person_id, "Учётная запись заблокирована, все входы завершены")


@guarded("account.block")
def unblock_account(account_id: int):
    """Open a closed account."""
    account = _account(account_id)
    unblock(account, request.form.get("why", ""), actor().account_id)
    return _done(account.person_id, "Блокировка снята")


def _account(account_id: int) -> Account:
    account = find_or_404(Account, account_id)
    authorize("account.block", account)
    hold_school()
    return account


@guarded("account.block")
def end_parent(guardianship_id: int):
    """A parent loses the rights to a child from a date, by a document; an empty date takes the
    end back."""
    row = find_or_404(Guardianship, guardianship_id)
    authorize("account.block", row)
    hold_school()
    day, basis = asked.day(request.form.get("day")), request.form.get("basis", "")
    if request.form.get("day") and day is None:
        raise Refused("Дата непонятна.")
    end_guardianship(row, day, basis, actor().today)
    said = f"Доступ к ребёнку закрыт с {day:%d.%m.%Y}" if day else "Доступ к ребёнку возвращён"
    return _done(row.person_id, said)


@guarded("account.block")
def annul_parent(guardianship_id: int):
    """A parent was written down for somebody else's child: the link never was."""
    row = find_or_404(Guardianship, guardianship_id)
    authorize("account.block", row)
    hold_school()
    db.session.refresh(row)
    annul_guardianship(row, request.form.get("why", ""), actor().today, actor().account_id)
    return _done(row.person_id, "Связь с ребёнком отменена: доступа к нему больше нет")


def _done(person_id: int, said: str):
    db.session.commit()
    flash(said)
    return redirect(url_for(".person", person_id=person_id))
