"""Numbers and days that somebody wrote into an address, where what is odd counts as not asked, or
into a form, where it is refused."""

import re
from datetime import date

from blueprints.incoming import LARGEST_ID
from models.refusal import Refused

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)  # not the weeks that Python reads, too
_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)


def number(text: str | None) -> int | None:
    """The whole number in the text, if the database could know it."""
    if not text or not (text.isascii() and text.isdecimal() and len(text) <= 10):
        return None
    return int(text) if int(text) <= LARGEST_ID else None


def day(text: str | None) -> date | None:
    """The day in the text, if a school could have lived it."""
    if not _DAY.fullmatch(text or ""):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None


def written_day(text: str | None) -> date:
    """The day that a form names, for something that will be written. Raises Refused: another day
    than was meant must never take its place."""
    found = day(text)
    if found is None:
        raise Refused("Укажите дату: такого дня нет, или он слишком далеко.")
    return found
