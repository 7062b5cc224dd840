"""Imports: upload, dry run, questions, apply, report, undo."""

import tempfile
from pathlib import Path

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy import select

import jobs
from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.security import begin_writing, late
from blueprints.trace import traced
from jobs import health
from models.access.viewing import IMPORT
from models.base import db
from models.exchange import upload as uploads
from models.exchange.upload import KINDS, Stored, Upload
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused
from models.runs.run import Run

SHOWN = 20


@guarded("import.view")
def imports():
    """Bring a file; the last uploads and what became of them."""
    return render_template("imports/index.html", **_index())


def _index(problem: str | None = None) -> dict:
    rows = db.session.execute(
        select(Run, Upload, Person)
        .join(Upload, Upload.id == Run.args["upload_id"].as_integer())
        .outerjoin(Account, Account.id == Run.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(Run.kind == "import")
        .order_by(Run.id.desc())
        .limit(SHOWN)
    ).all()
    return {"kinds": KINDS, "rows": rows, "problem": problem, "trouble": health.trouble()}


@guarded("import.upload")
@late
def upload():
    """Take a file in and start its dry run."""
    try:
        first = _first(request.form.get("first", ""))
        stored, name = _brought()
    except Refused as refusal:
        return render_template("imports/index.html", **_index(refusal.sentence)), 422
    begin_writing()
    return _start(uploads.note(stored, name, actor().account_id), first, dry=True)


def _brought() -> tuple[Stored, str]:
    """The file of the form, checked and kept, while nobody waits for it."""
    brought = request.files.get("file")
    if brought is None or not brought.filename:
        raise Refused("Выберите файл.")
    with tempfile.NamedTemporaryFile() as scratch:
        brought.save(scratch)
        scratch.flush()
        data = current_app.config["KLASS"].data
        kind = request.form.get("kind", "")
        return uploads.store(kind, Path(scratch.name), data), brought.filename


def _first(text: str) -> str | None:
    if not text:
        return None
    if (found := asked.day(text)) is None:
        raise Refused("Дата «с какого дня» непонятна.")
    return found.isoformat()


def _start(taken: Upload, first: str | None, dry: bool):
    run = jobs.ask("import", by=actor(), upload_id=taken.id, dry=dry, first=first)
    return redirect(url_for(".run", run_id=run.id))


@guarded("import.view")
@traced(IMPORT, detail=("run_id",))
def import_report(run_id: int):
    """What a dry run would do, or an import did."""
    run = find_or_404(Run, run_id)
    upload_row = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.view", upload_row)
    if run.result is None:
        return redirect(url_for(".run", run_id=run.id))
    return render_template("imports/report.html", run=run, upload=upload_row, report=run.result)


@guarded("import.apply")
def apply_import(run_id: int):
    """Do what the dry run showed."""
    run = find_or_404(Run, run_id)
    taken = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.apply", run)
    return _start(taken, run.args.get("first"), dry=False)


@guarded("import.undo")
def undo_import(run_id: int):
    """Take an applied import back; refused where something was touched since."""
    run = find_or_404(Run, run_id)
    authorize("import.undo", run)
    undoing = jobs.ask("import-undo", by=actor(), run_id=run.id)
    return redirect(url_for(".run", run_id=undoing.id))
