"""The journal's settings in words: how each is called, and what one of its values says."""

from models.access.role import Role
from models.audit.wording import tells
from models.school.school import DEFAULTS, OWN

TITLES = {
    "mark_one": "отметка 1",
    "dual_mean": "двойная отметка считается как среднее",
    "debts": "точки (долги)",
    "unmarked_grades": "классы без отметок",
    "exam_grades": "классы с экзаменом",
    "absence_with_mark": "пропуск и отметка в одной клетке",
    "absence_codes": "коды пропусков",
    "weights": "вес видов работ",
    "former_marks": "отметки прежнего класса входят в средний балл",
    "certificate_turns": "справка меняет Н на Б или УП",
    "rounding": "пороги",
    "rounding_apart": "отдельные пороги",
    "edge": "спорный балл",
    "density": "накопляемость",
    "homework_minutes": "домашнее задание на день, минут",
    "reason_after_days": "причина спрашивается через, дней",
    "paper_order": "порядок как на бумаге",
    "code_days": "код действует, дней",
    "site": "адрес для семей",
    "second_factor": "второй фактор обязателен",
    "lock_minutes": "экран сотрудника закрывается через, минут",
    "proof_hours": "тревога, если копия не проверялась, часов",
    "own_device_days": "вход на своём устройстве, дней",
    "own_device_staff": "сотрудники остаются на своём устройстве",
}
ELSEWHERE = {"retention": "сроки хранения, лет"}  # set on pages of their own
OWN_TITLES = {"school_name": "название школы", "school_address": "адрес школы"}
NOTHING = "нет"


def in_words(name: str, value) -> str:
    """A setting's value as people read it."""
    if isinstance(value, bool):
        return "да" if value else NOTHING
    if name == "rounding":
        return _thresholds(value)
    if name == "rounding_apart":
        return "; ".join(_row(row) for row in value) or NOTHING
    if name == "density":
        hours = sorted(value, key=int)
        return ", ".join(f"{hour} ч — {value[hour]}" for hour in hours) or NOTHING
    if name == "homework_minutes":
        grades = sorted(value, key=int)
        return ", ".join(f"с {grade} класса — {value[grade]}" for grade in grades)
    if name == "second_factor":
        return ", ".join(Role(role).title.lower() for role in value) or "никому"
    if name == "retention":
        return ", ".join(f"{kind} {years}" for kind, years in sorted(value.items())) or "обычные"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or NOTHING
    if name == "site" or name in OWN:
        return value or "не задан"
    return str(value).replace(".", ",")


def _thresholds(table: dict) -> str:
    return " / ".join(str(table.get(mark, "")).replace(".", ",") for mark in ("5", "4", "3"))


def _row(row: dict) -> str:
    grade, course = row.get("grade"), row.get("course")
    whose = ", ".join(part for part in (grade and f"{grade} класс", course) if part)
    return f"{whose}: {_thresholds(row['rounding'])}"


@tells("school")
def told(before: dict, after: dict) -> str:
    """What changed in the school's name, address and settings, each from → to."""
    was, now = before.get("settings") or {}, after.get("settings") or {}
    changes = [
        f"{OWN_TITLES[name]}: {in_words(name, before.get(key))} → {in_words(name, after.get(key))}"
        for name, key in OWN.items()
        if (before.get(key) or "") != (after.get(key) or "")
    ]
    for name, default in DEFAULTS.items():
        old, new = was.get(name, default), now.get(name, default)
        if old != new:
            change = f"{in_words(name, old)} → {in_words(name, new)}"
            changes.append(f"{(TITLES | ELSEWHERE).get(name, name)}: {change}")
    return "Настройки: " + "; ".join(changes) if changes else ""
