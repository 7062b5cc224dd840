"""Backups: make, list, download, verify."""

from flask import abort, current_app, flash, make_response, redirect, render_template, url_for

import jobs
from blueprints.file_name import call
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from blueprints.trace import traced
from jobs import health
from models import copy_key
from models.access.pace import EXPORT
from models.access.viewing import COPY
from models.runs import backup as copies
from models.runs import one_file
from models.runs.asked_restore import last_restoration
from models.runs.bucket import seen
from models.runs.keeping import lacking
from models.runs.run import last_run
from models.runs.targets import present, targets


@guarded("backup.view")
def backups():
    """The copies, newest first, and what to do with them."""
    settings = current_app.config["KLASS"]
    running = last_run("backup")
    restored = last_restoration(settings.data)
    return render_template(
        "backups/index.html",
        copies=copies.backups(settings.data),
        running=running if running and running.is_active else None,
        last=running,
        trouble=health.trouble(),
        restored=restored,
        bucket=settings.bucket,
        seen=seen(settings.data) if settings.bucket else None,
        local={one.name for one in copies.backups(settings.data)},
        told=settings.alarm_to if settings.smtp else (),
        key_is_on=copy_key.is_on(),
        restoring=restored and restored.is_active,
        disks=[_disk(target, settings) for target in targets(settings.copies)],
    )


def _disk(target, settings) -> dict:
    """Another disk: why nothing can be written there, or its copies; its number among those that
    are there, as pages name it."""
    trouble, there = target.trouble(), present(settings.copies)
    found = [] if trouble else copies.backups(target.place)
    return {
        "name": target.name,
        "trouble": trouble,
        "beside": not trouble and target.is_beside(settings.data),
        "newest": next(iter(found), None),
        "copies": found,
        "open": sum(one.key is None for one in found),
        "lacks": None if trouble else lacking(settings.data, target),
        "number": there.index(target.place) + 1 if target.place in there else None,
    }


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


@guarded("backup.verify")
@paced(EXPORT)
def fetch_backup(name: str):
    """Bring a copy from the storage to this computer, as a run."""
    settings = current_app.config["KLASS"]
    if copies.backup_named(settings.data, name):
        flash("Эта копия уже есть на этом компьютере.")
        return redirect(url_for(".backups"))
    known = settings.bucket and any(one.name == name for one in seen(settings.data).all)
    if not known:
        abort(404)
    run = jobs.ask("backup-fetch", by=actor(), name=name)
    return redirect(url_for(".run", run_id=run.id))


@guarded("backup.download")
@paced(EXPORT)
@traced(COPY, detail=("name",))
def download_backup(name: str):
    """The copy with its scans, as one file."""
    found = _copy(name)
    answer = make_response(one_file.sent(current_app.config["KLASS"].data, found))
    answer.mimetype = "application/x-tar"
    return call(answer, f"Копия {one_file.name_of(found)}")


def _copy(name: str) -> copies.Backup:
    return copies.backup_named(current_app.config["KLASS"].data, name) or abort(404)
