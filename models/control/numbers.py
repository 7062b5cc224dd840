"""The numbers of the school's regulation: hours, days and dates of its deadlines. Pure.

The defaults are those of the regulation itself. A school's own are dated (`rule_set.py`), so that
last year is judged by last year's rule.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from models.refusal import Refused, WrongFields

CALENDAR, WORKING = "calendar", "working"
DAYS = {CALENDAR: "календарные", WORKING: "рабочие (без воскресений и каникул)"}
STAY, BEFORE, AFTER = "stay", "before", "after"
ON_FREE_DAY = {
    STAY: "остаётся в тот же день",
    BEFORE: "переносится на рабочий день раньше",
    AFTER: "переносится на рабочий день позже",
}


@dataclass(frozen=True)
class Numbers:
    """One set of numbers; each names its clause in `CLAUSES`."""

    homework_minutes: int = 60
    work_days: int = 7
    term_days: int = 1
    exam_days: int = 30
    days: str = CALENDAR
    first_control: int = 15
    second_control: int = 30
    control_hour: int = 18
    grace_days: int = 7
    free_control: str = STAY

    def as_json(self) -> dict:
        return asdict(self)


REGULATION = Numbers()
CLAUSES = {
    "homework_minutes": "5.4(2)",
    "work_days": "5.4(3)",
    "term_days": "5.4(4)",
    "exam_days": "5.4(4)",
    "days": "5.4(3)",
    "first_control": "5.3(9), 5.2(12)",
    "second_control": "5.3(9), 5.2(12)",
    "control_hour": "5.3(9)",
    "grace_days": "5.4(3), 5.3(9)",
    "free_control": "5.2(12)",
}
WORDS = {
    "homework_minutes": "Домашнее задание: минут после последнего урока этих учеников",
    "work_days": "Результаты работы: дней после работы",
    "term_days": "Отметки за период и за год: дней после его конца",
    "exam_days": "Экзаменационные и итоговые: дней после последнего периода (экзамены идут потом)",
    "days": "Дни считать",
    "first_control": "Первый контроль: число месяца",
    "second_control": "Второй контроль: число месяца (в коротком месяце последний день)",
    "control_hour": "В день контроля оператор вносит до, часов",
    "grace_days": "Контроль не ждёт работ последних дней, дней",
    "free_control": "Если день контроля нерабочий, срок",
}
RANGES = {
    "homework_minutes": (0, 720),
    "work_days": (1, 30),
    "term_days": (0, 30),
    "exam_days": (0, 60),
    "first_control": (10, 16),
    "second_control": (25, 31),
    "control_hour": (8, 18),
    "grace_days": (0, 14),
}
CHOICES = {"days": DAYS, "free_control": ON_FREE_DAY}


def numbers_of(kept: Mapping) -> Numbers:
    """The numbers kept as JSON; what is not kept is the regulation's own."""
    known = {field.name for field in fields(Numbers)}
    return Numbers(**{name: value for name, value in kept.items() if name in known})


def read_numbers(typed: Mapping[str, str]) -> Numbers:
    """The numbers a form means. Raises WrongFields with a sentence for each wrong field."""
    found, problems, own = {}, {}, REGULATION.as_json()
    for name, (least, most) in RANGES.items():
        text = typed.get(name, str(own[name])).strip()
        if text.isascii() and text.isdecimal() and len(text) <= 4 and least <= int(text) <= most:
            found[name] = int(text)
        else:
            problems[name] = f"Напишите число от {least} до {most}."
    for name, words in CHOICES.items():
        found[name] = typed.get(name, "")
        if found[name] not in words:
            problems[name] = "Выберите из списка."
    if problems:
        raise WrongFields(problems)
    return Numbers(**found)


def in_words(name: str, value) -> str:
    """A number as people read it."""
    if name in CHOICES:
        return CHOICES[name].get(value, str(value))
    return str(value)


def refuse_unchanged(new: Numbers, old: Numbers) -> None:
    """Refuse a set that says what already holds."""
    if new == old:
        raise Refused("Эти сроки уже действуют: сохранять нечего.")
