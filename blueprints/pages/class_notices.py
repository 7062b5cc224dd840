"""Notices to a class (5.5): the class teacher tells families and teachers, sees who has read, and
prints the list; the office reads all of them."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.once import made_once
from blueprints.pace import paced
from blueprints.presentation import moment, printed_at
from blueprints.printing import pdf
from blueprints.room import school
from blueprints.trace import traced
from models import clock
from models.access.pace import PRINT
from models.access.viewing import TOLD, TOLD_PRINT, About
from models.base import db
from models.office.class_notice import (
    ADDRESSED,
    FamilyTold,
    addressed,
    author_of,
    class_notices,
    families_told,
    last_shown,
    send_class_notice,
    teachers_told,
    withdraw_class_notice,
)
from models.office.notice import LONGEST_TEXT, LONGEST_TITLE, Notice, Reader
from models.office.notice_policy import ToClass, leads
from models.refusal import Refused, WrongFields
from models.school.groups import ClassGroup
from models.school.policy import OFFICE
from models.school.school import hold_school

_SHOWN = timedelta(days=7)  # what is proposed


@guarded("class_notice.view")
def all_class_notices():
    """What was told to the own class, or to any."""
    led = leads(actor())
    mine = db.session.scalars(select(ClassGroup).where(ClassGroup.id.in_(led))).all()
    rows = class_notices(None if actor().role in OFFICE else led)
    return render_template(
        "class_notices/index.html",
        rows=rows,
        mine=sorted(mine, key=lambda group: (group.grade, group.letter)),
        writes=actor().granted("class_notice.send"),
        addressed=addressed,
        today=actor().today,
    )


def _found(class_notice_id: int, action: str = "class_notice.view") -> Notice:
    found = find_or_404(ToClass, class_notice_id)
    authorize(action, ToClass(found))
    return found


def _whose(class_notice_id: int) -> list[About]:
    found = db.session.get(Notice, class_notice_id)
    return [About(class_group_id=found and found.class_group_id)]


@guarded("class_notice.view")
@traced(TOLD, about=_whose)
def class_notice(class_notice_id: int):
    """One of them: the text, and which family has read it."""
    return _page(_found(class_notice_id))


def _page(found: Notice, sentence: str = "") -> str:
    told = families_told(found, actor().today)
    there = [one for one in told if not one.on_paper]
    open_yet = found.annulled_at is None and found.shown_until >= actor().today
    return render_template(
        "class_notices/notice.html",
        notice=found,
        group=db.session.get(ClassGroup, found.class_group_id),
        to=addressed(found),
        author=author_of(found),
        there=there,
        on_paper=[one for one in told if one.on_paper],
        have_read=sum(one.has_read for one in there),
        teachers=teachers_told(found, actor().today),
        day=last_shown(found, actor().today),
        may_send=actor().granted("class_notice.send") and open_yet,
        today=actor().today,
        sentence=sentence,
    )


@guarded("class_notice.view")
@paced(PRINT)
@traced(TOLD_PRINT, about=_whose)
def printed_class_notice(class_notice_id: int):
    """The list as a paper: who has read and when; the others get a line to sign on."""
    found = _found(class_notice_id)
    group, facts = db.session.get(ClassGroup, found.class_group_id), school()
    told = families_told(found, actor().today)
    data = {
        "school": facts.name if facts else "",
        "class": group.name,
        "title": found.title,
        "text": found.text.split("\n"),
        "about": f"{addressed(found)}; показывается по {found.shown_until:%d.%m.%Y}",
        "families": [_family_line(one) for one in told],
        "teachers": [_teacher_line(one) for one in teachers_told(found, actor().today)],
        "printed": printed_at(clock.now()),
        "by": actor().name,
    }
    return pdf("class_notice", data, f"Объявление классу, {found.title}")


def _family_line(one: FamilyTold) -> list[str]:
    if one.on_paper:
        return [one.family.name, "сообщить на бумаге", ""]
    read = [f"{reader.who}, {moment(reader.read.at)}" for reader in one.readers if reader.read]
    return [one.family.name, "; ".join(read), "прочитано в журнале" if read else ""]


def _teacher_line(one: Reader) -> list[str]:
    said = moment(one.read.at) if one.read else ""
    return [one.person.full_name, said, "прочитано в журнале" if one.read else ""]


def _own_class(class_group_id: int) -> ClassGroup:
    found = find_or_404(ClassGroup, class_group_id)
    authorize("class_notice.send", found)
    return found


@guarded("class_notice.send")
def new_class_notice(class_group_id: int):
    """An empty form: to parents, shown for a week."""
    until = (actor().today + _SHOWN).isoformat()
    return _form(_own_class(class_group_id), {"shown_until": until}, ["parent"])


@guarded("class_notice.send")
@made_once
def send_new_class_notice(class_group_id: int):
    """Send it."""
    group, form = _own_class(class_group_id), request.form
    typed = {name: form.get(name, "") for name in ("title", "text")}
    typed |= {"roles": form.getlist("roles"), "shown_until": asked.day(form.get("shown_until"))}
    try:
        hold_school()
        made = send_class_notice(typed, group, actor().account_id)
    except WrongFields as wrong:
        db.session.rollback()
        group = _own_class(class_group_id)
        return _form(group, form, typed["roles"], wrong.problems, wrong.sentence), 422
    flash("Отправлено: при следующем входе каждый увидит строку «Прочитайте»")
    return redirect(url_for(".class_notice", class_notice_id=made.id))


def _form(group: ClassGroup, typed, roles, problems=None, sentence: str = "") -> str:
    return render_template(
        "class_notices/new.html",
        group=group,
        typed=typed,
        roles=roles,
        addressed=ADDRESSED,
        longest=(LONGEST_TITLE, LONGEST_TEXT),
        today=actor().today,
        problems=problems or {},
        sentence=sentence,
    )


@guarded("class_notice.send")
def withdraw_to_class(class_notice_id: int):
    """Nobody is shown it any more; who has read it, stays."""
    found = _found(class_notice_id, "class_notice.send")
    hold_school()
    try:
        withdraw_class_notice(found)
    except Refused as refusal:
        db.session.rollback()
        return _page(_found(class_notice_id), refusal.sentence), 422
    db.session.commit()
    flash("Отозвано: объявления больше никто не увидит")
    return redirect(url_for(".class_notice", class_notice_id=class_notice_id))
