"""Class names as people write them: «5-А», «5А», «5 "А"», with Latin letters and blanks; other
countries' «1.A», «VII B», «Grade 7F»."""

import re

_LATIN = str.maketrans("ABCEHKMOPTXVGDabcehkmoptxvgd", "АВСЕНКМОРТХВГДАВСЕНКМОРТХВГД")
_QUOTES = "\"'«»“”„"
_CLASS = re.compile(
    rf"^(\d{{1,2}})[\s\-–—_.,]*[{_QUOTES}]?\s*([А-ЯЁA-Z]?)\s*[{_QUOTES}]?$"  # 5-А
    r"|^(\d{1,2})\s*[-–/]\s*(\d)$"  # 5-1
)
_ROMAN = re.compile(r"^([IVX]{1,4})[\s.\-–]+([A-ZА-ЯЁ])$|^([IVX]{1,4})$")
_ROMANS = {
    name: number
    for number, name in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"], start=1
    )
}
_WORDS = re.compile(
    r"^(?:класс|class|klasse|grade|year|form|třída|trieda|klasa|osztály)\s+"
    r"|\s*(?:класс|кл\.?|сынып|клас)\s*$",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    r"(?<!\w)(?:и|инд|индив\w*|дом|надомн\w*|home|indiv\w*)\.?$|на дому", re.IGNORECASE
)
HIGHEST = 11


def parse_class(text: str | None) -> tuple[int, str] | None:
    """(grade, letter) of a written class name, the letter '' where there is none; None where
    it is no class at all («З инд» is one pupil taught at home)."""
    if text is None:
        return None
    plain = _WORDS.sub("", str(text).strip())
    if re.fullmatch(r"\d+\.0", plain):  # a spreadsheet's number
        plain = plain[:-2]
    roman = _ROMAN.match(plain.upper())
    if roman:
        grade, letter = _ROMANS.get(roman[1] or roman[3]), (roman[2] or "").translate(_LATIN)
        return (grade, letter) if grade else None
    found = _CLASS.match(plain.translate(_LATIN).upper())
    if not found:
        return None
    grade, letter = int(found[1] or found[3]), found[2] or found[4] or ""
    return (grade, letter) if 1 <= grade <= HIGHEST else None


def is_home_row(text: str) -> bool:
    """Whether a timetable's row is one pupil taught at home: «З инд», «С и»."""
    return _AT_HOME.search(text.strip()) is not None


def class_name(grade: int, letter: str) -> str:
    """The one way Klass writes it: «5-А», «10»."""
    return f"{grade}-{letter}" if letter else str(grade)
