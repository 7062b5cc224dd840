"""Text without what cannot be seen: no database keeps NUL, and no reader sees a turned line."""

import re

THIN = "\u202f"  # a narrow blank at which no line breaks
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but not the tab and the ends of lines
    "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f"  # blanks and breaks nobody sees
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # turns of direction, byte order mark
    "\ud800-\udfff\ufffe\uffff]"  # halves of characters, what is no character
)


def printable(text: str) -> str:
    """The text without controls, unseen blanks, turns of direction and halves of characters."""
    return _UNSEEN.sub("", text)


def ended(text: str) -> str:
    """The text as the end of a sentence: with one full stop, also behind initials."""
    text = str(text).rstrip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def opened(text: str) -> str:
    """The text as the beginning of a sentence: its first letter is a capital, the rest stays."""
    text = str(text)
    return text[:1].upper() + text[1:]


def share(part: int, whole: int) -> int:
    """The share in percent, rounded as people do; 100 only where nothing lacks, 0 only where
    there is nothing. Of nothing everything is there."""
    if not whole or part == whole:
        return 100
    rounded = (200 * part + whole) // (2 * whole)
    return min(max(rounded, 1 if part else 0), 99)


def thousands(count: int | str | None) -> str:
    """A whole number as people read it, «17 543»; anything else as it is."""
    if isinstance(count, int) and not isinstance(count, bool):
        return f"{count:,}".replace(",", THIN)
    return "" if count is None else str(count)
