"""A year's calendar as people see it: a sign for each day, and what is not as usual in words."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import YearFacts
from models.school.days import SchoolDay, YearDays
from models.school.groups import ClassGroup
from models.school.kinds_of_days import (
    BREAK,
    CANCELLED,
    OWN,
    PUBLIC,
    QUARANTINE_WORDS,
)

MONTHS_NAMED = (
    "Январь",
    "Февраль",
    "Март",
    "Апрель",
    "Май",
    "Июнь",
    "Июль",
    "Август",
    "Сентябрь",
    "Октябрь",
    "Ноябрь",
    "Декабрь",
)
SIGNS = {BREAK: "к", PUBLIC: "п", OWN: "с", CANCELLED: "о"}  # beside the number of a day
MOVED, PART, WEEKEND = "moved", "part", "weekend"
SIGNS_IN_WORDS = (
    (BREAK, "к", "каникулы"),
    (PUBLIC, "п", "праздник"),
    (OWN, "с", "свободный день школы"),
    (CANCELLED, "о", "занятия отменены"),
    (PART, "ч", "свободна часть классов"),
    (MOVED, "р", "по расписанию другого дня"),
)
Grid = dict[date, dict[int, SchoolDay]]


@dataclass(frozen=True)
class Cell:
    """A day of a month: its kind (a colour), its sign and its words."""

    day: date
    kind: str = ""
    sign: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """What some days are, and for whom."""

    span: str
    kind: str
    words: str
    whom: str


@dataclass(frozen=True)
class Month:
    """A month of the calendar: weeks of days (None outside of it), and below them what is not as
    usual."""

    name: str
    weeks: list[list[Cell | None]]
    lines: list[Line]


def months_of(days: YearDays, grades: list[int], names: dict[int, str]) -> list[Month]:
    """The months of a year for some grades; of quarantines those of the named classes."""
    grid, found = grid_of(days, grades), []
    month = days.year.starts_on.replace(day=1)
    while month <= days.year.ends_on:
        weeks = [
            [cell(grid, day) if day.month == month.month else None for day in week]
            for week in Calendar().monthdatescalendar(month.year, month.month)
        ]
        name = f"{MONTHS_NAMED[month.month - 1]} {month.year}"
        found.append(Month(name, weeks, lines(days, grid, month, names)))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def grid_of(days: YearDays, grades: list[int]) -> Grid:
    """Each day of the year for each of the grades."""
    year = days.year
    span = (year.ends_on - year.starts_on).days + 1
    dates = (year.starts_on + timedelta(days=n) for n in range(span))
    return {day: {grade: days.of(day, grade) for grade in grades} for day in dates}


@remembered
def class_names(year: YearFacts) -> dict[int, str]:
    """The classes of a year by number, in their order."""
    query = select(ClassGroup).where(ClassGroup.year_id == year.id)
    rows = db.session.scalars(query.order_by(ClassGroup.grade, ClassGroup.letter))
    return {row.id: row.name for row in rows}


def cell(grid: Grid, day: date) -> Cell:
    """A day as a month shows it; outside of the year an empty one."""
    found = list(grid.get(day, {}).values())
    if not found:
        return Cell(day, WEEKEND)
    free = [one for one in found if one.is_free]
    moved = next((one for one in found if one.moved), None)
    if moved:
        return Cell(day, MOVED, "р", moved.moved)
    if len(free) == len(found):
        kind = free[0].kind
        return Cell(day, kind, SIGNS.get(kind, ""), free[0].why)
    if day.weekday() == 6:
        return Cell(day, WEEKEND)
    return (
        Cell(day, PART, "ч", "; ".join(dict.fromkeys(one.why for one in free)))
        if free
        else Cell(day)
    )


def lines(days: YearDays, grid: Grid, month: date, names: dict[int, str]) -> list[Line]:
    """What is not as usual in a month, in the order of days; what goes on into the next
    month is told in both."""
    runs: dict[tuple, list[list[date]]] = {}
    for day in (day for day in grid if (day.year, day.month) == (month.year, month.month)):
        for told, grades in _told(grid[day]).items():
            spans = runs.setdefault((*told, grades), [])
            if spans and spans[-1][-1] == day - timedelta(days=1):
                spans[-1].append(day)
            else:
                spans.append([day])
    everybody = len(next(iter(grid.values()), {}))
    found = [
        (span[0], Line(_span(span[0], span[-1]), kind, words, _whom(grades, everybody)))
        for (kind, words, grades), spans in runs.items()
        for span in spans
    ]
    found += _quarantines(days, month, names)
    return [line for _, line in sorted(found, key=lambda one: one[0])]


def _told(day: dict[int, SchoolDay]) -> dict[tuple[str, str], tuple[int, ...]]:
    """(kind, words) of a day → the grades it is so for."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for grade, one in day.items():
        if one.is_free or one.moved:
            key = (MOVED, one.moved) if one.moved else (one.kind, one.why)
            found[key] = (*found.get(key, ()), grade)
    return found


def _whom(grades: tuple[int, ...], everybody: int) -> str:
    """«все классы» is not said; «1–4 классы», «1-е классы», «1, 3 классы» are."""
    if len(grades) == everybody:
        return ""
    if len(grades) == 1:
        return f"{grades[0]}-е классы"
    in_a_row = grades[-1] - grades[0] == len(grades) - 1
    told = f"{grades[0]}–{grades[-1]}" if in_a_row else ", ".join(map(str, grades))
    return f"{told} классы"


def _quarantines(days: YearDays, month: date, names: dict[int, str]) -> list[tuple[date, Line]]:
    after = (month + timedelta(days=32)).replace(day=1)
    return [
        (
            one.starts_on,
            Line(
                _span(one.starts_on, one.ends_on),
                "quarantine",
                f"Карантин, {QUARANTINE_WORDS[one.kind]}: {one.reason}",
                names[one.class_group_id],
            ),
        )
        for one in days.shut
        if one.starts_on < after and one.ends_on >= month and one.class_group_id in names
    ]


def _span(first: date, last: date) -> str:
    """«04.11», «30.11–02.12»."""
    if first == last:
        return f"{first:%d.%m}"
    return f"{first:%d.%m}–{last:%d.%m}"
