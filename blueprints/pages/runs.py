"""A background run: how far it is, what came out. A running fragment asks again by itself."""

from flask import render_template, url_for

import jobs
from blueprints.guard import authorize, find_or_404, guarded
from blueprints.htmx import fragment, is_fragment
from blueprints.presence import by_itself
from jobs import health
from models.runs.run import Run

KINDS = {
    "backup": "Резервная копия",
    "backup-check": "Проверка копии",
    "backup-fetch": "Копия из хранилища",
    "restore": "Восстановление из копии",
    "control": "Контрольный срез",
    "days": "Уроки дня",
    "reminders": "Напоминания о сроках",
    "export": "Выгрузка",
    "audit-check": "Проверка журнала изменений",
    "proof": "Ночная проверка копий",
    "import": "Загрузка",
    "import-undo": "Отмена загрузки",
    "removal": "Удаление по акту",
    "rollover": "Переход на следующий год",
    "rollover-undo": "Отмена перехода на следующий год",
}


@guarded("run.view")
@by_itself("fragment")
def run(run_id: int):
    """The state of a run, as a page or as the fragment that polls."""
    found = find_or_404(Run, run_id)
    authorize("run.view", found)
    if is_fragment():
        return fragment("runs/_run.html", **run_context(found))
    return render_template("runs/run.html", **run_context(found))


def run_context(found: Run) -> dict:
    """What the fragment of a run needs, in one place."""
    return {
        "run": found,
        "run_title": KINDS.get(found.kind, found.kind),
        "progress": jobs.progress_of(found) if found.is_active else None,
        "trouble": health.trouble() if found.state == "queued" else None,
        "result_link": _result_link(found),
    }


def _result_link(found: Run) -> str | None:
    if found.state != "done":
        return None
    result = found.result or {}
    if found.kind == "import-undo":
        return url_for(".import_report", run_id=found.args["run_id"])
    if found.kind == "import":
        return url_for(".import_report", run_id=found.id)
    if found.kind.startswith("rollover"):
        return url_for(".next_year")
    if "act_id" in result:
        return url_for(".removal_act", act_id=result["act_id"])
    if "snapshot_id" in result:
        return url_for(".snapshot", snapshot_id=result["snapshot_id"])
    if found.kind == "audit-check":
        return url_for(".audit_proof")
    if found.kind == "proof":
        return url_for(".backups")
    return url_for(".backups") if found.kind.startswith("backup") else None
