"""The school's registers and their documents, to read, on paper and as workbooks."""

from flask import abort, current_app, render_template, request, send_file

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import cut, pdf, root
from blueprints.room import school
from blueprints.tables import XLSX, attachment
from blueprints.trace import traced
from models import clock
from models.access.pace import EXPORT, PRINT
from models.access.policy import may
from models.access.viewing import DOCUMENTS, DOCUMENTS_PRINT, About
from models.base import db
from models.exchange.register_book import register_book
from models.office.documents import deciding
from models.office.documents.document import Document, DocumentFile
from models.office.documents.kind import Kind
from models.office.documents.kinds import KINDS, kinds_of
from models.office.documents.listing import (
    STATES,
    Line,
    cells_of,
    counts_of,
    heads_of,
    lines_of,
    reminders,
    responsible_on,
    years_of,
)
from models.office.documents.listing import register as lines_in
from models.office.notice import sheets_under
from models.office.officials import administrator_on, director_on
from models.printable import opened
from models.refusal import Refused

MOST = 500


def kind_or_404(register: str) -> Kind:
    """A register this room knows of."""
    found = KINDS.get(register)
    return found if found and found.is_read_by(actor().role) else abort(404)


def may_keep(kind: Kind) -> bool:
    """Whether the room enters documents into the register."""
    return actor().granted("document.keep") and actor().role in kind.kept_by


@guarded("document.view")
def registers():
    """All registers this room knows, and what must be done soon."""
    return render_template(
        "documents/index.html",
        kinds=kinds_of(actor().role),
        counts=counts_of(actor()),
        reminders=reminders(actor()),
        today=actor().today,
    )


@guarded("document.view")
@traced(DOCUMENTS, about=lambda register: [About()], detail=("register",))
def document_register(register: str):
    """One register, of a calendar year or all years."""
    kind = kind_or_404(register)
    year = asked.number(request.args.get("year"))
    return render_template(
        "documents/register.html",
        kind=kind,
        responsible=responsible_on(actor().today) if kind.name == "duty" else "",
        lines=lines_in(actor(), kind, year, MOST),
        years=years_of(kind),
        year=year,
        states=STATES,
        may_keep=may_keep(kind),
        own_only=actor().role in kind.own_of,
        today=actor().today,
    )


@guarded("document.view")
@paced(PRINT)
@traced(DOCUMENTS_PRINT, about=lambda register: [About()], detail=("register",))
def printed_documents(register: str):
    """The register as a paper to sign."""
    kind = kind_or_404(register)
    year = asked.number(request.args.get("year"))
    lines, said = cut(lines_in(actor(), kind, year, MOST))
    facts = school()
    data = {
        "school": facts.name if facts else "",
        "title": kind.register,
        "about": _about(kind, year, said),
        "heads": heads_of(kind),
        "lines": [cells_of(line) for line in reversed(lines)],
        "printed": printed_at(clock.now()),
        "by": administrator_on(actor().today),
        "director": director_on(actor().today),
        "root": root(),
    }
    return pdf("documents", data, _file_name(kind, year))


def _file_name(kind: Kind, year: int | None) -> str:
    return f"{kind.register}, {year} год" if year else kind.register


def _about(kind: Kind, year: int | None, said: str) -> str:
    when = f"за {year} год" if year else "за все годы"
    clauses = "пункты" if "," in kind.clause else "пункт"
    return f"{clauses} {kind.clause} регламента, {when}; {said}"


@guarded("document.view")
@paced(EXPORT)
@traced(DOCUMENTS_PRINT, about=lambda register: [About()], detail=("register",))
def register_workbook(register: str):
    """The register as a workbook."""
    kind = kind_or_404(register)
    year = asked.number(request.args.get("year"))
    rows = [cells_of(line) for line in reversed(lines_in(actor(), kind, year, MOST))]
    return attachment(
        register_book(kind.register, heads_of(kind), rows), _file_name(kind, year) + ".xlsx", XLSX
    )


