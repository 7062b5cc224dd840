"""A copy of the database, as a run."""

from dataclasses import asdict

from flask import current_app

from models.runs.backup import make_backup


def run(_run, progress) -> dict:
    """Make a copy; the result is its manifest."""
    settings = current_app.config["KLASS"]
    return asdict(make_backup(settings.database_url, settings.data, progress))
