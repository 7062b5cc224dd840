"""Two of one name in one list are told apart as a paper register does it; no database."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Named(NamedTuple):
    """A person as a list names them, and what else is known of the name."""

    surname: str
    given: str
    patronymic: str
    birth_date: date | None

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given}".strip()


def told_apart(people: Sequence[Named]) -> list[str]:
    """The names of a list, in its order. Of two alike each has as much of the patronymic as
    tells them apart («Демидов Тимофей Вл.»), else the birthday; else they stay alike."""
    alike = defaultdict(list)
    for place, person in enumerate(people):
        alike[person.name.casefold().replace("ё", "е")].append(place)
    names = [person.name for person in people]
    for places in alike.values():
        if len(places) > 1:
            for place, more in zip(places, _more([people[p] for p in places]), strict=True):
                names[place] += more
    return names


def _more(people: list[Named]) -> list[str]:
    patronymics = [person.patronymic for person in people]
    if all(patronymics) and _differ(patronymics):
        least = next(n for n in range(1, 80) if _differ([p[:n] for p in patronymics]))
        return [f" {p[:least]}." if len(p) > least else f" {p}" for p in patronymics]
    birthdays = [person.birth_date for person in people]
    if all(birthdays) and _differ(birthdays):
        return [f", {day:%d.%m.%Y}" for day in birthdays]
    return [""] * len(people)


def _differ(values: list) -> bool:
    return len(set(values)) == len(values)
