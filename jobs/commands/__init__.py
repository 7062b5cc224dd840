"""The command line: `flask <group> <verb>`. Exit codes: 0 done, 1 refused, 2 wrong usage."""

from functools import wraps

import click
from flask import Flask

from models import engine
from models.audit.author import system
from models.base import db
from models.refusal import Refused


def writes(name: str):
    """A command that writes: one transaction, committed at its end; a refusal exits with 1."""

    def wrap(command):
        @wraps(command)
        def run(*args, **kwargs):
            with engine.writing():
                db.session.info["author"] = system(name)
                try:
                    said = command(*args, **kwargs)
                    db.session.commit()
                except Refused as refusal:
                    db.session.rollback()
                    raise click.ClickException(refusal.sentence) from None
            if said:
                click.echo(said)

        return run

    return wrap


def register(app: Flask) -> None:
    """Put every group on the app."""
    from jobs.commands import account, audit, backup, demo, school

    for group in (account.account, audit.audit, backup.backup, demo.demo, school.school):
        app.cli.add_command(group)
