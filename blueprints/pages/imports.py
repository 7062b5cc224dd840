"""Imports: upload, dry run, questions, apply, report, undo."""

import tempfile
from pathlib import Path

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

import jobs
from blueprints import asked, tables
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.security import begin_writing, late
from blueprints.trace import traced
from jobs import health
from models.access.pace import EXPORT, UPLOAD
from models.access.viewing import IMPORT
from models.base import db
from models.exchange import upload as uploads
from models.exchange.decision import still_open
from models.exchange.kept_report import kept
from models.exchange.report import FATES
from models.exchange.upload import KINDS, LISTS, Stored, Upload
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused
from models.runs.run import DONE, IMPORT_UNDO, Run, active_run, undoing_of

SHOWN = 20


@guarded("import.view")
def imports():
    """Bring a file; the last uploads and what became of them."""
    return render_template("imports/index.html", **_index())


def _index(problem: str | None = None) -> dict:
    undoing = aliased(Run)
    undid = undoing.args["run_id"].as_integer() == Run.id
    rows = db.session.execute(
        select(Run, Upload, Person, undoing.id)
        .join(Upload, Upload.id == Run.args["upload_id"].as_integer())
        .outerjoin(Account, Account.id == Run.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(undoing, (undoing.kind == IMPORT_UNDO) & (undoing.state == DONE) & undid)
        .where(Run.kind == "import")
        .order_by(Run.id.desc())
        .limit(SHOWN)
    ).all()
    return {"kinds": KINDS, "rows": rows, "problem": problem, "trouble": health.trouble()}


def start_check(taken: Upload, first: str | None):
    """Check a file (again) as it would be read now."""
    return _start(taken, first, dry=True)


@guarded("import.upload")
@paced(UPLOAD)
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
    applied = _application_of(run)
    undoing = undoing_of(applied or run)
    undone = undoing is not None and undoing.state == DONE
    if applied and not undone:  # what is in the school is told, not what would be
        return redirect(url_for(".import_report", run_id=applied.id, **request.args))
    return render_template(
        "imports/report.html",
        run=run,
        upload=upload_row,
        is_list=upload_row.kind in LISTS,
        fates=FATES,
        report=run.result,
        applied=applied,
        undone=undone,
        undoing=undoing,
        undone_by=undoing and _who_asked(undoing),
        **_questions_now(run.result),
    )


def _is_undone(run: Run) -> bool:
    undoing = undoing_of(run)
    return undoing is not None and undoing.state == DONE


def _who_asked(run: Run) -> str:
    account = db.session.get(Account, run.account_id) if run.account_id else None
    return account.person.initials if account else "программа"


def _questions_now(report: dict) -> dict:
    """What became of the questions since: the report itself stays as the run found things."""
    waits = still_open(report.get("questions", ()))
    return {
        "open_now": len(waits),
        "waiting_now": sum(question["lessons"] for question in waits if question["options"]),
        "decided_since": max(0, report["open_questions"] - len(waits)),
    }


def _application_of(run: Run) -> Run | None:
    """The import that brought in what this check showed; the last one, if there were several."""
    if not run.args["dry"]:
        return None
    query = select(Run).where(Run.kind == "import", Run.state == DONE, Run.id > run.id)
    wanted = run.args | {"dry": False}
    newest = db.session.scalars(query.order_by(Run.id.desc()))
    return next((done for done in newest if done.args == wanted), None)


@guarded("import.upload")
@paced(UPLOAD)
def check_again(run_id: int):
    """Check the same file once more: what is in the school already changes nothing."""
    run = find_or_404(Run, run_id)
    taken = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.view", taken)
    return start_check(taken, run.args.get("first"))


@guarded("import.view")
@paced(EXPORT)
@traced(IMPORT, detail=("run_id",))
def whole_difference(run_id: int):
    """All lines of the difference, as a table."""
    run = _reported(run_id)
    lines = kept(run.id, run.result, current_app.config["KLASS"].data)["lines"]
    rows = ((where, FATES[fate], what) for where, fate, what in lines)
    return tables.csv_answer(
        f"Загрузка {run.id}, что изменится", ("Где", "Что с этим", "Что"), rows
    )


@guarded("import.view")
@paced(EXPORT)
@traced(IMPORT, detail=("run_id",))
def all_faults(run_id: int):
    """All rows that did not go in, as a table."""
    run = _reported(run_id)
    faults = kept(run.id, run.result, current_app.config["KLASS"].data)["refused"]
    heads = ("Файл", "Строка", "Столбец", "Значение", "Почему")
    names = ("file", "row", "column", "value", "reason")
    rows = (tuple(fault.get(name, "") for name in names) for fault in faults)
    return tables.csv_answer(f"Загрузка {run.id}, что не вошло", heads, rows)


def _reported(run_id: int) -> Run:
    run = find_or_404(Run, run_id)
    authorize("import.view", find_or_404(Upload, run.args.get("upload_id", 0)))
    return run if run.result is not None else abort(404)


@guarded("import.apply")
def apply_import(run_id: int):
    """Do what the dry run showed; what is brought in already is shown, not brought in again."""
    run = find_or_404(Run, run_id)
    taken = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.apply", run)
    under_way = active_run("import", run.args | {"dry": False})  # asked first: it may end now
    applied = _application_of(run)
    if under_way is None and applied is not None and not _is_undone(applied):
        flash("Этот файл уже внесён. Ниже то, что изменилось.")
        return redirect(url_for(".import_report", run_id=applied.id))
    return _start(taken, run.args.get("first"), dry=False)


@guarded("import.undo")
def undo_import(run_id: int):
    """Take an applied import back; refused where something was touched since. A second press
    leads to what became of the first."""
    run = find_or_404(Run, run_id)
    authorize("import.undo", run)
    if _is_undone(run):
        flash("Уже отменено.")
        return redirect(url_for(".import_report", run_id=run.id))
    undoing = jobs.ask(IMPORT_UNDO, by=actor(), run_id=run.id)
    return redirect(url_for(".run", run_id=undoing.id))
