"""Numbers and days that somebody wrote into an address: what is odd counts as not asked."""

from datetime import date

from blueprints.incoming import LARGEST_ID

_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)


def number(text: str | None) -> int | None:
    """The whole number in the text, if the database could know it."""
    if not text or not (text.isascii() and text.isdecimal() and len(text) <= 10):
        return None
    return int(text) if int(text) <= LARGEST_ID else None


def day(text: str | None) -> date | None:
    """The day in the text, if a school could have lived it."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None
