"""Entering documents into the school's registers, marking what was done, files, corrections."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.pages.documents import document_page, kind_or_404, may_keep
from blueprints.security import begin_writing, late
from models.access.pace import UPLOAD
from models.base import db
from models.control.document_drafts import DRAFTED, draft
from models.files.kept import Brought
from models.office.documents.deciding import enact
from models.office.documents.document import LONGEST, Document, DocumentScope, DocumentStep
from models.office.documents.keeping import (
    annul_document,
    attach_files,
    enter_document,
    mark_done,
    next_number,
)
from models.office.documents.kind import DAYS, Kind
from models.office.documents.listing import acts_to_amend
from models.office.documents.places import Place, places_of
from models.office.paper_file import brought_scan
from models.office.serving import all_staff
from models.refusal import Refused, WrongFields
from models.school.calendar import the_year
from models.school.school import hold_school

_IDS = {"person_id", "amends_id"}
_NO_DAY = "Такого дня нет."


def _kept(register: str) -> Kind:
    kind = kind_or_404(register)
    return kind if may_keep(kind) else abort(403, description="Этот реестр ведёт другой кабинет.")


@guarded("document.keep")
def new_document(register: str):
    """An empty form, one filled from an annulled entry, or one with a draft from the figures."""
    kind = _kept(register)
    typed = {"number": next_number(kind, actor().today), "on_date": actor().today.isoformat()}
    typed |= {name: value for name, value in request.args.items() if name in kind.fields}
    if (again := asked.number(request.args.get("again"))) is not None:
        typed = _as_typed(kind, find_or_404(Document, again))
    if request.args.get("draft") and kind.name in DRAFTED:
        return _drafted(kind, typed)
    return _form(kind, typed, _scope_of(again))


def _drafted(kind: Kind, typed: dict):
    days = {name: asked.day(typed.get(name)) for name in ("from_date", "until")}
    if None in days.values() or days["from_date"] > days["until"]:
        said = dict.fromkeys(days, "Укажите дни периода, за который нужны цифры.")
        return _form(kind, typed, (), said), 422
    title, text, _ = draft(kind.name, days["from_date"], days["until"], actor().today)
    return _form(kind, typed | {"title": typed.get("title") or title, "text": text}, ())


def _as_typed(kind: Kind, found: Document) -> dict:
    values = {name: getattr(found, name) for name in kind.fields}
    return {name: str(value) for name, value in values.items() if value is not None}


def _scope_of(document_id: int | None) -> set[str]:
    if document_id is None:
        return set()
    rows = db.session.query(DocumentScope).filter_by(document_id=document_id)
    return {
        f"c{row.class_group_id}" if row.class_group_id else f"g{row.study_group_id}" for row in rows
    }


@guarded("document.keep")
@paced(UPLOAD)
@late
def enter_new_document(register: str):
    """Enter a document with its files; they are looked at before anything is written."""
    kind, form = _kept(register), request.form
    try:
        typed, brought = _typed(kind), _brought()
        wanted = set(form.getlist("scope"))
        scope = [place.pair for place in _places(kind) if place.key in wanted]
        begin_writing()
        hold_school()
        if kind.name in DRAFTED and typed.get("from_date") and typed.get("until"):
            days = typed["from_date"], typed["until"]
            typed["figures"] = draft(kind.name, *days, actor().today)[2]
        made = enter_document(kind, typed, scope, actor().account_id)
        attach_files(made, brought, current_app.config["KLASS"].data)
    except Refused as refusal:
        db.session.rollback()
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        return _form(kind, form, set(form.getlist("scope")), problems, refusal.sentence), 422
    db.session.commit()
    flash("Записано в реестр")
    return redirect(url_for(".document", document_id=made.id))


def _typed(kind: Kind) -> dict:
    found, problems = {}, {}
    for name in kind.fields:
        text = request.form.get(name, "").strip()
        if name in DAYS:
            found[name] = asked.day(text)
            if text and found[name] is None:
                problems[name] = _NO_DAY
        else:
            found[name] = asked.number(text) if name in _IDS else text
    if found.get("sort") and found["sort"] not in _sorts(kind):
        problems["sort"] = "Выберите из списка."
    if problems:
        raise WrongFields(problems)
    return found


def _sorts(kind: Kind) -> dict[str, str]:
    """What this room may choose: nobody asks the own room."""
    own = {sort for sort, role in kind.answered_by.items() if role is actor().role}
    if kind.answered_by and "operator" in kind.sorts and actor().role != "administrator":
        own.add("operator")
    return {sort: words for sort, words in kind.sorts.items() if sort not in own}


def _brought() -> list[Brought]:
    files = [one for one in request.files.getlist("scan") if one.filename]
    return [brought_scan(one.filename, one.stream.read) for one in files]


def _places(kind: Kind) -> list[Place]:
    return places_of(the_year(actor().today).id) if kind.places else []


def _form(kind: Kind, typed, scope=(), problems=None, sentence: str = "") -> str:
    return render_template(
        "documents/new.html",
        kind=kind,
        typed=typed,
        scope=scope,
        places=_places(kind),
        sorts=_sorts(kind),
        people=all_staff() if "person_id" in kind.fields else [],
        acts=list(acts_to_amend(kind)) if "amends_id" in kind.fields else [],
        days=DAYS,
        longest=LONGEST,
        drafted=kind.name in DRAFTED,
        lead=kind.steps[0].lead if kind.steps else 0,
        problems=problems or {},
        sentence=sentence,
    )


@guarded("document.answer")
def mark_step(document_id: int, step_id: int):
    """Something about a document was done."""
    found, step = find_or_404(Document, document_id), find_or_404(DocumentStep, step_id)
    if step.document_id != found.id:
        abort(404)
    authorize("document.answer", step)
    hold_school()
    done_on, note = request.form.get("done_on"), request.form.get("note", "")
    try:
        mark_done(found, step, asked.day(done_on), note, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        typed = {"step": step_id, "done_on": done_on, "note": note}
        page = document_page(
            db.session.get(Document, document_id), typed, problems, refusal.sentence
        )
        return page, 422
    db.session.commit()
    flash("Отмечено")
    return redirect(url_for(".document", document_id=document_id))


@guarded("document.keep")
def enact_decision(document_id: int):
    """Put a decision on the mode of classes into force."""
    found = _own(document_id)
    hold_school()
    if found.kind != "mode":
        abort(404)
    enact(found, actor().account_id)
    db.session.commit()
    flash(f"Введено в действие с {found.from_date:%d.%m.%Y}")
    return redirect(url_for(".document", document_id=document_id))


def _own(document_id: int) -> Document:
    found = find_or_404(Document, document_id)
    authorize("document.keep", found)
    return found


@guarded("document.keep")
@paced(UPLOAD)
@late
def add_document_files(document_id: int):
    """More scans of a document."""
    found = _own(document_id)
    try:
        brought = _brought()
        if not brought:
            raise Refused("Выберите файл.")
        begin_writing()
        hold_school()
        found = _own(document_id)
        attach_files(found, brought, current_app.config["KLASS"].data)
    except Refused as refusal:
        db.session.rollback()
        return document_page(_own(document_id), sentence=refusal.sentence), 422
    db.session.commit()
    flash("Файл приложен")
    return redirect(url_for(".document", document_id=document_id))


@guarded("document.keep")
def annul_entry(document_id: int):
    """Take a wrong entry back, with a reason; it stays in the register."""
    found = _own(document_id)
    hold_school()
    why = request.form.get("why", "")
    try:
        annul_document(found, why, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return document_page(_own(document_id), {"why": why}, sentence=refusal.sentence), 422
    db.session.commit()
    flash("Запись отменена. Внесите документ заново, если он был.")
    return redirect(url_for(".document", document_id=document_id))
