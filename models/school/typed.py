"""A form of the calendar being read: each field once, with a sentence for each that is wrong."""

from collections.abc import Collection, Mapping
from datetime import date, time

from models.naming import fault_of_name
from models.school.calendar import YearFacts

LOWEST, HIGHEST = 1, 11


class Typed:
    """The fields of a form; `problems` grows while they are read, by field."""

    def __init__(self, fields: Mapping[str, str]):
        self.fields = fields
        self.problems: dict[str, str] = {}

    def wrong(self, field: str, sentence: str) -> None:
        self.problems.setdefault(field, sentence)

    def raw(self, field: str) -> str:
        return " ".join(self.fields.get(field, "").split())

    def text(self, field: str, longest: int, must: bool = True) -> str:
        found = self.raw(field)
        if must and not found:
            self.wrong(field, "Напишите, это увидят все.")
        if len(found) > longest:
            self.wrong(field, f"Не длиннее {longest} знаков.")
        if why := fault_of_name(found):
            self.wrong(field, why)
        return found

    def one_of(self, field: str, known: Collection[str]) -> str:
        found = self.raw(field)
        if found not in known:
            self.wrong(field, "Выберите из списка.")
        return found

    def number(self, field: str, least: int, most: int) -> int | None:
        found = self.raw(field)
        if not (found.isascii() and found.isdecimal() and least <= int(found[:4]) <= most):
            self.wrong(field, "Выберите из списка.")
            return None
        return int(found)

    def day(self, field: str, year: YearFacts | None = None) -> date | None:
        """A day, within the year where one is given."""
        try:
            found = date.fromisoformat(self.raw(field))
        except ValueError:
            self.wrong(field, "Укажите дату.")
            return None
        if year and not year.starts_on <= found <= year.ends_on:
            self.wrong(
                field, f"Учебный год идёт с {year.starts_on:%d.%m.%Y} по {year.ends_on:%d.%m.%Y}."
            )
        return found

    def span(self, first: str, last: str, year: YearFacts) -> dict[str, date | None]:
        """Two days of the year in order; no last day means one day."""
        starts = self.day(first, year)
        ends = self.day(last, year) if self.raw(last) else starts
        if starts and ends and ends < starts:
            self.wrong(last, "Последний день раньше первого.")
        return {first: starts, last: ends}

    def grades(self) -> dict[str, int | None]:
        """Grades from–to; no first means all, no last the first alone."""
        first = self.number("grade", LOWEST, HIGHEST) if self.raw("grade") else None
        last = self.number("grade_to", LOWEST, HIGHEST) if self.raw("grade_to") else None
        if first is None and last is not None:
            self.wrong("grade", "Укажите, с какого класса.")
        if first and last and last < first:
            self.wrong("grade_to", "Второй класс меньше первого.")
        return {"grade": first, "grade_to": None if last == first else last}

    def time(self, field: str) -> time | None:
        """A time of day, or None where the field is empty."""
        found = self.raw(field)
        if not found:
            return None
        try:
            return time.fromisoformat(found).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            self.wrong(field, "Укажите время, например 08:30.")
            return None
