"""Class names as people write them: «5-А», «5А», «5 "А"», with Latin letters and blanks."""

import re

_LATIN = str.maketrans("ABCEHKMOPTXVGDabcehkmoptxvgd", "АВСЕНКМОРТХВГДАВСЕНКМОРТХВГД")
_CLASS = re.compile(r"^(\d{1,2})[\s\-–—_.,]*[\"'«“„]?\s*([А-ЯЁ]?)\s*[\"'»”“]?$")
HIGHEST = 11


def parse_class(text: str | None) -> tuple[int, str] | None:
    """(grade, letter) of a written class name, the letter '' where there is none; None where
    it is no class at all («З инд» is one pupil taught at home)."""
    if text is None:
        return None
    plain = re.sub(r"\s*(класс|кл\.?)\s*$", "", str(text).strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"\d+\.0", plain):  # a spreadsheet's number
        plain = plain[:-2]
    found = _CLASS.match(plain.translate(_LATIN).upper())
    if not found or not 1 <= int(found[1]) <= HIGHEST:
        return None
    return int(found[1]), found[2]


def class_name(grade: int, letter: str) -> str:
    """The one way Klass writes it: «5-А», «10»."""
    return f"{grade}-{letter}" if letter else str(grade)
