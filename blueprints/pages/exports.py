"""What goes out: lists at once, journals and the whole school as files made in the background."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import abort, current_app, redirect, render_template, request, send_file, url_for
from sqlalchemy import select

import jobs
from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.tables import CSV as CSV_TYPE
from blueprints.tables import XLSX as XLSX_TYPE
from blueprints.tables import ZIP, attachment
from blueprints.trace import traced
from jobs import health
from models.access.pace import EXPORT, PRINT
from models.access.role import Role
from models.access.viewing import EXPORTED
from models.base import db
from models.exchange.tables.catalogue import EVERYTHING, JOURNALS, LISTS, TABLES
from models.exchange.tables.journals import Pages
from models.exchange.tables.made_file import made
from models.exchange.tables.writing import FORMS
from models.office.ordering import the_order
from models.refusal import Refused, WrongFields
from models.runs.run import EXPORTING, Run
from models.school.school import hold_school

SHOWN = 10
_TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE, "zip": ZIP}
ABOUT_ORDER = "О выгрузке журналов (п. 5.1(10) регламента)"


@guarded("export.view")
def exports():
    """What can be taken out, and what was made lately."""
    return render_template("exports/index.html", **_index())


def _index(problem: str = "") -> dict:
    mine = (Run.kind == EXPORTING, Run.account_id == actor().account_id)
    query = select(Run).where(*mine, Run.hat == str(actor().role))
    rows = db.session.scalars(query.order_by(Run.id.desc()).limit(SHOWN)).all()
    data = current_app.config["KLASS"].data
    return {
        "lists": LISTS,
        "journals": JOURNALS if actor().granted("export.journals") else (),
        "roster": actor().granted("export.roster"),
        "everything": actor().granted("export.everything"),
        "by_order": _may_order(),
        "forms": FORMS,
        "rows": [(run, _title(run), made(run.result or {}, data) is not None) for run in rows],
        "problem": problem,
        "typed": request.form,
        "trouble": health.trouble(),
    }


def _title(run: Run) -> str:
    what = run.args.get("what")
    return "Все данные школы" if what == EVERYTHING else TABLES[what].title


@guarded("export.lists")
@paced(PRINT)
@traced(EXPORTED, detail=("table", "form"))
def export_list(table: str, form: str):
    """A list of the school as of today."""
    found = next((one for one in LISTS if one.name == table), None)
    if found is None or form not in FORMS:
        abort(404)
    today = actor().today
    with TemporaryDirectory() as scratch:
        target = Path(scratch) / table
        found.write(target, form, Pages(today))
        return attachment(
            target.read_bytes(), f"{found.title} на {today:%d.%m.%Y}.{form}", _TYPES[form]
        )


@guarded("export.roster")
@paced(EXPORT)
@traced(EXPORTED)
def export_roster():
    """The school as OneRoster 1.2."""
    from models.exchange.oneroster.giving import write_roster

    with TemporaryDirectory() as scratch:
        target = Path(scratch) / "roster"
        write_roster(target, actor().today)
        name = f"OneRoster на {actor().today:%d.%m.%Y}.zip"
        return attachment(target.read_bytes(), name, ZIP)


@guarded("export.journals")
@paced(EXPORT)
def export_journals():
    """Begin to make a table of all journals; those kept on paper only by the director's order."""
    what, form = request.form.get("table"), request.form.get("form")
    if what not in {table.name for table in JOURNALS} or form not in FORMS:
        raise Refused("Такой таблицы нет. Обновите страницу.")
    return _by_order(what=what, form=form)


@guarded("export.everything")
@paced(EXPORT)
def export_everything():
    """Begin to make the archive of all data (5.1(10)); journals kept on paper only by order."""
    return _by_order(what=EVERYTHING, form="zip")


def _by_order(**args):
    """Begin with the order that the form names, where the actor may name one; what was typed
    stays where it cannot be one."""
    if not _may_order():
        return _begun(**args)
    try:
        return _begun(**args, order=_order())
    except Refused as refusal:
        db.session.rollback()
        return render_template("exports/index.html", **_index(refusal.sentence)), 422


def _may_order() -> bool:
    """The order of 5.1(10) is the director's own: nobody else names it."""
    return actor().role is Role.DIRECTOR


def _order() -> str:
    """The order's name, entered now where nobody has yet; '' where the form names none. Raises
    Refused."""
    number, day = (request.form.get(f"order_{part}", "").strip() for part in ("number", "date"))
    if bool(number) != bool(day):
        raise Refused("Укажите и номер, и дату приказа; или ни того, ни другого.")
    if not number:
        return ""
    hold_school()
    try:
        return the_order(number, asked.day(day), ABOUT_ORDER, actor().today).name
    except WrongFields as wrong:
        raise Refused(" ".join(wrong.problems.values())) from None


def _begun(**args):
    run = jobs.ask(EXPORTING, by=actor(), asker=actor().account_id, **args)
    return redirect(url_for(".run", run_id=run.id))


@guarded("export.fetch")
@paced(EXPORT)
@traced(EXPORTED, detail=("run_id",))
def export_file(run_id: int):
    """The file somebody asked for: only they get it."""
    run = find_or_404(Run, run_id)
    authorize("export.fetch", run)
    path = made(run.result or {}, current_app.config["KLASS"].data) or abort(404)
    kind = _TYPES[run.args["form"]]
    return send_file(path, kind, as_attachment=True, download_name=run.result["name"])
