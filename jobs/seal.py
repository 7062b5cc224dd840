"""The sealer: a process that seals new entries of the audit every few seconds.

A process of its own, and no run: a backup must not hold it up, and it must work without Redis.
"""

import logging
import time
from functools import partial

from sqlalchemy.exc import DBAPIError, IntegrityError

EVERY = 10  # seconds between two looks
_log = logging.getLogger("klass.seal")


def seal() -> list:
    """Seal all that waits, one transaction per block, in the app context of the caller; returns
    the new blocks."""
    from models import engine
    from models.audit.sealing import next_block
    from models.base import db

    made = []
    while True:
        with engine.reading():
            db.session.rollback()
            block = next_block()
            db.session.rollback()
        if block is None:
            return made
        with engine.writing():
            db.session.add(block)
            try:
                db.session.commit()
            except IntegrityError:  # somebody else sealed meanwhile: look again
                db.session.rollback()
                continue
        made.append(block)


def ship() -> list[str]:
    """Carry new blocks to each target; returns what kept any of them from it, in sentences."""
    from flask import current_app

    from models import copy_key, engine
    from models.audit import shipped
    from models.base import db
    from models.runs.backup import folder
    from models.runs.restore_log import restores
    from models.runs.targets import targets

    settings, troubles = current_app.config["KLASS"], []
    source = folder(settings.data)
    key = copy_key.own_key(source)
    for target in targets(settings.copies):
        trouble = target.trouble()
        if trouble is None:
            with engine.reading():
                db.session.rollback()
                try:
                    copy_key.share(source, folder(target.place), key.recipient if key else None)
                    shipped.ship(target.place, restores(settings.data), key)
                except (OSError, ValueError) as error:
                    why = getattr(error, "strerror", None) or error
                    trouble = f"Записи не вынесены в {target.place}: {why}."
                finally:
                    db.session.rollback()
        troubles += [trouble] if trouble else []
    return troubles


def _app(settings):
    """An application of the database alone: this process shows no page and stays small."""
    from flask import Flask

    from models import clock, copy_key, engine
    from models.base import db
    from models.closed import is_closed

    copy_key.configure(settings.copies_key)
    clock.configure(settings.zone, settings.data, settings.now)
    app = Flask("klass.seal")
    app.config.update(
        KLASS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine.options(settings.database_url),
    )
    db.init_app(app)
    with app.app_context():
        engine.prepare(db.engine, partial(is_closed, settings.data))
    return app


def main() -> None:
    """Seal until told to stop."""
    from jobs import supervision
    from models.environment import Settings

    supervision.leave_with_supervisor()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    settings = Settings.from_env()
    supervision.serve(settings.data)
    app, said = _app(settings), []
    while True:
        with app.app_context():
            try:
                seal()
                if (troubles := ship()) != said:
                    said = troubles
                    _log.warning("%s", " ".join(said) or "sealed changes are carried away again")
            except DBAPIError as error:
                _log.warning("nothing sealed, the database does not answer: %s", error.orig)
        time.sleep(EVERY)


if __name__ == "__main__":
    main()
