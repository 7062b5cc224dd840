"""What a cell may hold and what it counts: pure, no database.

A cell's text is a list of entries parted by blanks: marks («5», «5/4», «зач»), a debt («.», or
«.25.11» with the day until which it is to be paid), and at most one absence code («н», «б»,
«уп», «нп», «осв», «оп» or «оп10», late by minutes).
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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
NOT_WORKING = (*MISSED, "осв")  # nothing of the lesson's work is asked of these
DEBT = "."
_SPELLINGS = {"у": "уп", "о": "оп", "зачет": "зач", "зачёт": "зач", "незачет": "незач"}
_SPELLINGS["незачёт"] = "незач"
_OUTCOMES = {"зач", "незач"}
_LATE = re.compile(r"^оп?([1-9][0-9]?)$")
_SINGLE = re.compile(r"^[1-5]$")
_DUAL = re.compile(r"^([1-5])/([1-5])$")
_DEBT = re.compile(r"^\.([0-3]?[0-9])\.([01]?[0-9])\.?$")
MOST_MARKS = 4
SOME_DAY = date(2000, 9, 1)


@dataclass(frozen=True)
class Rules:
    """The school's settings a cell is read by; `day` is the lesson's."""

    mark_one: bool = False
    debts: bool = False
    absence_with_mark: bool = True
    numbers: bool = True  # False: the grade or the course is unmarked
    why_no_numbers: str = "Здесь отметки не ставятся."
    codes: tuple[str, ...] = tuple(ABSENCES)
    dual_mean: bool = False  # a dual mark counts as the mean of both, else as its first
    day: date = SOME_DAY


@dataclass(frozen=True)
class Shown:
    """One mark: as written, the value that counts (None: it does not), a debt's last day."""

    text: str
    counted: Decimal | None
    due_on: date | None = None

    @property
    def word(self) -> str:
        return word_of(self.text, self.due_on)


def word_of(shown: str, due_on: date | None) -> str:
    """A mark as it is typed: a debt carries its day."""
    return f"{shown}{due_on:%d.%m}" if due_on else shown


def code_word(code: str | None, minutes: int | None) -> str:
    """An absence code as it is typed: «оп10» is late by ten minutes."""
    return f"{code}{minutes or ''}" if code else ""


@dataclass(frozen=True)
class Content:
    """What a cell says."""

    marks: tuple[Shown, ...] = ()
    absence: str | None = None
    minutes: int | None = None

    @property
    def text(self) -> str:
        """The cell's text in its one canonical form: absence first, then marks."""
        words = (code_word(self.absence, self.minutes), *(mark.word for mark in self.marks))
        return " ".join(word for word in words if word)


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
    code = "оп" if late else word
    if code not in ABSENCES:
        reading.marks.append(_read_mark(word, rules))
        return
    if code not in rules.codes:
        raise Refused(f"Код «{code}» в этой школе не ставится.")
    if reading.absence:
        raise Refused("В клетке уже есть код пропуска. Оставьте один.")
    reading.absence, reading.minutes = code, int(late.group(1)) if late else None


def _read_mark(word: str, rules: Rules) -> Shown:
    if word.startswith(DEBT):
        return _read_debt(word, rules)
    if word in _OUTCOMES:
        return Shown(word, None)
    dual = _DUAL.match(word)
    if not (_SINGLE.match(word) or dual):
        raise _not_understood(word)
    if not rules.numbers:
        raise Refused(rules.why_no_numbers)
    if "1" in word and not rules.mark_one:
        raise Refused("Отметка 1 в этой школе не ставится.")
    return Shown(word, _counted(dual, rules) if dual else Decimal(word))


def _not_understood(word: str) -> Refused:
    return Refused(f"Не понимаю «{word}». Можно: 5 4 3 2, 5/4, зач, н, б, уп, осв, оп.")


def _counted(dual, rules: Rules) -> Decimal:
    first, second = Decimal(dual.group(1)), Decimal(dual.group(2))
    return (first + second) / 2 if rules.dual_mean else first


def _read_debt(word: str, rules: Rules) -> Shown:
    dated = _DEBT.match(word)
    if word != DEBT and not dated:
        raise _not_understood(word)
    if not rules.debts:
        raise Refused("Точки (долги) в этой школе не ставятся.")
    return Shown(DEBT, None, _next_date(dated, rules.day) if dated else None)


def _next_date(dated, day: date) -> date:
    """The first such date on or after the lesson's day (29.02 may be years ahead)."""
    number, month = int(dated.group(1)), int(dated.group(2))
    for year in range(day.year, day.year + 9):
        try:
            found = date(year, month, number)
        except ValueError:
            continue
        if found >= day:
            return found
    raise Refused(f"Такой даты нет: {dated.group(1)}.{dated.group(2)}.")
