"""The one question about a day: are there lessons, by which weekday's timetable, and if not, why.

`school_day(day, grade, class_group_id)` answers it for a class, `year_days(year).of_group` for a
study group. Who asks for many days or groups asks `year_days` once and then it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import Holiday, Term, YearFacts, standing_terms, the_year
from models.school.groups import ClassGroup, StudyGroup, StudyGroupPart
from models.school.kinds_of_days import (
    BEYOND,
    BREAK,
    CANCELLED,
    CLOSED,
    OF_WEEKDAY,
    QUARANTINE,
    in_range,
)
from models.school.special_days import MovedDay, Quarantine

_BEYOND = "Учебный год в этот день не идёт"
_BETWEEN = "Каникулы"


@dataclass(frozen=True)
class SchoolDay:
    """What a day is for a class: `weekday` (0 is Monday) is whose timetable is learnt, None where
    there are no lessons; then `kind` and `why` say the reason. `moved` and `remote` are Russian
    words for a day that goes otherwise than usual, or empty."""

    day: date
    weekday: int | None
    parity: int
    kind: str = ""
    why: str = ""
    moved: str = ""
    remote: str = ""

    @property
    def is_free(self) -> bool:
        return self.weekday is None

    def takes(self, weekday: int, parity: int) -> bool:
        """Whether a place in the timetable (its weekday, its weeks or 0) is learnt that day."""
        return self.weekday == weekday and parity in (0, self.parity)


@dataclass(frozen=True)
class _Off:
    kind: str
    starts_on: date
    ends_on: date
    name: str
    grade: int | None
    grade_to: int | None


@dataclass(frozen=True)
class _Moved:
    weekday: int
    parity: int
    grade: int | None
    grade_to: int | None


@dataclass(frozen=True)
class _Shut:
    class_group_id: int
    kind: str
    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True)
class YearDays:
    """All of a year's calendar as plain data; answers without a query."""

    year: YearFacts
    off: dict[date, tuple[_Off, ...]]
    moved: dict[date, tuple[_Moved, ...]]
    shut: tuple[_Shut, ...]
    terms: dict[int, tuple[tuple[date, date], ...]]  # by grade
    classes: dict[int, tuple[tuple[int, int | None], ...]]  # group → its (grade, class)

    def of(self, day: date, grade: int, class_group_id: int | None = None) -> SchoolDay:
        """The day for a class, or for a grade where no class is named."""
        parity = self.year.parity(day)
        if not self.year.starts_on <= day <= self.year.ends_on:
            return SchoolDay(day, None, parity, BEYOND, _BEYOND)
        off = self._off(day, grade)
        if off and off.kind == CANCELLED:
            return SchoolDay(day, None, parity, CANCELLED, f"Занятия отменены: {off.name}")
        shut = self._shut(day, class_group_id)
        if shut and shut.kind == CLOSED:
            why = f"Карантин до {shut.ends_on:%d.%m}: {shut.reason}"
            return SchoolDay(day, None, parity, QUARANTINE, why)
        remote = f"Учимся дистанционно до {shut.ends_on:%d.%m}: {shut.reason}" if shut else ""
        moved = self._moved(day, grade)
        if moved:
            words = f"Учимся по расписанию {OF_WEEKDAY[moved.weekday]}"
            weeks = moved.parity or parity
            return SchoolDay(day, moved.weekday, weeks, moved=words, remote=remote)
        if off:
            return SchoolDay(day, None, parity, off.kind, off.name)
        if not self._in_term(day, grade):
            return SchoolDay(day, None, parity, BREAK, _BETWEEN)
        return SchoolDay(day, day.weekday(), parity, remote=remote)

    def of_group(self, day: date, group_id: int) -> SchoolDay:
        """The day for a study group: one of several classes learns while one of them does."""
        places = self.classes.get(group_id)
        if not places:  # a group of another year
            return SchoolDay(day, None, self.year.parity(day), BEYOND, _BEYOND)
        days = [self.of(day, grade, class_group_id) for grade, class_group_id in places]
        return next((found for found in days if not found.is_free), days[0])

    def of_all(self, day: date) -> list[SchoolDay]:
        """The day for every class that has lessons of its own, each once."""
        places = {place for found in self.classes.values() for place in found}
        return [self.of(day, *place) for place in sorted(places, key=str)]

    def timetables(self, day: date) -> set[tuple[int, int]]:
        """The (weekday, parity) of all timetables that anybody may learn by that day."""
        own = self.year.parity(day)
        moved = {(one.weekday, one.parity or own) for one in self.moved.get(day, ())}
        return moved | {(day.weekday(), own)}

    def _off(self, day: date, grade: int) -> _Off | None:
        """What frees the day for the grade; a cancelled day before all others."""
        found = [one for one in self.off.get(day, ()) if in_range(grade, one.grade, one.grade_to)]
        cancelled = (one for one in found if one.kind == CANCELLED)
        return next(cancelled, found[0] if found else None)

    def _shut(self, day: date, class_group_id: int | None) -> _Shut | None:
        if class_group_id is None:
            return None
        found = [
            one
            for one in self.shut
            if one.class_group_id == class_group_id and one.starts_on <= day <= one.ends_on
        ]
        return next((one for one in found if one.kind == CLOSED), found[0] if found else None)

    def _moved(self, day: date, grade: int) -> _Moved | None:
        of_grade = (
            one for one in self.moved.get(day, ()) if in_range(grade, one.grade, one.grade_to)
        )
        return next(of_grade, None)

    def _in_term(self, day: date, grade: int) -> bool:
        """Grades without terms (those taught at home, before their grade is said) always are."""
        spans = self.terms.get(grade)
        return not spans or any(first <= day <= last for first, last in spans)


