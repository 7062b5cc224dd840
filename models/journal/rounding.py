"""From which average a mark is proposed: the school's table, by grade and course."""

import re
from collections.abc import Mapping
from decimal import Decimal

from models.refusal import Refused
from models.school.school import Ruled

THRESHOLDS = ("5", "4", "3")
_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?\Z")


def thresholds_of(school: Ruled, grade: int, course: str) -> dict[int, Decimal]:
    """The thresholds that hold for a grade and course: the most particular row of the table
    that fits (both named, then the course, then the grade), else the school's own."""
    fitting = [
        row
        for row in school.rule("rounding_apart")
        if row.get("grade") in (None, grade) and row.get("course") in (None, course)
    ]
    fitting.sort(key=lambda row: (row.get("course") is not None, row.get("grade") is not None))
    table = fitting[-1]["rounding"] if fitting else school.rule("rounding")
    return {int(mark): Decimal(least) for mark, least in table.items()}


def read_thresholds(texts: Mapping[str, str]) -> dict[str, str]:
    """Thresholds as typed («4,5»), checked; raises Refused with the reason."""
    return {mark: read_threshold(mark, texts.get(mark, "")) for mark in THRESHOLDS}


def read_threshold(mark: str, text: str) -> str:
    """The threshold of one mark as typed; raises Refused with the reason."""
    least = read_number(text)
    if least is None:
        raise Refused(f"Порог для «{mark}» должен быть числом, например 4,5 или 4,65.")
    if not int(mark) - 1 < least <= int(mark):
        raise Refused(f"Порог для «{mark}» должен быть больше {int(mark) - 1} и до {mark}.")
    return plain_number(least)


def read_number(text: str) -> Decimal | None:
    """A number as people type it, with a comma or a point and at most two digits after it."""
    text = text.strip().replace(",", ".")
    return Decimal(text) if _NUMBER.match(text) else None


def plain_number(number: Decimal) -> str:
    """The one text under which a number is kept: «4.5», never «4.50»."""
    return format(number.normalize(), "f")
