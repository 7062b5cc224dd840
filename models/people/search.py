"""People found by what somebody remembers of their names."""

import re

from sqlalchemy import ColumnElement, and_, or_, true

_SAME = {"е": "[ЕеЁё]", "ё": "[ЕеЁё]"}


def named(text: str, *columns) -> ColumnElement[bool]:
    """The condition that each word of the text begins a word in one of the columns, whatever
    the case. Neither database is trusted with Cyrillic case, so both cases are spelt out."""
    return and_(
        true(), *(or_(*(c.regexp_match(_begins(word)) for c in columns)) for word in text.split())
    )


def _begins(word: str) -> str:
    return "(^|[- ])" + "".join(_either_case(letter) for letter in word.casefold())


def _either_case(letter: str) -> str:
    upper = letter.upper()
    if letter == upper or len(upper) > 1:
        return re.escape(letter)
    return _SAME.get(letter, f"[{letter}{upper}]")
