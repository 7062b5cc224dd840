"""Periods of a file («10»: the first of two) as days of the school's year."""

from datetime import date, timedelta

from models.refusal import Refused
from models.school.calendar import YearFacts, terms_of
from models.school.groups import GRADES

DAY = timedelta(days=1)
Span = tuple[date, date | None]  # None: on and on, as a timetable by hand does


class FileTerms:
    """The file's periods: as many as some grade of the school has, or those grades' in twos and
    threes (two halves of four quarters). Raises Refused where neither fits."""

    def __init__(self, year: YearFacts):
        self.year = year
        self._known = {len(terms): terms for g in GRADES if (terms := terms_of(year.id, g))}

    def spans(self, mask: str, first: date) -> list[Span]:
        """The days from `first` on on which a lesson with this mask is held; neighbours in one."""
        if not mask:
            return [(first, None)]
        found: list[list] = []
        for place, (starts, ends) in enumerate(self._periods(len(mask))):
            if mask[place] == "0" or (ends is not None and ends < first):
                continue
            if found and found[-1][1] == starts - DAY:
                found[-1][1] = ends
            else:
                found.append([max(starts, first), ends])
        return [(one[0], one[1]) for one in found]

    def _periods(self, number: int) -> list[Span]:
        """Each period from its first day to the day before the next; the last goes on."""
        many = next((n for n in sorted(self._known) if n % number == 0), None)
        if many is None:
            told = ", ".join(map(str, sorted(self._known))) or "нет"
            raise Refused(
                f"В файле периодов: {number}, а в календаре школы: {told}. "
                "Исправьте периоды в календаре или выгрузите из aSc по одному."
            )
        begins = [term.starts_on for term in self._known[many][:: many // number]]
        begins[0] = self.year.starts_on
        return [
            (starts, begins[n + 1] - DAY if n + 1 < number else None)
            for n, starts in enumerate(begins)
        ]
