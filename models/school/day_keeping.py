"""The days of the calendar as a person keeps them: holidays, moved days, quarantines.

Each kind is read from a form, added, changed or annulled; nothing is deleted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models import clock
from models.base import db
from models.fingerprint import fingerprint
from models.refusal import Refused, WrongFields
from models.school.calendar import Holiday, YearFacts, year_numbered
from models.school.groups import GRADES, ClassGroup
from models.school.kinds_of_days import (
    CANCELLED,
    HOLIDAY_WORDS,
    OF_WEEKDAY,
    QUARANTINE_WORDS,
    REMOTE,
    in_range,
)
from models.school.special_days import MovedDay, Quarantine
from models.school.terms_closed import refuse_closed_days
from models.school.typed import Typed

LONGEST_NAME, LONGEST_REASON = 80, 200
_OTHERS = "Пока вы правили, это изменили в другом окне. Ваше осталось в полях: проверьте."
_ALREADY = "Это уже сохранено: второй раз сохранять нечего."


class StaleDay(Refused):
    """The row is another than the one the writer had read."""


@dataclass(frozen=True)
class Kind:
    """One kind of row: its model, the form of a new one, and how a form is read."""

    model: type
    new: dict[str, str]
    read: Callable[[YearFacts, Typed, object | None], dict]
    dates: tuple[str, str]  # columns of its first and last day


def typed_row(kind: Kind, row) -> dict[str, str]:
    """A row as its form holds it."""
    found = {}
    for name in kind.new:
        value = getattr(row, name)
        found[name] = value.isoformat() if isinstance(value, date) else str(value or "")
    if "weekday" in found:
        found |= {"weekday": str(row.weekday), "parity": str(row.parity)}
    return found


def row_seen(kind: Kind, row) -> str:
    """The fingerprint of a row as it stands: a form says which it was made from."""
    return fingerprint(typed_row(kind, row))


def span(kind: Kind, row) -> tuple[date, date]:
    """The first and last day a row is about."""
    return getattr(row, kind.dates[0]), getattr(row, kind.dates[1])


def rows_of(kind: Kind, year: YearFacts) -> list:
    """The rows of a year that stand, by date."""
    model = kind.model
    query = select(model).where(model.year_id == year.id, model.annulled_at.is_(None))
    return list(db.session.scalars(query.order_by(getattr(model, kind.dates[0]), model.id)))


def add(kind: Kind, year: YearFacts, typed: Mapping[str, str]):
    """A new row from a form; raises WrongFields with a sentence for each wrong field."""
    row = kind.model(year_id=year.id, **_read(kind, year, typed, None))
    _refuse_closed(row)
    db.session.add(row)
    db.session.flush()
    return row


def change(kind: Kind, row, typed: Mapping[str, str], seen: str) -> bool:
    """Make a row what the form says; whether anything changed. Raises WrongFields, and StaleDay
    where it is no longer the one of the fingerprint `seen`."""
    db.session.refresh(row)
    if row.annulled_at:
        raise StaleDay("Эта запись уже отменена. Если нужна снова, добавьте её заново.")
    year = year_numbered(row.year_id)
    values = _read(kind, year, typed, row)
    changed = {key: value for key, value in values.items() if getattr(row, key) != value}
    if seen != row_seen(kind, row):
        raise StaleDay(_OTHERS if changed else _ALREADY)
    if changed:
        for one in (row, kind.model(year_id=row.year_id, **values)):
            _refuse_closed(one)
    for key, value in changed.items():
        setattr(row, key, value)
    db.session.flush()
    return bool(changed)


def annul(row) -> None:
    """From here on it is as if the row had never been; it stays in the books. Twice is once."""
    if row.annulled_at is None:
        _refuse_closed(row)
    row.annulled_at = row.annulled_at or clock.now()
    db.session.flush()


def _refuse_closed(row) -> None:
    """Refuse what would make or unmake lessons of a closed period."""
    first, last = next(span(kind, row) for kind in KINDS if isinstance(row, kind.model))
    if isinstance(row, Quarantine):
        grades = [db.session.get(ClassGroup, row.class_group_id).grade]
    else:
        grades = [g for g in GRADES if in_range(g, row.grade, row.grade_to)]
    refuse_closed_days(year_numbered(row.year_id), grades, first, last)


def _read(kind: Kind, year: YearFacts, typed: Mapping[str, str], row) -> dict:
    form = Typed(typed)
    values = kind.read(year, form, row)
    if form.problems:
        raise WrongFields(form.problems)
    return values


def _holiday(year: YearFacts, form: Typed, row) -> dict:
    values = {"kind": form.one_of("kind", HOLIDAY_WORDS), "name": form.text("name", LONGEST_NAME)}
    values |= form.span("starts_on", "ends_on", year) | form.grades()
    if form.problems:
        return values
    moved = select(MovedDay).where(
        MovedDay.on_date.between(values["starts_on"], values["ends_on"]),
        MovedDay.annulled_at.is_(None),
    )
    for one in db.session.scalars(moved):
        if values["kind"] != CANCELLED and _meet(values, one):
            form.wrong(
                "starts_on",
                f"{one.on_date:%d.%m} учатся по расписанию {OF_WEEKDAY[one.weekday]}: "
                "сначала отмените перенос.",
            )
    same = [one for one in rows_of(HOLIDAYS, year) if one is not row and _same(one, values)]
    if same:
        form.wrong("name", "Такая запись уже есть.")
    return values


def _same(one, values: dict) -> bool:
    return all(getattr(one, key) == value for key, value in values.items())


def _meet(values: dict, one) -> bool:
    """Whether two ranges of grades have a grade in common."""
    if values["grade"] is None or one.grade is None:
        return True
    last = values["grade_to"] or values["grade"]
    return any(in_range(g, one.grade, one.grade_to) for g in range(values["grade"], last + 1))


def _moved_day(year: YearFacts, form: Typed, row) -> dict:
    values = {"on_date": form.day("on_date", year)}
    values |= {"weekday": form.number("weekday", 0, 6), "parity": form.number("parity", 0, 2)}
    values |= form.grades() | {"reason": form.text("reason", LONGEST_REASON, must=False)}
    day = values["on_date"]
    if form.problems:
        return values
    if values["weekday"] == day.weekday() and values["parity"] in (0, year.parity(day)):
        form.wrong("weekday", "Этот день и так учится по своему расписанию.")
    for one in rows_of(MOVED_DAYS, year):
        if one is not row and one.on_date == day and _meet(values, one):
            form.wrong("on_date", f"На {day:%d.%m} перенос уже есть.")
    cancelled = select(Holiday).where(
        Holiday.kind == CANCELLED,
        Holiday.starts_on <= day,
        Holiday.ends_on >= day,
        Holiday.annulled_at.is_(None),
    )
    if any(_meet(values, one) for one in db.session.scalars(cancelled)):
        form.wrong("on_date", f"{day:%d.%m} занятия отменены: сначала верните их.")
    return values


def _quarantine(year: YearFacts, form: Typed, row) -> dict:
    classes = {
        str(found): found
        for found in db.session.scalars(select(ClassGroup.id).where(ClassGroup.year_id == year.id))
    }
    values = {"class_group_id": classes.get(form.one_of("class_group_id", classes))}
    values |= {"kind": form.one_of("kind", QUARANTINE_WORDS)}
    values |= form.span("starts_on", "ends_on", year)
    values |= {"reason": form.text("reason", LONGEST_REASON)}
    if form.problems:
        return values
    other = select(Quarantine).where(
        Quarantine.class_group_id == values["class_group_id"],
        Quarantine.annulled_at.is_(None),
        Quarantine.starts_on <= values["ends_on"],
        Quarantine.ends_on >= values["starts_on"],
        Quarantine.id != (row.id if row else 0),
    )
    for one in db.session.scalars(other):
        form.wrong(
            "starts_on", f"У класса уже есть карантин {one.starts_on:%d.%m}–{one.ends_on:%d.%m}."
        )
    return values


_GRADES = {"grade": "", "grade_to": ""}
HOLIDAYS = Kind(
    Holiday,
    {"kind": "own", "name": "", "starts_on": "", "ends_on": ""} | _GRADES,
    _holiday,
    ("starts_on", "ends_on"),
)
MOVED_DAYS = Kind(
    MovedDay,
    {"on_date": "", "weekday": "0", "parity": "0"} | _GRADES | {"reason": ""},
    _moved_day,
    ("on_date", "on_date"),
)
QUARANTINES = Kind(
    Quarantine,
    {"class_group_id": "", "kind": REMOTE, "starts_on": "", "ends_on": "", "reason": ""},
    _quarantine,
    ("starts_on", "ends_on"),
)
KINDS = (HOLIDAYS, MOVED_DAYS, QUARANTINES)
