"""Bell schedules as a person keeps them: the ordinary one of a year, and those of a shift, of
grades, of a weekday or of one date."""

from collections.abc import Mapping
from datetime import time

from sqlalchemy import select

from models import clock
from models.base import db
from models.fingerprint import fingerprint
from models.refusal import Refused, WrongFields
from models.school.bells import Bells, Times, YearBells, year_bells
from models.school.calendar import YearFacts
from models.school.groups import ClassGroup
from models.school.timetable import BellSchedule, LessonTime
from models.school.typed import Typed

LAST_NUMBER, LONGEST_NAME = 12, 80
SHIFTS = (1, 2)
_WHOM = ("shift", "grade", "grade_to", "weekday", "on_date")


class StaleBells(Refused):
    """The bells are others than those the writer had read."""


def typed_bells(found: Bells) -> dict[str, str]:
    """A bell schedule as its form holds it."""
    typed = {"name": found.name, "shift": str(found.shift)}
    for name in ("grade", "grade_to", "weekday"):
        value = getattr(found, name)
        typed[name] = "" if value is None else str(value)
    typed["on_date"] = found.on_date.isoformat() if found.on_date else ""
    for number, (starts, ends) in found.times.items():
        typed[f"starts_{number}"], typed[f"ends_{number}"] = f"{starts:%H:%M}", f"{ends:%H:%M}"
    return typed


def bells_seen(found: Bells) -> str:
    """The fingerprint of a bell schedule as it stands: a form says which it was made from."""
    return fingerprint(typed_bells(found))


def bells_named(year: YearFacts, schedule_id: int | None) -> Bells | None:
    """A bell schedule of the year that rings; without a number the ordinary one."""
    known: YearBells = year_bells(year)
    if schedule_id is None:
        return known.ordinary
    return next((one for one in known.others if one.id == schedule_id), None)


def add_bells(year: YearFacts, typed: Mapping[str, str]) -> BellSchedule:
    """A new bell schedule; raises WrongFields with a sentence for each wrong field."""
    form = Typed(typed)
    values, times = _whom(year, form, None), _times(form)
    if form.problems:
        raise WrongFields(form.problems)
    row = BellSchedule(year_id=year.id, **values)
    db.session.add(row)
    db.session.flush()
    _put(year, row.id, times)
    return row


def change_bells(year: YearFacts, found: Bells, typed: Mapping[str, str], seen: str) -> None:
    """Make a bell schedule what the form says. Raises WrongFields, and StaleBells where it is no
    longer the one of the fingerprint `seen`."""
    form = Typed(typed)
    values = _whom(year, form, found.id) if found.id else {}
    times = _times(form)
    if form.problems:
        raise WrongFields(form.problems)
    if seen != bells_seen(found):
        raise StaleBells("Пока вы правили, звонки изменили в другом окне. Ваше осталось в полях.")
    if found.id:
        row = db.session.get(BellSchedule, found.id)
        for key, value in values.items():
            setattr(row, key, value)
    _put(year, found.id, times)


def annul_bells(row: BellSchedule) -> None:
    """It rings no more; it stays in the books. Twice is once."""
    row.annulled_at = row.annulled_at or clock.now()
    db.session.flush()


def seat_in_shifts(year: YearFacts, second: set[int]) -> int:
    """Put these classes into the second shift and all others into the first; how many moved."""
    moved = 0
    for row in db.session.scalars(select(ClassGroup).where(ClassGroup.year_id == year.id)):
        shift = 2 if row.id in second else 1
        moved += row.shift != shift
        row.shift = shift
    db.session.flush()
    return moved


def _whom(year: YearFacts, form: Typed, own_id: int | None) -> dict:
    values = {"name": form.text("name", LONGEST_NAME), "shift": form.number("shift", *SHIFTS)}
    values |= form.grades()
    values["weekday"] = form.number("weekday", 0, 6) if form.raw("weekday") else None
    values["on_date"] = form.day("on_date", year) if form.raw("on_date") else None
    if values["weekday"] is not None and values["on_date"]:
        form.wrong("weekday", "Выберите одно: день недели или дату.")
    whom = [values[key] for key in _WHOM]
    if whom == [1, None, None, None, None]:
        form.wrong("on_date", "Так звонят обычные звонки: выберите смену, классы, день или дату.")
    for one in year_bells(year).others:
        if one.id != own_id and [getattr(one, key) for key in _WHOM] == whom:
            form.wrong("name", f"Для этих классов и дней звонки уже есть: «{one.name}».")
    return values


def _times(form: Typed) -> Times:
    """The times of the form in order; overlaps are told with the lesson's number."""
    found: Times = {}
    last: tuple[int, time] | None = None
    for number in range(LAST_NUMBER + 1):
        starts, ends = form.time(f"starts_{number}"), form.time(f"ends_{number}")
        if starts is None and ends is None:
            continue
        field = f"starts_{number}"
        if starts is None or ends is None:
            form.wrong(field, f"{number} урок: укажите и начало, и конец.")
            continue
        if ends <= starts:
            form.wrong(field, f"{number} урок кончается раньше, чем начинается.")
        if last and starts < last[1]:
            form.wrong(field, f"{number} урок начинается раньше, чем кончается {last[0]} урок.")
        found[number], last = (starts, ends), (number, ends)
    if not found:
        form.wrong("starts_1", "Укажите время хотя бы одного урока.")
    return found


def _put(year: YearFacts, schedule_id: int | None, times: Times) -> None:
    """Make the rows of a schedule these; a number without times ends."""
    known = {
        row.number: row
        for row in db.session.scalars(
            select(LessonTime).where(
                LessonTime.year_id == year.id,
                LessonTime.schedule_id.is_not_distinct_from(schedule_id),
            )
        )
    }
    for number, row in known.items():
        if number not in times:
            row.annulled_at = row.annulled_at or clock.now()
    for number, (starts, ends) in times.items():
        row = known.get(number)
        if row is None:
            row = LessonTime(year_id=year.id, schedule_id=schedule_id, number=number)
            db.session.add(row)
        row.starts, row.ends, row.annulled_at = starts, ends, None
    db.session.flush()
