"""Which column of a list means what: guessed, corrected here, and remembered for the next file."""

from flask import render_template, request

from blueprints.guard import authorize, find_or_404, guarded
from blueprints.pages.imports import start_check
from blueprints.trace import traced
from models.access.viewing import IMPORT
from models.exchange.column_mapping import remember
from models.exchange.importing import columns_of
from models.exchange.upload import Upload
from models.refusal import Refused
from models.runs.run import Run

NOT_READ = "Этот файл ещё не прочитан. Дождитесь конца проверки."


@guarded("import.columns")
@traced(IMPORT, detail=("run_id",))
def import_columns(run_id: int):
    """The columns of the file with examples, each with what it means."""
    run, upload = _of_run(run_id)
    return _page(run, upload, run.result["columns"]["columns"])


def _page(run: Run, upload: Upload, chosen: list[str], problem: str = ""):
    found = run.result["columns"]
    rows = [
        (f"c{at}", head, found["examples"][at] if at < len(found["examples"]) else [], meaning)
        for at, (head, meaning) in enumerate(zip(found["heads"], chosen, strict=True))
        if head or (at < len(found["examples"]) and found["examples"][at])
    ]
    return render_template(
        "imports/columns.html",
        run=run,
        upload=upload,
        layout=found,
        rows=rows,
        titles=columns_of(upload.kind).titles(),
        problem=problem,
    )


@guarded("import.columns")
def set_columns(run_id: int):
    """Remember the meanings, and check the file anew with them."""
    run, upload = _of_run(run_id)
    found, columns = run.result["columns"], columns_of(upload.kind)
    chosen = [request.form.get(f"c{at}", "") for at in range(len(found["heads"]))]
    chosen = [name if name in columns.titles() else "" for name in chosen]
    problem = _problem(chosen, columns)
    if problem:
        return _page(run, upload, chosen, problem), 422
    remember(upload.kind, found["signature"], found["heads"], chosen)
    return start_check(upload, run.args.get("first"))


def _problem(chosen: list[str], columns) -> str:
    titles = columns.titles()
    twice = next((name for name in chosen if name and chosen.count(name) > 1), None)
    if twice:
        return f"«{titles[twice]}» указано у двух столбцов. Оставьте у одного."
    if not columns.is_complete(chosen):
        ways = (" и ".join(f"«{titles[n]}»" for n in titles if n in one) for one in columns.needed)
        return f"Не хватает столбцов. Нужны {'; или '.join(ways)}."
    return ""


def _of_run(run_id: int) -> tuple[Run, Upload]:
    run = find_or_404(Run, run_id)
    upload = find_or_404(Upload, run.args.get("upload_id", 0))
    authorize("import.columns", upload)
    if not (run.result or {}).get("columns"):
        raise Refused(NOT_READ)
    return run, upload
