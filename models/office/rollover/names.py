"""Class names as they are typed: «6-А», «6а», «10»."""

import re

from models.school.groups import by_grade

_CLASS = re.compile(r"^(\d{1,2})[\s\-–—]*([А-ЯЁ]?)$")


def split_name(text: str) -> tuple[int, str] | None:
    """(grade, letter) of a class name, the letter '' where there is none; None where it is no
    class."""
    found = _CLASS.match(" ".join(text.split()).upper())
    if not found or not 1 <= int(found[1]) <= 11:
        return None
    return int(found[1]), found[2]


def joined_name(grade: int, letter: str) -> str:
    """The one way a class name is written: «5-А», «10»."""
    return f"{grade}-{letter}" if letter else str(grade)


def in_order(names) -> list[str]:
    """Class names, the youngest first."""
    return sorted(names, key=by_grade)