def school_day(day: date, grade: int, class_group_id: int | None = None) -> SchoolDay:
    """Are there lessons for this class on this day, by which timetable, and if not, why."""
    return year_days(the_year(day)).of(day, grade, class_group_id)


@remembered
def year_days(year: YearFacts) -> YearDays:
    """The calendar of a year: six selects, remembered until something of it changes."""
    return YearDays(
        year,
        _days_off(year),
        _moved_days(year),
        tuple(_Shut(*row) for row in _rows(year, Quarantine, _Shut, Quarantine.starts_on)),
        _terms(year),
        _classes(year),
    )


def _rows(year: YearFacts, model, facts, *order):
    columns = [getattr(model, name) for name in facts.__dataclass_fields__]
    stands = (model.year_id == year.id, model.annulled_at.is_(None))
    return db.session.execute(select(*columns).where(*stands).order_by(*order, model.id))


def _days_off(year: YearFacts) -> dict[date, tuple[_Off, ...]]:
    """Day → what frees it, a row of few days before one of many: a feast within the holidays has
    its own name."""
    rows = [_Off(*row) for row in _rows(year, Holiday, _Off, Holiday.starts_on)]
    found: dict[date, tuple[_Off, ...]] = {}
    for one in sorted(rows, key=lambda one: one.ends_on - one.starts_on):
        for n in range((one.ends_on - one.starts_on).days + 1):
            day = one.starts_on + timedelta(days=n)
            found[day] = (*found.get(day, ()), one)
    return found


def _moved_days(year: YearFacts) -> dict[date, tuple[_Moved, ...]]:
    query = select(
        MovedDay.on_date, MovedDay.weekday, MovedDay.parity, MovedDay.grade, MovedDay.grade_to
    ).where(MovedDay.year_id == year.id, MovedDay.annulled_at.is_(None))
    found: dict[date, tuple[_Moved, ...]] = {}
    for day, *how in db.session.execute(query.order_by(MovedDay.id)):
        found[day] = (*found.get(day, ()), _Moved(*how))
    return found


def _terms(year: YearFacts) -> dict[int, tuple]:
    days = standing_terms(year.id).with_only_columns(Term.grade, Term.starts_on, Term.ends_on)
    found: dict[int, tuple] = {}
    for grade, first, last in db.session.execute(days):
        found[grade] = (*found.get(grade, ()), (first, last))
    return found


def _classes(year: YearFacts) -> dict[int, tuple]:
    """Study group → (grade, class) of each class it sits in; two selects."""
    rows = db.session.execute(
        select(StudyGroup.id, StudyGroup.grade, StudyGroup.class_group_id, ClassGroup.grade)
        .outerjoin(ClassGroup, ClassGroup.id == StudyGroup.class_group_id)
        .where(StudyGroup.year_id == year.id)
    )
    own = {row[0]: (row[1] if row[3] is None else row[3], row[2]) for row in rows}
    parts: dict[int, list] = {}
    joined = select(StudyGroupPart.joined_id, StudyGroupPart.part_id)
    for joined_id, part_id in db.session.execute(joined.order_by(StudyGroupPart.id)):
        if part_id in own:
            parts.setdefault(joined_id, []).append(own[part_id])
    return {
        group_id: tuple(dict.fromkeys(parts.get(group_id, [own[group_id]]))) for group_id in own
    }
