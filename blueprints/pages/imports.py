"""Imports: upload, dry run, questions, apply, report, undo."""

import tempfile
from datetime import date
from pathlib import Path

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy import select

import jobs
from blueprints.guard import actor, authorize, find_or_404, guarded
from jobs import health
from models.base import db
from models.exchange import upload as uploads
from models.exchange.upload import KINDS, Upload
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused
from models.runs.run import Run, new_run

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
def upload():
    """Take a file in and start its dry run."""
    brought = request.files.get("file")
    try:
        if brought is None or not brought.filename:
            raise Refused("Выберите файл.")
        first = _first(request.form.get("first", ""))
        with tempfile.NamedTemporaryFile() as scratch:
            brought.save(scratch)
            scratch.flush()
            taken = uploads.take_in(
                request.form.get("kind", ""),
                Path(scratch.name),
                brought.filename,
                current_app.config["KLASS"].data,
                actor().account_id,
            )
    except Refused as refusal:
        db.session.rollback()
        return render_template("imports/index.html", **_index(refusal.sentence)), 422
    return _start(taken, first, dry=True)


def _first(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused("Дата «с какого дня» непонятна.") from None


def _start(taken: Upload, first: str | None, dry: bool):
    run = new_run("import", by=actor(), upload_id=taken.id, dry=dry, first=first)
    db.session.commit()
    jobs.start(run)
    return redirect(url_for(".run", run_id=run.id))


@guarded("import.view")
def import_report(run_id: int):
    """What a dry run would do, or an import did."""
    run = find_or_404(Run, run_id)
    upload_row = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.view", upload_row)
    if run.result is None:
        return redirect(url_for(".run", run_id=run.id))
    return render_template(
        "imports/report.html", run=run, upload=upload_row, report=run.result, trouble=None
    )


@guarded("import.apply")
def apply_import(run_id: int):
    """Do what the dry run showed."""
    run = find_or_404(Run, run_id)
    taken = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.apply", taken)
    return _start(taken, run.args.get("first"), dry=False)


@guarded("import.undo")
def undo_import(run_id: int):
    """Take an applied import back; refused where something was touched since."""
    run = find_or_404(Run, run_id)
    authorize("import.undo", run)
    undoing = new_run("import-undo", by=actor(), run_id=run.id)
    db.session.commit()
    jobs.start(undoing)
    return redirect(url_for(".run", run_id=undoing.id))
