"""An import as a run: args upload_id, dry, first (ISO or None).

The file is read and compared with the school while everybody goes on writing; only what differs
is written under the lock.
"""

from dataclasses import dataclass
from datetime import date

from flask import current_app

from jobs import memory
from models.base import db
from models.exchange import kept_report
from models.exchange.importing import Compared, compare, read_file, write
from models.exchange.upload import Upload


@dataclass
class Prepared:
    """What the file says, and how it differs from the school."""

    read: object
    compared: Compared


def prepare(run, progress) -> Prepared:
    """Read the file, within bounds: what it says and how it is built are strangers' work."""
    upload = db.session.get(Upload, run.args["upload_id"])
    progress(1, 4, "Читаю файл")
    with memory.bounded():
        read = read_file(upload.kind, upload.path(current_app.config["KLASS"].data))
        progress(2, 4, "Сравниваю со школой")
        return Prepared(read, compare(upload.kind, read, _first(run)))


def run(run, progress, prepared: Prepared) -> dict:
    """Write what differs; the result is the report."""
    compared = prepared.compared
    if not run.args["dry"]:
        if not compared.plan.holds():  # somebody changed the school meanwhile
            progress(2, 4, "Сравниваю ещё раз")
            compared = compare(compared.kind, prepared.read, _first(run))
        write(compared, progress)
    compared.report.dry = run.args["dry"]
    kept_report.keep(compared.report, run.id, current_app.config["KLASS"].data)
    return compared.report.as_json()


def _first(run) -> date | None:
    return date.fromisoformat(run.args["first"]) if run.args.get("first") else None
