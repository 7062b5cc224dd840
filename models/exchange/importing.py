"""An import from file to report, for the command line and for jobs alike."""

from datetime import date
from pathlib import Path

from models import clock
from models.base import db
from models.exchange.report import Report
from models.exchange.upload import PUPILS, TIMETABLE
from models.journal.days import open_day
from models.school.calendar import the_year


def first_day(asked: date | None) -> date:
    """From when an import holds: as asked, or today, but not before the year begins."""
    year = the_year(asked or clock.today())
    return max(asked or clock.today(), year.starts_on)


def import_file(
    kind: str, path: Path, first: date | None, *, dry: bool, accept: bool = False, progress=None
) -> Report:
    """Import a file in the caller's transaction; a dry run leaves nothing behind.

    `accept` takes the proposals of a timetable's open questions. Raises Refused.
    """
    tell = progress or (lambda *_: None)
    savepoint = db.session.begin_nested()
    day = first_day(first)
    report = _BY_KIND[kind](path, day, accept, tell)
    report.dry = dry
    tell(3, 4, "Записываю")
    db.session.flush()
    if dry:
        savepoint.rollback()
        db.session.expire_all()
    else:
        savepoint.commit()
        if kind == TIMETABLE and day <= clock.today():
            open_day(the_year(), clock.today())
    return report


def _timetable(path: Path, first: date, accept: bool, tell) -> Report:
    from models.exchange.asc import read_timetable
    from models.exchange.decision import accept_proposals, decisions
    from models.exchange.questions import resolve
    from models.exchange.timetable_import import import_timetable

    tell(1, 4, "Читаю расписание")
    timetable = read_timetable(path)
    if accept:
        accept_proposals(resolve(timetable, decisions())[1])
    tell(2, 4, "Сравниваю со школой")
    return import_timetable(timetable, the_year(first), first)


def _pupils(path: Path, first: date, _accept: bool, tell) -> Report:
    from models.exchange.pupils_import import import_pupils, known_classes
    from models.exchange.pupils_sheet import read_pupils

    year = the_year(first)
    tell(1, 4, "Читаю список")
    rows, faults = read_pupils(path, set(known_classes(year)))
    tell(2, 4, "Сравниваю со школой")
    return import_pupils(rows, faults, year, first)


_BY_KIND = {TIMETABLE: _timetable, PUPILS: _pupils}
