"""Notices to roles and sheets of acquaintance: sent, watched, printed; and read by everybody."""

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.once import made_once
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf, root
from blueprints.room import school
from models import clock, release_notes
from models.access.pace import PRINT
from models.access.role import Role
from models.base import db
from models.control.note import AnalyticNote
from models.office.classes_told import classes_told
from models.office.documents.deciding import notice_of
from models.office.documents.document import Document
from models.office.notice import (
    LONGEST_TEXT,
    Notice,
    addressed_to,
    basis_of,
    mark_read,
    notices,
    send_notice,
    sheet_of,
)
from models.office.notice_policy import Letter
from models.office.order import Order
from models.office.serving import all_staff
from models.refusal import Refused, WrongFields
from models.school.policy import FAMILY
from models.school.school import hold_school

_NEWS = "news"


@guarded("notice.view")
def all_notices():
    """What was sent, with how many have read it."""
    return render_template("notices/index.html", rows=notices(), may_send=_may_send())


def _may_send() -> bool:
    return actor().granted("notice.send")


@guarded("notice.view")
def notice(notice_id: int):
    """One of them: the text, and who of the staff has read it."""
    found = find_or_404(Notice, notice_id)
    authorize("notice.view", found)
    return _page(found)


def _page(found: Notice, sentence: str = "") -> str:
    readers = sheet_of(found, actor().today)
    return render_template(
        "notices/notice.html",
        notice=found,
        basis=basis_of(found),
        readers=readers,
        have_read=sum(reader.read is not None for reader in readers),
        may_send=_may_send() and found.annulled_at is None,
        today=actor().today,
        sentence=sentence,
    )


@guarded("notice.view")
@paced(PRINT)
def printed_sheet(notice_id: int):
    """The sheet as a paper: signatures made here are named, the others get a line."""
    found = find_or_404(Notice, notice_id)
    authorize("notice.view", found)
    facts = school()
    data = {
        "school": facts.name if facts else "",
        "title": found.title,
        "basis": basis_of(found),
        "text": found.text.split("\n"),
        "lines": [_line(reader) for reader in sheet_of(found, actor().today)],
        "printed": printed_at(clock.now()),
        "by": actor().name,
        "root": root(),
    }
    return pdf("sheet", data, f"Лист ознакомления, {found.title}")


def _line(reader) -> list[str]:
    if reader.read is None:
        return [reader.person.full_name, "", ""]
    if reader.read.signed_on:
        return [reader.person.full_name, f"{reader.read.signed_on:%d.%m.%Y}", "подпись на бумаге"]
    at = clock.school_time(reader.read.at)
    return [reader.person.full_name, f"{at:%d.%m.%Y}", f"в электронном журнале, {at:%H:%M}"]


@guarded("notice.send")
def new_notice():
    """An empty form; under an order or a document, or with the news of the program."""
    typed = {name: request.args.get(name, "") for name in ("order", "document")}
    basis = _basis(typed)
    if basis is not None:
        typed |= {"title": f"Ознакомление: {basis.name}", "text": notice_of(basis)}
    elif (number := asked.number(request.args.get("note"))) is not None:
        note = find_or_404(AnalyticNote, number)
        typed |= {"title": f"Справка: {note.title}", "text": note.text[:LONGEST_TEXT]}
    elif request.args.get("from") == _NEWS:
        newest = release_notes.releases()[0]
        roles = request.args.getlist("role")
        to_families = bool(roles) and set(roles) <= {role.value for role in FAMILY}
        typed |= {"title": newest.headline, "text": newest.told(to_families)}
    return _form(typed, roles=request.args.getlist("role"))


def _basis(typed) -> Order | Document | None:
    for name, model in (("order", Order), ("document", Document)):
        if (number := asked.number(typed.get(name))) is not None:
            return find_or_404(model, number)
    return None


@guarded("notice.send")
@made_once
def send_new_notice():
    """Send it."""
    form = request.form
    basis, due_text = _basis(form), form.get("due_on", "").strip()
    readers = [asked.number(one) for one in form.getlist("readers")]
    typed = {"title": form.get("title", ""), "text": form.get("text", "")}
    typed |= {"roles": form.getlist("roles"), "due_on": asked.day(due_text)}
    typed["order_id"] = basis.id if isinstance(basis, Order) else None
    typed["document_id"] = basis.id if isinstance(basis, Document) else None
    try:
        if due_text and typed["due_on"] is None:
            raise WrongFields({"due_on": "Такого дня нет."})
        hold_school()
        made = send_notice(typed, [one for one in readers if one], actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        return _form(form, typed["roles"], readers, problems, refusal.sentence), 422
    flash("Отправлено: на главной странице каждый увидит, что есть непрочитанное")
    return redirect(url_for(".notice", notice_id=made.id))


def _form(typed, roles=(), readers=(), problems=None, sentence: str = "") -> str:
    return render_template(
        "notices/new.html",
        typed=typed,
        basis=_basis(typed),
        roles=roles,
        readers=readers,
        all_roles=list(Role),
        people=all_staff(),
        longest=LONGEST_TEXT,
        problems=problems or {},
        sentence=sentence,
    )


@guarded("notice.send")
def note_signatures(notice_id: int):
    """Who signed the printed sheet, and on which day."""
    found = find_or_404(Notice, notice_id)
    authorize("notice.send", found)
    hold_school()
    known = {reader.person.id for reader in sheet_of(found, actor().today)}
    people = {asked.number(one) for one in request.form.getlist("person")} & known
    try:
        signed_on = asked.written_day(request.form.get("signed_on"))
        if not people:
            raise Refused("Отметьте, кто расписался.")
        for person_id in sorted(people):
            mark_read(found, person_id, actor().account_id, signed_on)
    except Refused as refusal:
        db.session.rollback()
        return _page(find_or_404(Notice, notice_id), refusal.sentence), 422
    db.session.commit()
    flash("Подписи отмечены")
    return redirect(url_for(".notice", notice_id=notice_id))


@guarded("notice.send")
def withdraw_notice(notice_id: int):
    """Nobody need read it any more; who has, stays."""
    found = find_or_404(Notice, notice_id)
    authorize("notice.send", found)
    hold_school()
    found.withdraw()
    db.session.commit()
    flash("Отозвано: читать это больше никого не просят")
    return redirect(url_for(".notice", notice_id=notice_id))


@guarded("notice.read")
def own_notices():
    """What is addressed to oneself in this room, unread first; and the news of the program."""
    who = (actor().person_id, actor().role, actor().today)
    found = addressed_to(*who)
    return render_template(
        "notices/own.html",
        rows=sorted(found, key=lambda row: row[1] is not None),
        basis={one.id: basis_of(one) for one, _ in found if one.is_sheet},
        told=classes_told(*who),
        releases=_news({one.title for one, _ in found}),
    )


def _news(told: set[str]) -> list[tuple[str, list[str]]]:
    """(title, points) of each version that is about the reader and is not told by a notice on the
    same page."""
    to_family = actor().role in FAMILY
    rows = [
        (release.title, release.family_points if to_family else release.points)
        for release in release_notes.releases()
        if release.headline not in told
    ]
    return [(title, points) for title, points in rows if points]


@guarded("notice.read")
def read_notice(letter_id: int):
    """One's own mark: read."""
    found = find_or_404(Letter, letter_id) or abort(404)
    hold_school()
    mark_read(found, actor().person_id, actor().account_id)
    db.session.commit()
    return redirect(url_for(".own_notices"))
