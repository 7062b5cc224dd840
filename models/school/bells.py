"""The bells of a class on a day: lesson number → (begin, end), on the school's clock."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from models.base import db
from models.ground import remembered
from models.school.calendar import YearFacts, the_year
from models.school.days import SchoolDay, YearDays, year_days
from models.school.groups import ClassGroup
from models.school.kinds_of_days import in_range
from models.school.timetable import BellSchedule, LessonTime

Times = dict[int, tuple[time, time]]


@dataclass(frozen=True)
class Bells:
    """A bell schedule as rules read it; the ordinary one has no number."""

    id: int | None
    name: str
    shift: int
    grade: int | None
    grade_to: int | None
    weekday: int | None
    on_date: date | None
    times: Times

    def rings(self, day: date, weekday: int, grade: int, shift: int) -> bool:
        return (
            self.shift == shift
            and self.on_date in (None, day)
            and self.weekday in (None, weekday)
            and in_range(grade, self.grade, self.grade_to)
        )

    @property
    def narrowness(self) -> tuple:
        """The narrowest of those that ring wins: a date, then grades (the fewer), then a weekday,
        then the newest."""
        grades = 0 if self.grade is None else 100 - ((self.grade_to or self.grade) - self.grade)
        return (self.on_date is not None, grades, self.weekday is not None, self.id or 0)


@dataclass(frozen=True)
class YearBells:
    """All bells of a year as plain data; answers without a query."""

    days: YearDays
    ordinary: Bells
    others: tuple[Bells, ...]
    shifts: dict[int, int]  # of classes in another shift than the first

    def of(self, found: SchoolDay, grade: int, class_group_id: int | None = None) -> Times:
        """The bells of a class on a day that was asked for before."""
        weekday = found.day.weekday() if found.weekday is None else found.weekday
        return self._rung(found.day, weekday, grade, class_group_id)

    def of_group(self, day: date, group_id: int) -> Times:
        """The bells of a study group: of the first of its classes that learns that day."""
        days = [(self.days.of(day, *place), place) for place in self.days.classes[group_id]]
        found, place = next((one for one in days if not one[0].is_free), days[0])
        return self.of(found, *place)

    def of_week(self, weekday: int, group_id: int) -> Times:
        """The bells of a study group on a weekday as it mostly is, single dates left out."""
        return self._rung(date.min, weekday, *self.days.classes[group_id][0])

    def _rung(self, day: date, weekday: int, grade: int, class_group_id: int | None) -> Times:
        shift = self.shifts.get(class_group_id, 1)
        ringing = [one for one in self.others if one.rings(day, weekday, grade, shift)]
        return max(ringing, key=lambda one: one.narrowness, default=self.ordinary).times


def bells(day: date, grade: int, class_group_id: int | None = None) -> Times:
    """Lesson number → (begin, end) of a class on a day."""
    found = year_bells(the_year(day))
    return found.of(found.days.of(day, grade, class_group_id), grade, class_group_id)


@remembered
def year_bells(year: YearFacts) -> YearBells:
    """The bells of a year: three selects beyond its days, remembered."""
    times: dict[int | None, Times] = {}
    rows = select(LessonTime).where(LessonTime.year_id == year.id, LessonTime.annulled_at.is_(None))
    for row in db.session.scalars(rows.order_by(LessonTime.number)):
        times.setdefault(row.schedule_id, {})[row.number] = (row.starts, row.ends)
    others = db.session.scalars(
        select(BellSchedule)
        .where(BellSchedule.year_id == year.id, BellSchedule.annulled_at.is_(None))
        .order_by(BellSchedule.id)
    )
    shifts = select(ClassGroup.id, ClassGroup.shift).where(
        ClassGroup.year_id == year.id, ClassGroup.shift != 1
    )
    return YearBells(
        year_days(year),
        Bells(None, "Обычные звонки", 1, None, None, None, None, times.get(None, {})),
        tuple(_bells(row, times.get(row.id, {})) for row in others),
        dict(db.session.execute(shifts).all()),
    )


def _bells(row: BellSchedule, times: Times) -> Bells:
    return Bells(
        row.id, row.name, row.shift, row.grade, row.grade_to, row.weekday, row.on_date, times
    )
