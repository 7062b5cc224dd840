"""The sealer: a process that seals new entries of the audit every few seconds.

A process of its own, and no run: a backup must not hold it up, and it must work without Redis.
"""

import logging
import time

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


def main() -> None:
    """Seal until told to stop."""
    from app import Settings
    from jobs import supervision
    from jobs.work import the_app

    supervision.leave_with_supervisor()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    supervision.serve(Settings.from_env().data)
    while True:
        with the_app().app_context():
            try:
                seal()
            except DBAPIError as error:
                _log.warning("nothing sealed, the database does not answer: %s", error.orig)
        time.sleep(EVERY)


if __name__ == "__main__":
    main()
