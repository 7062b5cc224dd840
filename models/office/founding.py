"""Founding a school: its row, its year with terms and holidays, the director's mode."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.office.order import ELECTRONIC, TRANSITION, ModeDecision
from models.refusal import Refused
from models.school.calendar import HALF_YEAR, QUARTER, AcademicYear, Holiday, Term, monday
from models.school.kinds_of_days import BREAK, PUBLIC
from models.school.school import School

LOWEST, HALVES_FROM, HIGHEST = 1, 10, 11
_QUARTERS = (  # weeks from the year's Monday: (first week, days from its Monday to the last day)
    (0, 53),  # eight weeks
    (9, 57),
    (19, 75),
    (31, 51),
)
_BREAKS = ("Осенние каникулы", "Зимние каникулы", "Весенние каникулы")
_FIRST_GRADE_WEEK = 23  # the extra week off of grade 1, in February


def found_school(name: str, start: date, mode: str = ELECTRONIC, **settings) -> School:
    """Create the school and its year beginning on `start`; Refused where there is one."""
    if db.session.scalar(select(School).limit(1)) is not None:
        raise Refused("Школа уже создана.")
    if mode not in (TRANSITION, ELECTRONIC):
        raise Refused("Режим бывает transition (переходный) или electronic (электронный).")
    school = School(name=name, settings=settings)
    db.session.add(school)
    db.session.add(ModeDecision(mode=mode, from_date=start))
    open_year(start)
    db.session.flush()
    return school


def open_year(start: date) -> AcademicYear:
    """An academic year with its terms by grade and its days off."""
    base = monday(start)
    ends = base + timedelta(weeks=52, days=-1)
    year = AcademicYear(starts_on=start, ends_on=min(ends, _end(base, 3) + timedelta(days=92)))
    db.session.add(year)
    db.session.flush()
    for grade in range(LOWEST, HIGHEST + 1):
        _terms(year, base, grade)
    _holidays(year, base)
    return year


def _begin(base: date, quarter: int) -> date:
    return base + timedelta(weeks=_QUARTERS[quarter][0])


def _end(base: date, quarter: int) -> date:
    return _begin(base, quarter) + timedelta(days=_QUARTERS[quarter][1])


def _terms(year: AcademicYear, base: date, grade: int) -> None:
    spans = [(max(_begin(base, q), year.starts_on), _end(base, q)) for q in range(len(_QUARTERS))]
    kind = QUARTER
    if grade >= HALVES_FROM:
        kind = HALF_YEAR
        spans = [(spans[0][0], spans[1][1]), (spans[2][0], spans[3][1])]
    for number, (first, last) in enumerate(spans, start=1):
        db.session.add(
            Term(
                year_id=year.id,
                grade=grade,
                kind=kind,
                number=number,
                starts_on=first,
                ends_on=last,
            )
        )


def _holidays(year: AcademicYear, base: date) -> None:
    day = timedelta(days=1)
    for number, name in enumerate(_BREAKS):
        _off(year, _end(base, number) + day, _begin(base, number + 1) - day, name)
    _off(year, _end(base, 3) + day, year.ends_on, "Летние каникулы")
    extra = base + timedelta(weeks=_FIRST_GRADE_WEEK)
    _off(year, extra, extra + timedelta(days=6), "Каникулы первоклассников", grade=1)
    for free, name in _public(year).items():
        _off(year, free, free, name, kind=PUBLIC)


def _off(year: AcademicYear, first: date, last: date, name: str, grade=None, kind=BREAK) -> None:
    days = {"starts_on": first, "ends_on": last}
    db.session.add(Holiday(year_id=year.id, **days, name=name[:80], grade=grade, kind=kind))


def _public(year: AcademicYear) -> dict[date, str]:
    """Public holidays of Russia in the year, from the `holidays` package, weekends left out."""
    from holidays import country_holidays

    found = country_holidays("RU", years=[year.starts_on.year, year.ends_on.year], language="ru")
    return {
        free: name
        for free, name in found.items()
        if year.starts_on <= free <= year.ends_on and free.weekday() < 6
    }
