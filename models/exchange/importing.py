"""An import from file to report, for the command line and for jobs alike."""

from datetime import date
from pathlib import Path

from models import clock
from models.base import db
from models.exchange.report import Report
from models.exchange.upload import PUPILS, TIMETABLE
from models.journal.days import open_day
from models.refusal import Refused
from models.school.calendar import the_year


def first_day(asked: date | None) -> date:
    """From when an import holds: as asked, or today, but not before the year begins."""
    year = the_year(asked or clock.today())
    return max(asked or clock.today(), year.starts_on)


def read_file(kind: str, path: Path):
    """What the file says. The slow part: it asks no database, so it runs while nobody waits.
    Raises Refused."""
    if not path.exists():
        raise Refused("Файла этой загрузки на диске больше нет. Загрузите его ещё раз.")
    if kind == TIMETABLE:
        from models.exchange.asc import read_timetable

        return read_timetable(path)
    from models.exchange.pupils_sheet import read_rows

    return read_rows(path)


def import_file(kind: str, path: Path, first: date | None, **how) -> Report:
    """Read a file and import it, see `import_read`."""
    return import_read(kind, read_file(kind, path), first, **how)


def import_read(
    kind: str, read, first: date | None, *, dry: bool, accept: bool = False, progress=None
) -> Report:
    """Import what was read in the caller's transaction; a dry run leaves nothing behind.

    `accept` takes the proposals of a timetable's open questions. Raises Refused.
    """
    tell = progress or (lambda *_: None)
    savepoint = db.session.begin_nested()
    day = first_day(first)
    tell(2, 4, "Сравниваю со школой")
    report = _BY_KIND[kind](read, day, accept)
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


def _timetable(timetable, first: date, accept: bool) -> Report:
    from models.exchange.decision import accept_proposals, decisions
    from models.exchange.questions import resolve
    from models.exchange.timetable_import import import_timetable

    if accept:
        accept_proposals(resolve(timetable, decisions())[1])
    return import_timetable(timetable, the_year(first), first)


def _pupils(read, first: date, _accept: bool) -> Report:
    from models.exchange.pupils_import import import_pupils, known_classes
    from models.exchange.pupils_sheet import only_known

    year = the_year(first)
    rows, faults = only_known(*read, known_classes(year))
    return import_pupils(rows, faults, year, first)


_BY_KIND = {TIMETABLE: _timetable, PUPILS: _pupils}
