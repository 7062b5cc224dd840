"""Proving a copy, as a run: args name."""

from dataclasses import asdict

from flask import current_app

from models.runs.backup import verify_backup


def run(run, progress) -> dict:
    """Open, check and count a copy; the result is its manifest."""
    settings = current_app.config["KLASS"]
    return asdict(verify_backup(settings.database_url, settings.data, run.args["name"], progress))
