"""Who reads the calendar, and who keeps it."""

from sqlalchemy import select

from models.access.policy import Policy
from models.school.calendar import AcademicYear, Holiday, year_numbered
from models.school.special_days import MovedDay, Quarantine
from models.school.timetable import BellSchedule

_OVER = "Этот учебный год закончился: его календарь только читают."


class CalendarPolicy(Policy):
    """Open to all who have the section; kept while the year is not over."""

    @classmethod
    def visible_to(cls, actor):
        granted = actor.granted("calendar.view")
        return select(cls.subject) if granted else super().visible_to(actor)

    def calendar_view(self):
        return True

    def calendar_keep(self):
        """A year that is over is part of the archive."""
        over = self._year().ends_on < self.actor.today
        self.because = _OVER if over else None
        return not over

    def _year(self):
        return year_numbered(self.thing.year_id)


class YearPolicy(CalendarPolicy, subject=AcademicYear):
    """The year itself."""

    def _year(self):
        return self.thing


class HolidayPolicy(CalendarPolicy, subject=Holiday):
    """Days without lessons."""


class MovedDayPolicy(CalendarPolicy, subject=MovedDay):
    """Days by another weekday's timetable."""


class QuarantinePolicy(CalendarPolicy, subject=Quarantine):
    """Classes in quarantine."""


class BellSchedulePolicy(CalendarPolicy, subject=BellSchedule):
    """Bells."""
