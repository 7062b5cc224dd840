"""Restoring a copy: what it holds and what would be lost, the password, and how far it is."""

from datetime import datetime
from pathlib import Path

from flask import abort, current_app, redirect, render_template, request, url_for
from sqlalchemy import func, select, table, text

from blueprints.auth.entry import own_try
from blueprints.auth.proof import TooSoon, account_by_password
from blueprints.guard import actor, guarded
from blueprints.htmx import fragment, is_fragment
from blueprints.pace import paced
from blueprints.presence import by_itself
from blueprints.security import late
from jobs import restore as restore_job
from models.access.pace import EXPORT
from models.audit.entry import Entry
from models.base import db
from models.refusal import Refused
from models.runs import asked_restore
from models.runs import backup as copies
from models.runs.restoring import STEPS, real_moment
from models.runs.targets import present

WRONG = "Пароль не подходит. Ничего не изменено."
COPY, MOMENT, LATEST = "copy", "moment", "latest"
COUNTED = {
    "mark": "Отметки",
    "attendance": "Пропуски",
    "lesson": "Уроки",
    "homework": "Домашние задания",
    "term_mark": "Отметки за период",
    "student": "Ученики",
    "person": "Люди",
    "audit_entry": "Записи журнала изменений",
}


@guarded("backup.restore")
@paced(EXPORT)
def copy_restoration(name: str):
    """What the copy holds, what has come since, and the form that restores it."""
    return _page(name)


@guarded("backup.restore")
@paced(EXPORT)
@late
def restore_copy(name: str):
    """Begin the restore, for the password."""
    settings, place = current_app.config["KLASS"], _place(name)
    try:
        kind = request.form.get("to", COPY)
        until = _moment(request.form.get("moment", ""), name) if kind == MOMENT else None
        account_by_password(own_try(), request.form.get("password", ""), WRONG)
        db.session.commit()
        number = asked_restore.ask(settings.data, name, place, until, kind == LATEST, actor())
    except Refused as refusal:
        return _page(name, refusal), 429 if isinstance(refusal, TooSoon) else 422
    restore_job.start(settings, number)
    return redirect(url_for(".restoration"))


@guarded("backup.restore")
@by_itself("fragment")
def restoration():
    """How far the last restore is, or how it ended; a running one asks again by itself."""
    last = asked_restore.last_restoration(current_app.config["KLASS"].data)
    if last is None:
        return redirect(url_for(".backups"))
    if is_fragment():
        return fragment("backups/_restoration.html", last=last, steps=STEPS)
    return render_template("backups/restoration.html", last=last, steps=STEPS)


def _page(name: str, problem: Refused | None = None) -> str:
    data = current_app.config["KLASS"].data
    found = copies.backup_named(_place(name), name)
    now = _now(found.counts)
    last = asked_restore.last_restoration(data)
    return render_template(
        "backups/restore.html",
        copy=found,
        disk=request.args.get("disk", type=int) or 0,
        rows=[(COUNTED[one], found.counts.get(one, 0), now[one]) for one in now],
        version=db.session.scalar(text("SELECT version_num FROM alembic_version"))
        if _has_versions()
        else None,
        last_entry=_last_entry(),
        carried=present(current_app.config["KLASS"].copies),
        running=last if last and last.is_active else None,
        typed=request.form,
        problem=problem,
    )


def _has_versions() -> bool:
    return db.inspect(db.session.connection()).has_table(copies.VERSION)


def _now(counts: dict[str, int]) -> dict[str, int]:
    """Rows of today, of the tables that people know."""
    return {
        name: db.session.scalar(select(func.count()).select_from(table(name))) for name in COUNTED
    }


def _last_entry() -> datetime | None:
    return db.session.scalar(select(Entry.at).order_by(Entry.id.desc()).limit(1))


def _place(name: str) -> Path:
    """The disk of the address, on which the copy lies; nothing else exists."""
    settings = current_app.config["KLASS"]
    places = [settings.data, *present(settings.copies)]
    number = request.args.get("disk", 0, type=int)
    if not 0 <= number < len(places) or copies.backup_named(places[number], name) is None:
        abort(404)
    return places[number]


def _moment(typed: str, name: str) -> datetime:
    """A moment on the school's wall, as the machine's, not before the copy."""
    try:
        found = real_moment(datetime.fromisoformat(typed))
    except (ValueError, OverflowError):
        raise Refused("Укажите день и время, до которых вернуть журнал.") from None
    if found < copies.backup_named(_place(name), name).made:
        raise Refused("Копия сделана позже этого времени. Выберите копию постарше.")
    return found
