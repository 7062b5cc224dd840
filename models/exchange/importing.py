"""An import from file to report, for the command line and for jobs alike.

First the file is read, then compared with the school: both only look. What differs is a plan, which
is written in one go. A dry run ends with the plan.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models import clock
from models.base import db
from models.exchange.column_mapping import known_columns
from models.exchange.plan import Plan
from models.exchange.report import Report
from models.exchange.upload import ONEROSTER, PUPILS, STAFF, TIMETABLE
from models.journal.days import open_day
from models.refusal import Refused
from models.school.calendar import the_year


@dataclass
class Compared:
    """What an import would write, and the report of it."""

    kind: str
    plan: Plan
    report: Report
    first: date


def first_day(asked: date | None) -> date:
    """From when an import holds: as asked, or today, but not before the year begins."""
    year = the_year(asked or clock.today())
    return max(asked or clock.today(), year.starts_on)


def read_file(kind: str, path: Path):
    """What the file says. The slow part: it runs while nobody waits. Raises Refused."""
    if not path.exists():
        raise Refused("Файла этой загрузки на диске больше нет. Загрузите его ещё раз.")
    return _READ[kind](path)


def compare(kind: str, read, first: date | None, *, accept: bool = False) -> Compared:
    """Look what differs between the file and the school. Only reads.

    `accept` takes the proposals of a timetable's open questions. Raises Refused.
    """
    plan, report, day = Plan(), Report(), first_day(first)
    with db.session.no_autoflush:
        _COMPARE[kind](read, day, plan, report, accept)
    return Compared(kind, plan, report, day)


def write(compared: Compared, progress=None) -> Report:
    """Write what differs, in the caller's transaction."""
    compared.plan.write(progress)
    db.session.flush()
    if compared.kind == TIMETABLE and compared.first <= clock.today():
        open_day(the_year(), clock.today())
    return compared.report


def import_file(kind: str, path: Path, first: date | None, *, dry: bool, accept=False) -> Report:
    """Read a file and import it in the caller's transaction; a dry run writes nothing."""
    compared = compare(kind, read_file(kind, path), first, accept=accept)
    compared.report.dry = dry
    if compared.report.columns and not compared.report.columns["complete"]:
        raise Refused(_COLUMNS[kind]().lacking)
    return compared.report if dry else write(compared)


def _read_timetable(path: Path):
    from models.exchange.timetable_file import read_timetable

    return read_timetable(path)


def _read_pupils(path: Path):
    from models.exchange.pupils_sheet import read_list

    return read_list(path, known_columns(PUPILS))


def _read_staff(path: Path):
    from models.exchange.staff_sheet import read_list

    return read_list(path, known_columns(STAFF))


def _read_oneroster(path: Path):
    from models.exchange.oneroster.reading import read_roster

    return read_roster(path)


def _timetable(timetable, first: date, plan: Plan, report: Report, accept: bool) -> None:
    from models.exchange.timetable_import import plan_timetable

    plan_timetable(timetable, the_year(first), first, plan, report, accept)


def _pupils(read, first: date, plan: Plan, report: Report, _accept: bool) -> None:
    from models.exchange.pupils_import import known_classes, plan_pupils
    from models.exchange.pupils_sheet import only_known

    year = the_year(first)
    report.columns = read.layout.as_json()
    if read.layout.complete:
        classes = known_classes(year)
        rows, faults = only_known(read.rows, read.faults, classes)
        plan_pupils(rows, faults, classes, year, first, plan, report)


def _staff(read, _first: date, plan: Plan, report: Report, _accept: bool) -> None:
    from models.exchange.decision import decisions
    from models.exchange.staff_import import plan_staff
    from models.exchange.staff_sheet import each_once

    report.columns = read.layout.as_json()
    if read.layout.complete:
        rows, faults = each_once(read.rows, read.faults)
        plan_staff(rows, faults, decisions(), plan, report)


def _oneroster(read, first: date, plan: Plan, report: Report, _accept: bool) -> None:
    from models.exchange.oneroster.bringing import plan_roster

    plan_roster(read, the_year(first), first, plan, report)


def columns_of(kind: str):
    """The meanings columns of a list of this kind may have; None where it has no columns."""
    return _COLUMNS[kind]() if kind in _COLUMNS else None


def _pupil_columns():
    from models.exchange.pupils_sheet import COLUMNS

    return COLUMNS


def _staff_columns():
    from models.exchange.staff_sheet import COLUMNS

    return COLUMNS


_READ = {
    TIMETABLE: _read_timetable,
    PUPILS: _read_pupils,
    STAFF: _read_staff,
    ONEROSTER: _read_oneroster,
}
_COMPARE = {TIMETABLE: _timetable, PUPILS: _pupils, STAFF: _staff, ONEROSTER: _oneroster}
_COLUMNS = {PUPILS: _pupil_columns, STAFF: _staff_columns}
