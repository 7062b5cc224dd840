"""Issuing codes: a class at once, staff, one person; what is answered is the slips."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.room import school
from blueprints.slips import printed, site
from blueprints.trace import traced
from models.access.blocking import compromised
from models.access.invitation import DELIVERIES, PARENT, STAFF, STUDENT
from models.access.pace import PRINT
from models.access.policy import may
from models.access.viewing import CODES, STAFF_CODES
from models.base import db
from models.office.code_holders import Holder, class_holders, staff_holders
from models.office.code_issuer import led_classes
from models.office.issuing import hand_over_last, holder_of, issue
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused
from models.school.groups import ClassGroup
from models.school.school import hold_school

NOBODY_WAITS = "Здесь никто кода не ждёт: он у всех есть, или не хватает заявления и согласия."


@guarded("code.view")
def code_classes():
    """Classes with how many of their parents and pupils wait for a code."""
    classes: dict[int, dict] = {}
    for family, holders in class_holders(None, actor().today):
        line = classes.setdefault(
            family.class_id,
            {"id": family.class_id, "name": family.class_name, PARENT: 0, STUDENT: 0, "in": 0},
        )
        for holder in holders:
            line[holder.audience] += holder.waits
            line["in"] += holder.signs_in
    return render_template("codes/classes.html", classes=list(classes.values()))


@guarded("code.view")
def own_families():
    """The class teacher's own class, or which of several."""
    led = sorted(led_classes(actor().person_id, actor().today))
    if not led:
        abort(404)
    return redirect(url_for(".class_codes", class_group_id=led[0]))


@guarded("code.view")
@traced(CODES)
def class_codes(class_group_id: int):
    """The families of a class: who reads the diary, who has a code, who waits for one."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("code.view", found)
    return _class_page(found)


@guarded("code.issue")
@paced(PRINT)
@traced(CODES)
def issue_class_codes(class_group_id: int):
    """Codes for all who are ticked, or for all parents or pupils who wait."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("code.issue", found)
    hold_school()
    there = [h for _, holders in class_holders(found.id, actor().today) for h in holders]
    try:
        slips = issue(_chosen(there), actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _class_page(found, refusal.sentence), 422
    db.session.commit()
    return printed(slips)


@guarded("code.issue")
@traced(CODES)
def hand_over_class_codes(class_group_id: int):
    """Note that the last slips of those who are ticked, or of all who were issued one, reached
    them."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("code.issue", found)
    hold_school()
    there = [h for _, holders in class_holders(found.id, actor().today) for h in holders]
    try:
        lost = [holder for holder in there if holder.slip_is_lost]
        chosen = lost if "lost" in request.form else _ticked(there)
        hand_over_last(chosen, *_handing())
    except Refused as refusal:
        db.session.rollback()
        return _class_page(found, refusal.sentence), 422
    db.session.commit()
    flash(f"Отмечено: {len(chosen)}")
    return redirect(url_for(".class_codes", class_group_id=found.id))


def _handing() -> tuple[date, str, int]:
    day = asked.day(request.form.get("day"))
    if day is None:
        raise Refused("Укажите дату вручения.")
    return day, request.form.get("delivery", ""), actor().account_id


def _class_page(found: ClassGroup, sentence: str = "") -> str:
    rows = class_holders(found.id, actor().today)
    there = [holder for _, holders in rows for holder in holders]
    return render_template(
        "codes/class.html",
        group=found,
        rows=rows,
        on_paper=sum(not family.is_open for family, _ in rows),
        waiting={kind: len(_waiting(there, kind)) for kind in (PARENT, STUDENT)},
        again={kind: len(_again(there, kind)) for kind in (PARENT, STUDENT)},
        issues=may(actor(), "code.issue", found),
        ticked=request.form.getlist("who"),
        typed=request.form,
        deliveries=DELIVERIES,
        sentence=sentence,
        site=site(),
        days=school().rule("code_days"),
    )


@guarded("code.view")
@traced(STAFF_CODES)
def staff_codes():
    """Staff: who has a password, who a code, who waits."""
    return _staff_page()


@guarded("code.issue")
@paced(PRINT)
@traced(STAFF_CODES)
def issue_staff_codes():
    """Codes for the staff who are ticked, or for all who wait."""
    hold_school()
    try:
        slips = issue(_chosen(staff_holders(actor().today)), actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _staff_page(refusal.sentence), 422
    db.session.commit()
    return printed(slips)


def _staff_page(sentence: str = "") -> str:
    holders = staff_holders(actor().today)
    return render_template(
        "codes/staff.html",
        holders=holders,
        waiting=len(_waiting(holders, STAFF)),
        again=len(_again(holders, STAFF)),
        ticked=request.form.getlist("who"),
        sentence=sentence,
        site=site(),
        days=school().rule("code_days"),
    )


def _chosen(there: list[Holder]) -> list[Holder]:
    """Those the form names: of an audience all who wait, or whose slips were printed and not
    handed over (`again`), else the ticked ones. Raises Refused."""
    everybody, again = request.form.get("all"), request.form.get("again")
    if not everybody and not again:
        return _ticked(there)
    due = _again(there, again) if again else _waiting(there, everybody)
    if not due:
        raise Refused(NOBODY_WAITS)
    return due


def _waiting(there: list[Holder], audience: str) -> list[Holder]:
    return [holder for holder in there if holder.audience == audience and holder.waits]


def _again(there: list[Holder], audience: str) -> list[Holder]:
    return [holder for holder in there if holder.audience == audience and holder.slip_is_lost]


def _ticked(there: list[Holder]) -> list[Holder]:
    known, keys = {holder.key: holder for holder in there}, request.form.getlist("who")
    if not set(keys) <= known.keys():
        raise Refused("Список изменился. Обновите страницу и отметьте заново.")
    return [known[key] for key in dict.fromkeys(keys)]


@guarded("code.issue")
@paced(PRINT)
@traced(CODES)
def issue_person_code(person_id: int):
    """A code for one person: a first one, or again; with a reason in `compromised`, the former
    password and all sessions end at once (5.3)."""
    found = find_or_404(Person, person_id)
    authorize("code.issue", found)
    hold_school()
    why = request.form.get("compromised")
    account = db.session.scalar(select(Account).where(Account.person_id == found.id))
    if why is not None:
        if account is None:
            raise Refused("Учётной записи ещё нет: блокировать нечего.")
        compromised(account, why, actor().account_id)
        db.session.flush()
    slips = issue([holder_of(found, actor().today)], actor().account_id)
    db.session.commit()
    return printed(slips)
