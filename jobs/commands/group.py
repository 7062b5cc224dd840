"""What all commands have in common: a group that says when the database is away, and writing."""

import sqlite3
from functools import wraps

import click
import psycopg
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import DBAPIError

from models import engine
from models.audit.author import system
from models.base import db
from models.refusal import Refused


class Group(AppGroup):
    """Commands of one subject; where one fails because the database does not answer, it says so."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except (DBAPIError, sqlite3.OperationalError, psycopg.OperationalError):
            engine.reach(_database_of(context))
            raise


def _database_of(context: click.Context) -> str:
    return context.ensure_object(ScriptInfo).load_app().config["KLASS"].database_url


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
