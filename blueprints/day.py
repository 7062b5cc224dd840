"""The first person of the day opens it: lessons exist even when no job ran at night."""

from flask import current_app

from models import clock, engine
from models.audit.author import system
from models.base import db
from models.closed import is_closed
from models.journal.days import open_until
from models.school.calendar import year_of

_opened: dict[object, object] = {}  # by database


def come() -> None:
    """Make today's lessons once per process and day; cheap ever after.

    Runs in a transaction of its own, which says at its start that it will write.
    """
    today = clock.today()
    database = db.engine
    if _opened.get(database) == today or is_closed(current_app.config["KLASS"].data):
        return
    author = db.session.info.get("author")
    db.session.rollback()
    with engine.writing():
        db.session.info["author"] = system("lessons of the day")
        year = year_of(today)
        if year is not None:
            open_until(year, today)
        db.session.commit()
    db.session.info["author"] = author
    _opened[database] = today