@guarded("document.view")
@traced(DOCUMENTS, about=lambda document_id: [About()], detail=("document_id",))
def document(document_id: int):
    """One document: what stands in it, what must be done by when, its files and sheets."""
    found = find_or_404(Document, document_id)
    authorize("document.view", found)
    return document_page(found)


def document_page(found: Document, typed=None, problems=None, sentence: str = "") -> str:
    """The page of one document, with what was typed into one of its forms."""
    (line,) = lines_of([found])
    return render_template(
        "documents/document.html",
        line=line,
        document=found,
        kind=line.kind,
        state=line.state(actor().today),
        states=STATES,
        steps=_steps(line),
        hindered=deciding.what_hinders(found, line.steps) if found.kind == "mode" else "",
        may_keep=may(actor(), "document.keep", found),
        sheets=sheets_under(document_id=found.id) if actor().granted("notice.view") else [],
        today=actor().today,
        typed=typed or {},
        problems=problems or {},
        sentence=sentence,
    )


def _steps(line: Line) -> list[tuple]:
    """Each step with its words and whether this actor marks it."""
    told = [(step, line.kind.step(step.step)) for step in line.steps]
    return [(step, words, may(actor(), "document.answer", step)) for step, words in told if words]


@guarded("document.view")
@paced(PRINT)
@traced(DOCUMENTS_PRINT, about=lambda document_id: [About()], detail=("document_id",))
def printed_document(document_id: int):
    """One document as a paper to sign."""
    found = find_or_404(Document, document_id)
    authorize("document.view", found)
    (line,), facts = lines_of([found]), school()
    hidden = {"number", "on_date", "text", "title"}
    hidden |= {"due_on", "from_date", "until"} if line.kind.is_signed else set()
    shown = [name for name in line.kind.fields if name not in hidden]
    data = {
        "school": facts.name if facts else "",
        "name": line.kind.one,
        "number": found.number,
        "day": f"{found.on_date:%d.%m.%Y}",
        "title": found.title,
        "facts": [[line.kind.fields[name], line.said(name)] for name in shown if line.said(name)],
        "scope": (", ".join(line.scope) or "вся школа") if line.kind.places else "",
        "text": found.text.split("\n"),
        "tables": (found.figures or {}).get("tables", []),
        "steps": [] if line.kind.is_signed else _said_steps(line),
        "asks": line.kind.is_signed and bool(line.steps),
        "signed": "Администратор журнала" if line.kind.is_signed else "Директор",
        "signer": (administrator_on if line.kind.is_signed else director_on)(actor().today),
        "director": director_on(actor().today),
        "annulled": found.annulled_why,
        "printed": printed_at(clock.now()),
        "by": actor().name,
    }
    return pdf("document", data, f"{line.kind.one} {found.number} от {found.on_date:%d.%m.%Y}")


def _said_steps(line: Line) -> list[list[str]]:
    """What is to be done, or was, and when."""
    told = [(step, words) for step, words, _ in _steps(line)]
    return [
        [opened(words.title if step.done_on else words.todo), line.said_step(step.step)]
        for step, words in told
    ]


@guarded("document.view")
@paced(PRINT)
@traced(DOCUMENTS_PRINT, about=lambda **_numbers: [About()], detail=("document_id", "scan_id"))
def document_file(document_id: int, scan_id: int):
    """A file of a document, always as an attachment."""
    found = find_or_404(Document, document_id)
    authorize("document.view", found)
    file = db.session.get(DocumentFile, scan_id)
    if file is None or file.document_id != found.id:
        abort(404)
    path = file.path(current_app.config["KLASS"].data)
    if not path.exists():
        raise Refused("Файла нет на диске: его не вернули вместе с копией базы.")
    return send_file(
        path, mimetype=file.media, as_attachment=True, download_name=file.name, max_age=0
    )
