"""Backups: make, list, download, verify."""

from flask import abort, current_app, redirect, render_template, send_file, url_for

import jobs
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from blueprints.trace import traced
from jobs import health
from models.access.pace import EXPORT
from models.access.viewing import COPY
from models.runs import backup as copies
from models.runs.run import last_run


@guarded("backup.view")
def backups():
    """The copies, newest first, and what to do with them."""
    settings = current_app.config["KLASS"]
    running = last_run("backup")
    return render_template(
        "backups/index.html",
        copies=copies.backups(settings.data),
        running=running if running and running.is_active else None,
        last=running,
        trouble=health.trouble(),
    )


@guarded("backup.make")
@paced(EXPORT)
def make_backup():
    """«Создать копию»: a run with progress."""
    run = jobs.ask("backup", by=actor())
    return redirect(url_for(".run", run_id=run.id))


@guarded("backup.verify")
@paced(EXPORT)
def verify_backup(name: str):
    """Open, check and count a copy, as a run."""
    _copy(name)
    run = jobs.ask("backup-check", by=actor(), name=name)
    return redirect(url_for(".run", run_id=run.id))


@guarded("backup.download")
@paced(EXPORT)
@traced(COPY, detail=("name",))
def download_backup(name: str):
    """The file itself."""
    found = _copy(name)
    path = copies.folder(current_app.config["KLASS"].data) / found.name
    return send_file(path, as_attachment=True, download_name=found.name, max_age=0)


def _copy(name: str) -> copies.Backup:
    return copies.backup_named(current_app.config["KLASS"].data, name) or abort(404)
