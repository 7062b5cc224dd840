"""Opening the school year that comes next: as the last one went, by its own calendar."""

from datetime import date, timedelta

from sqlalchemy import select

from models import clock
from models.audit.bulk import bulk_insert
from models.base import db
from models.office.founding import HIGHEST, LOWEST, open_year
from models.refusal import WrongFields
from models.school.bells import year_bells
from models.school.calendar import (
    HALF_YEAR,
    QUARTER,
    TRIMESTER,
    AcademicYear,
    Term,
    YearFacts,
    terms_of,
    years,
)
from models.school.school import hold_school
from models.school.timetable import BellSchedule, LessonTime

_LATEST = timedelta(days=120)  # after the last year's end: a school does not skip a year


def next_start() -> date:
    """1 September after the last year, or the Monday after it where that is a Sunday."""
    last = years()[-1]
    start = date(last.starts_on.year + 1, 9, 1)
    start = start if start > last.ends_on else last.ends_on + timedelta(days=1)
    return start + timedelta(days=1) if start.weekday() == 6 else start


def open_next_year(start: date | None) -> AcademicYear:
    """The year after the last one, from `start`: terms of the same kinds, public holidays, the
    same bells. Raises WrongFields where the day does not follow the last year."""
    hold_school()
    last = years()[-1]
    if start is None or not last.ends_on < start <= last.ends_on + _LATEST:
        first = last.ends_on + timedelta(days=1)
        raise WrongFields(
            {
                "start": f"Укажите день с {first:%d.%m.%Y} по {last.ends_on + _LATEST:%d.%m.%Y}: "
                f"прошлый год идёт по {last.ends_on:%d.%m.%Y}."
            }
        )
    year = open_year(start)
    db.session.flush()
    for grade in range(LOWEST, HIGHEST + 1):
        _same_kind(last, year, grade)
    _same_bells(last, year)
    return year


def _same_kind(last: YearFacts, year: AcademicYear, grade: int) -> None:
    """A grade that had half-years or trimesters begins with them again."""
    before = terms_of(last.id, grade)
    query = select(Term).where(Term.year_id == year.id, Term.grade == grade).order_by(Term.number)
    rows = list(db.session.scalars(query))
    kind = before[0].kind if before else rows[0].kind
    if kind == rows[0].kind:
        return
    first, end = rows[0].starts_on, rows[-1].ends_on
    shift = first - before[0].starts_on
    spans = {
        HALF_YEAR: lambda: [(rows[0].starts_on, rows[1].ends_on), (rows[2].starts_on, end)],
        TRIMESTER: lambda: [(t.starts_on + shift, min(t.ends_on + shift, end)) for t in before],
        QUARTER: lambda: [(t.starts_on + shift, min(t.ends_on + shift, end)) for t in before],
    }[kind]()
    for row in rows[len(spans) :]:
        row.annulled_at = clock.now()
    for number, (starts, ends) in enumerate(spans, start=1):
        row = rows[number - 1] if number <= len(rows) else Term(year_id=year.id, grade=grade)
        row.number, row.kind, row.starts_on, row.ends_on = number, kind, starts, ends
        db.session.add(row)
    db.session.flush()


def _same_bells(last: YearFacts, year: AcademicYear) -> None:
    bells = year_bells(last)
    for one in (bells.ordinary, *bells.others):
        if one.on_date:
            continue
        schedule_id = None
        if one.id:
            whom = {"grade": one.grade, "grade_to": one.grade_to, "weekday": one.weekday}
            row = BellSchedule(year_id=year.id, name=one.name, shift=one.shift, **whom)
            db.session.add(row)
            db.session.flush()
            schedule_id = row.id
        times = [
            {"number": n, "starts": starts, "ends": ends, "schedule_id": schedule_id}
            for n, (starts, ends) in one.times.items()
        ]
        bulk_insert(db.session, LessonTime, [{"year_id": year.id, **time} for time in times])
