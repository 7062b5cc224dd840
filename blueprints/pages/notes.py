"""Analytic notes: written from the figures of a term, edited, signed, printed (5.2(13))."""

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.note_paper import DOCX, charts, document, paper
from blueprints.once import made_once
from blueprints.pace import paced
from blueprints.printing import pdf
from blueprints.tables import attachment
from models.access.pace import EXPORT, PRINT
from models.base import db
from models.control.note import (
    AnalyticNote,
    StaleNote,
    notes,
    signed_note,
    terms_to_note,
    write_note,
    year_name,
)
from models.control.note_text import percent
from models.people.account import accounts_named
from models.refusal import Refused
from models.school.calendar import TermFacts, the_year
from models.school.school import hold_school

FORMER = "former"
GROUPS = {"operators": "Операторы", "rule": "Правила", "person": "Люди", "class": "Классы"}


@guarded("note.view")
def all_notes():
    """The archive; the administrator chooses here the term of the next one."""
    return _archive()


def _archive(there: AnalyticNote | None = None, chosen: str = "") -> str:
    """The archive; `there`: the signed note of the term that another is asked for."""
    return render_template(
        "control/notes.html",
        rows=notes(),
        terms=_terms(),
        former=FORMER,
        there=there,
        chosen=chosen,
        may_write=actor().granted("note.write"),
    )


@guarded("note.write")
@paced(EXPORT)
@made_once
def write_new_note():
    """Count a term and put it into words."""
    chosen = request.form.get("term", "")
    term = _terms().get(chosen)
    if term is None:
        raise Refused("Выберите четверть, которая уже началась.")
    hold_school()
    there = signed_note(term.starts_on)
    if there is not None and not request.form.get("again"):
        return _archive(there, chosen), 422
    name = f"{term.name} {year_name(term)} учебного года"
    name += ", повторная" if there else ""
    made = write_note(name, term.starts_on, min(term.ends_on, actor().today), actor().account_id)
    return redirect(url_for(".note", note_id=made.id))


@guarded("note.view")
def note(note_id: int):
    """One note: its text, and the figures it stands on."""
    found = find_or_404(AnalyticNote, note_id)
    authorize("note.view", found)
    return _page(found, found.text, found.council)


@guarded("note.write")
def change_note(note_id: int):
    """Edit the text until it is signed, say where it was presented, or sign it."""
    found = find_or_404(AnalyticNote, note_id)
    authorize("note.write", found)
    text, council = request.form.get("text", found.text), request.form.get("council", "")
    signs = request.form.get("sign")
    try:
        found.rewrite(text, council, asked.number(request.form.get("seen")))
    except Refused as refusal:
        status = 409 if isinstance(refusal, StaleNote) else 422
        return _page(found, text, council, refusal.sentence), status
    if signs and found.is_open and not found.why_not_yet and not request.form.get("sure"):
        db.session.commit()
        return redirect(url_for(".note", note_id=note_id, ask=1))
    try:
        if signs:
            found.sign(actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _page(found, text, council, refusal.sentence), 422
    db.session.commit()
    flash("Подписано" if signs else "Сохранено")
    return redirect(url_for(".note", note_id=note_id))


def _file_name(found: AnalyticNote) -> str:
    return f"{found.title} с {found.first:%d.%m.%Y} по {found.last:%d.%m.%Y}"


@guarded("note.view")
@paced(PRINT)
def printed_note(note_id: int):
    """The note as a paper."""
    found = find_or_404(AnalyticNote, note_id)
    authorize("note.view", found)
    return pdf("note", paper(found), _file_name(found))


@guarded("note.view")
@paced(PRINT)
def note_document(note_id: int):
    """The note as a document to be edited elsewhere."""
    found = find_or_404(AnalyticNote, note_id)
    authorize("note.view", found)
    return attachment(document(found), f"{_file_name(found)}.docx", DOCX)


def _terms() -> dict[str, TermFacts]:
    """What the form says → the term meant: a number of this year's, or the former year's last."""
    today = actor().today
    this = the_year(today).id
    return {
        str(term.number) if term.year_id == this else FORMER: term for term in terms_to_note(today)
    }


def _page(found: AnalyticNote, text: str, council: str, sentence: str = "") -> str:
    not_yet = found.why_not_yet if found.is_open else ""
    return render_template(
        "control/note.html",
        note=found,
        text=text,
        council=council,
        names=accounts_named({found.made_by, found.signed_by}),
        groups=GROUPS,
        charts=charts(found),
        percent=percent,
        may_write=actor().granted("note.write"),
        sentence=sentence,
        not_yet=not_yet,
        asks=found.is_open and not not_yet and bool(request.values.get("ask")),
    )
