"""An import as a run: args upload_id, dry, first (ISO or None)."""

from datetime import date

from flask import current_app

from jobs import memory
from models.base import db
from models.exchange.importing import import_read, read_file
from models.exchange.upload import Upload


def prepare(run, progress):
    """Read the file, within bounds: what it says and how it is built are strangers' work."""
    upload = db.session.get(Upload, run.args["upload_id"])
    progress(1, 4, "Читаю файл")
    with memory.bounded():
        return read_file(upload.kind, upload.path(current_app.config["KLASS"].data))


def run(run, progress, read) -> dict:
    """Import what was read; the result is the report."""
    upload = db.session.get(Upload, run.args["upload_id"])
    first = date.fromisoformat(run.args["first"]) if run.args.get("first") else None
    report = import_read(upload.kind, read, first, dry=run.args["dry"], progress=progress)
    return report.as_json()
