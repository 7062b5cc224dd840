"""Bringing a copy from the storage into the folder of copies, and proving it there: args name."""

from dataclasses import asdict

from flask import current_app

from models.refusal import Refused
from models.runs import keeping
from models.runs.backup import verify_backup
from models.runs.bucket import Bucket


def run(run, progress) -> dict:
    """Fetch and prove; the result is the manifest."""
    settings, name = current_app.config["KLASS"], run.args["name"]
    if settings.bucket is None:
        raise Refused("Хранилище не названо в настройке KLASS_S3.")
    progress(1, 2, "Беру копию из хранилища")
    with keeping.in_words(settings.data / "backups"):
        Bucket(settings.bucket).fetch(name, settings.data)
    return asdict(verify_backup(settings.database_url, settings.data, name, progress))
