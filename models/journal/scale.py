"""What a cell may hold and what it counts: pure arithmetic, no database.

A cell's text is a list of entries parted by blanks: marks («5», «5/4», «зач»), a debt («.»),
and at most one absence code («н», «б», «уп», «нп», «осв», «оп» or «оп10», late by minutes).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from models.refusal import Refused

ABSENCES = {
    "н": "отсутствует",
    "б": "болеет",
    "уп": "уважительная причина",
    "нп": "неуважительная причина",
    "осв": "освобождён",
    "оп": "опоздал",
}
MISSED = ("н", "б", "уп", "нп")  # codes that mean the lesson was not attended
_SPELLINGS = {"у": "уп", "о": "оп", "зачет": "зач", "зачёт": "зач", "незачет": "незач"}
_OUTCOMES = {"зач", "незач"}
_LATE = re.compile(r"^оп(\d{1,2})$")
_SINGLE = re.compile(r"^[1-5]$")
_DUAL = re.compile(r"^([1-5])/([1-5])$")
MOST_MARKS = 4


@dataclass(frozen=True)
class Rules:
    """The school's settings a cell is read by."""

    mark_one: bool = False
    debts: bool = False
    absence_with_mark: bool = True
    numbers: bool = True  # False: the grade or the course is unmarked
    why_no_numbers: str = "Здесь отметки не ставятся."


@dataclass(frozen=True)
class Shown:
    """One mark: as written, and the value that counts (None: it does not count)."""

    text: str
    counted: Decimal | None


@dataclass(frozen=True)
class Content:
    """What a cell says."""

    marks: tuple[Shown, ...] = ()
    absence: str | None = None
    minutes: int | None = None

    @property
    def text(self) -> str:
        """The cell's text in its one canonical form: absence first, then marks."""
        code = f"{self.absence}{self.minutes or ''}" if self.absence else ""
        return " ".join(part for part in (code, *(mark.text for mark in self.marks)) if part)


@dataclass
class _Reading:
    marks: list = field(default_factory=list)
    absence: str | None = None
    minutes: int | None = None


def read_cell(text: str, rules: Rules = Rules()) -> Content:
    """The content a typed text means; raises Refused with the reason where it means nothing."""
    reading = _Reading()
    for word in text.casefold().replace(",", " ").split():
        _read_word(_SPELLINGS.get(word, word), reading, rules)
    if len(reading.marks) > MOST_MARKS:
        raise Refused(f"В одной клетке не больше {MOST_MARKS} отметок.")
    if reading.marks and reading.absence in MISSED and not rules.absence_with_mark:
        raise Refused("Пропуск и отметка в одной клетке: в школе это не принято.")
    return Content(tuple(reading.marks), reading.absence, reading.minutes)


def _read_word(word: str, reading: _Reading, rules: Rules) -> None:
    late = _LATE.match(word)
    if word in ABSENCES or late:
        if reading.absence:
            raise Refused("В клетке уже есть код пропуска. Оставьте один.")
        reading.absence = "оп" if late else word
        reading.minutes = int(late.group(1)) if late else None
    else:
        reading.marks.append(_read_mark(word, rules))


def _read_mark(word: str, rules: Rules) -> Shown:
    if word == ".":
        if not rules.debts:
            raise Refused("Точки (долги) в этой школе не ставятся.")
        return Shown(".", None)
    if word in _OUTCOMES:
        return Shown(word, None)
    dual = _DUAL.match(word)
    if not (_SINGLE.match(word) or dual):
        raise Refused(f"Не понимаю «{word}». Можно: 5 4 3 2, 5/4, зач, н, б, уп, осв, оп.")
    if not rules.numbers:
        raise Refused(rules.why_no_numbers)
    if "1" in word and not rules.mark_one:
        raise Refused("Отметка 1 в этой школе не ставится.")
    return Shown(word, Decimal(dual.group(1) if dual else word))


@dataclass(frozen=True)
class Weighted:
    """A mark as the average sees it."""

    value: Decimal
    weight: Decimal = Decimal(1)


def weighted_average(marks: Sequence[Weighted]) -> Decimal | None:
    """The exact weighted mean, or None where nothing counts yet."""
    weight = sum((mark.weight for mark in marks), Decimal(0))
    if not weight:
        return None
    return sum((mark.value * mark.weight for mark in marks), Decimal(0)) / weight


def shown_average(average: Decimal | None) -> str:
    """An average as people read it: two digits, a comma, rounded half up («4,67»)."""
    if average is None:
        return ""
    return str(average.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")


def proposed_term_mark(average: Decimal | None) -> int | None:
    """The mark an average proposes for the term: rounded half up."""
    return None if average is None else int(average.quantize(Decimal(1), ROUND_HALF_UP))
