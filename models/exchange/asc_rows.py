"""Attributes of an aSc file's rows: what lacks or is impossible is said by line."""

from datetime import time
from functools import partial

from models.exchange.names import squeezed
from models.exchange.timetable_form import SHOWN, fitting
from models.refusal import Refused

LARGEST_TABLE = 10_000  # rows of one table: a large school has some hundreds


def wrong(row, reason: str) -> Refused:
    """The refusal that names the line of the file."""
    return Refused(f"Расписание aSc, строка {row.sourceline}, {row.tag}: {reason}")


def table(root, name: str) -> list:
    """The rows of a table, none where the file has no such table."""
    found = root.find(name)
    if found is None:
        return []
    if len(found) > LARGEST_TABLE:
        raise wrong(found, f"строк больше {LARGEST_TABLE}, это не расписание одной школы.")
    return [row for row in found if isinstance(row.tag, str)]  # no comments


def needed(row, name: str) -> str:
    """An attribute that must be there."""
    value = row.get(name)
    if not value:
        raise wrong(row, f"нет {name}.")
    return value


def named(row, longest: int, name: str = "name") -> str:
    """A name that must be there and fit into its column."""
    return fitting(squeezed(needed(row, name)), longest, name, partial(wrong, row))


def number(row, name: str, lowest: int, highest: int, default: int | None = None) -> int:
    """A whole number within bounds."""
    text = row.get(name) or ""
    if not text and default is not None:
        return default
    text = needed(row, name).strip()
    if text.isascii() and text.isdecimal() and len(text) <= 4 and lowest <= int(text) <= highest:
        return int(text)
    raise wrong(row, f"{name}=«{text[:SHOWN]}», а бывает от {lowest} до {highest}.")


def moment(row, name: str) -> time:
    """A time of day as «8:30»."""
    text = needed(row, name)
    try:
        hours, minutes = text.split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        raise wrong(row, f"{name}=«{text[:SHOWN]}», а нужно время вида 8:30.") from None


def one_of(known: dict, row, name: str):
    """What the attribute refers to."""
    key = needed(row, name)
    if key not in known:
        raise wrong(row, f"{name}=«{key[:SHOWN]}» ни на что не указывает.")
    return known[key]


def all_of(known: dict, row, name: str) -> tuple:
    """What the comma-separated attribute refers to; nothing where it lacks."""
    keys = [part for part in (row.get(name) or "").split(",") if part]
    for key in keys:
        if key not in known:
            raise wrong(row, f"{name}=«{key[:SHOWN]}» ни на что не указывает.")
    return tuple(dict.fromkeys(known[key] for key in keys))
