"""An import as a run: args upload_id, dry, first (ISO or None)."""

from datetime import date

from flask import current_app

from models.base import db
from models.exchange.importing import import_file
from models.exchange.upload import Upload


def run(run, progress) -> dict:
    """Import the upload; the result is the report."""
    upload = db.session.get(Upload, run.args["upload_id"])
    first = date.fromisoformat(run.args["first"]) if run.args.get("first") else None
    report = import_file(
        upload.kind,
        upload.path(current_app.config["KLASS"].data),
        first,
        dry=run.args["dry"],
        progress=progress,
    )
    return report.as_json()
