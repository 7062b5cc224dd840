"""A row that is not what its last entry says, in words: whose it is, what the entry says, what
stands."""

from collections.abc import Callable, Mapping

from models.audit.wording import said_value
from models.audit.words import TITLES, field

_NAMING = ("student_id", "person_id", "journal_id")
_MOST = 3  # columns are named
_PLACES: dict[str, Callable[[dict], str | None]] = {}


def places(*tables: str):
    """Mark a function that tells by a row of these tables where it belongs («урок 12.11.2026»)."""

    def mark(tell):
        _PLACES.update(dict.fromkeys(tables, tell))
        return tell

    return mark


def called(table: str, row_id: int) -> str:
    """A row as a sentence of a fault names it."""
    return f"{TITLES.get(table, table)} № {row_id}"


def unlike(
    table: str, row_id: int, there: Mapping | None, after: Mapping | None, entry: int
) -> str:
    """The sentence for a row that is `there` (None: it is not) where entry says `after`."""
    head = f"{called(table, row_id)}{_whose(table, after or there or {})}"
    if there is None:
        return f"{head}: строки в базе нет, а по записи № {entry} она есть"
    if after is None:
        return f"{head}: строка стоит в базе, а по записи № {entry} её нет"
    changed = [key for key in after if key in there and there[key] != after[key]]
    told = [
        f"{field(table, key)} в записи «{said_value(table, key, after[key])}», "
        f"в базе «{said_value(table, key, there[key])}»"
        for key in changed[:_MOST]
    ]
    return f"{head} не совпадает с записью № {entry}: {'; '.join(told)}"


def _whose(table: str, image: Mapping) -> str:
    words = [said_value(table, key, image[key]) for key in _NAMING if image.get(key)]
    place = _PLACES[table](image) if table in _PLACES else None
    known = [*words, place] if place else words
    return f" ({', '.join(known)})" if known else ""
