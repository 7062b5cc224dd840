"""The journal's settings as a form holds them, and back: pure, no database.

`typed` is a form: each field's name with all values it holds.
"""

import re
from collections.abc import Callable, Collection, Mapping

from models.access.session import MOST_DAYS
from models.journal.rounding import THRESHOLDS, plain_number, read_number, read_threshold
from models.journal.rounding_rows import GRADES, read_rows, typed_rows
from models.journal.scale import ABSENCES
from models.naming import fault_of_name
from models.refusal import Refused, WrongFields
from models.school.policy import STAFF
from models.school.school import Ruled

FLAGS = (
    "mark_one",
    "dual_mean",
    "debts",
    "absence_with_mark",
    "weights",
    "former_marks",
    "certificate_turns",
    "paper_order",
    "own_device_staff",
)
GRADE_LISTS = ("unmarked_grades", "exam_grades")
ALWAYS = ("н", "оп")  # the control of absences and lateness stands on these two
HOURS = range(1, 6)
HOMEWORK_FROM = {1: "1 класс", 2: "2–3", 4: "4–5", 6: "6–8", 9: "9–11"}  # grades of one limit
LONGEST_HOMEWORK_DAY = 600
LONGEST_AGO = 365
MOST_MARKS = 60
SECOND_FACTOR_ROLES = [role.value for role in STAFF]
LONGEST_IDLE = 120  # minutes a page of staff may stay open untouched
LONGEST_PROOF = 336  # hours: two weeks
LONGEST_CODE = 180  # days an invitation code may be valid
LONGEST_NAME = 200  # of the school, and of its address
_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"<>]{1,120}(/[^\s?#\\\"<>]{0,60})?", re.IGNORECASE)

Typed = Mapping[str, list[str]]


def typed_settings(school: Ruled) -> dict[str, list[str]]:
    """The settings as they stand, as a form holds them."""
    flags = {name: ["1"] for name in FLAGS if school.rule(name)}
    grades = {name: [str(grade) for grade in school.rule(name)] for name in GRADE_LISTS}
    least, density = school.rule("rounding"), school.rule("density")
    return (
        flags
        | grades
        | {f"rounding-{mark}": [least[mark].replace(".", ",")] for mark in THRESHOLDS}
        | {f"density-{hours}": [str(density.get(str(hours), ""))] for hours in HOURS}
        | {
            f"homework-{grade}": [str(school.rule("homework_minutes").get(str(grade), 0))]
            for grade in HOMEWORK_FROM
        }
        | typed_rows(school.rule("rounding_apart"))
        | {
            "school_name": [school.rule("school_name")],
            "school_address": [school.rule("school_address")],
            "absence_codes": list(school.rule("absence_codes")),
            "edge": [school.rule("edge").replace(".", ",")],
            "reason_after_days": [str(school.rule("reason_after_days"))],
            "code_days": [str(school.rule("code_days"))],
            "site": [school.rule("site")],
            "second_factor": list(school.rule("second_factor")),
            "proof_hours": [str(school.rule("proof_hours"))],
            "lock_minutes": [str(school.rule("lock_minutes"))],
            "own_device_days": [str(school.rule("own_device_days"))],
        }
    )


def read_settings(typed: Typed, courses: Collection[str]) -> dict:
    """The settings a form means; raises WrongFields with a sentence for each wrong field."""
    problems: dict[str, str] = {}
    found: dict = {name: bool(typed.get(name)) for name in FLAGS}
    for name, read in _READERS.items():
        found[name] = _tried(problems, name, read, typed.get(name, []))
    found["rounding"] = {
        mark: _tried(problems, f"rounding-{mark}", read_threshold, mark, _one(typed, mark))
        for mark in THRESHOLDS
    }
    found["rounding_apart"] = read_rows(typed, courses, problems)
    found["homework_minutes"] = {
        str(grade): _tried(problems, f"homework-{grade}", _minutes_a_day, typed, grade)
        for grade in HOMEWORK_FROM
    }
    found["density"] = _density(typed, problems)
    if problems:
        raise WrongFields(problems)
    return found


def _one(typed: Typed, mark: str) -> str:
    return _text(typed.get(f"rounding-{mark}", []))


def _text(values: list[str]) -> str:
    return values[0].strip() if values else ""


def _tried(problems: dict[str, str], field: str, read: Callable, *asked):
    """What `read` makes of it; where it refuses, the reason goes to the field."""
    try:
        return read(*asked)
    except Refused as refusal:
        problems[field] = refusal.sentence
        return None


def _school_name(values: list[str]) -> str:
    if name := _line(values):
        return name
    raise Refused("Напишите название школы: оно стоит на всех страницах и бумагах.")


def _line(values: list[str]) -> str:
    """One line of words, as a paper prints it."""
    line = " ".join(_text(values).split())
    if len(line) > LONGEST_NAME:
        raise Refused(f"Не длиннее {LONGEST_NAME} знаков.")
    if why := fault_of_name(line):
        raise Refused(why)
    return line


def _codes(values: list[str]) -> list[str]:
    if not set(values) <= ABSENCES.keys():
        raise Refused("Такого кода нет. Обновите страницу и повторите.")
    return [code for code in ABSENCES if code in values or code in ALWAYS]


def _grades(values: list[str]) -> list[int]:
    if not set(values) <= {str(grade) for grade in GRADES}:
        raise Refused("Класс бывает от 1 до 11.")
    return [grade for grade in GRADES if str(grade) in values]


def _edge(values: list[str]) -> str:
    edge = read_number(_text(values))
    if edge is None or edge > 1:
        raise Refused("Напишите число от 0 до 1, например 0,15.")
    return plain_number(edge)


def _days(values: list[str]) -> int:
    days = _whole(_text(values))
    if days is None or days > LONGEST_AGO:
        raise Refused(f"Напишите число дней от 0 до {LONGEST_AGO}.")
    return days


def _minutes_a_day(typed: Typed, grade: int) -> int:
    minutes = _whole(_text(typed.get(f"homework-{grade}", [])))
    if minutes is None or minutes > LONGEST_HOMEWORK_DAY:
        raise Refused(f"Напишите число минут от 0 до {LONGEST_HOMEWORK_DAY}.")
    return minutes


def _code_days(values: list[str]) -> int:
    days = _whole(_text(values))
    if days is None or not 1 <= days <= LONGEST_CODE:
        raise Refused(f"Напишите число дней от 1 до {LONGEST_CODE}.")
    return days


def _must_have_second(values: list[str]) -> list[str]:
    if not set(values) <= set(SECOND_FACTOR_ROLES):
        raise Refused("Такой роли здесь нет. Обновите страницу и повторите.")
    return [role for role in SECOND_FACTOR_ROLES if role in values]


def _lock_minutes(values: list[str]) -> int:
    minutes = _whole(_text(values))
    if minutes is None or not 1 <= minutes <= LONGEST_IDLE:
        raise Refused(f"Напишите число минут от 1 до {LONGEST_IDLE}.")
    return minutes


def _proof_hours(values: list[str]) -> int:
    hours = _whole(_text(values))
    if hours is None or not 12 <= hours <= LONGEST_PROOF:
        raise Refused(f"Напишите число часов от 12 до {LONGEST_PROOF}.")
    return hours


def _own_days(values: list[str]) -> int:
    days = _whole(_text(values))
    if days is None or days > MOST_DAYS:
        raise Refused(f"Напишите число дней от 0 до {MOST_DAYS}.")
    return days


def _site(values: list[str]) -> str:
    """The address families open, without a slash at its end; empty is the visitor's own."""
    address = _text(values).rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise Refused("Напишите адрес целиком, например https://klass.school12.ru.")
    return address


def _density(typed: Typed, problems: dict[str, str]) -> dict[str, int]:
    """Hours → marks. More hours never ask for fewer marks: the journal takes the highest rule
    that the hours reach, so a lower one behind it would never be heeded."""
    found: dict[str, int] = {}
    for hours in HOURS:
        field = f"density-{hours}"
        least = max(found.values(), default=1)
        marks = _tried(problems, field, _marks, _text(typed.get(field, [])), least)
        if marks is not None:
            found[str(hours)] = marks
    return found


def _marks(text: str, least: int) -> int | None:
    if not text:
        return None
    marks = _whole(text)
    if marks is None or not 1 <= marks <= MOST_MARKS:
        raise Refused(f"Напишите число от 1 до {MOST_MARKS} или оставьте пустым.")
    if marks < least:
        raise Refused(f"При большем числе часов не меньше отметок: напишите {least} или больше.")
    return marks


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


_READERS: dict[str, Callable] = {
    "school_name": _school_name,
    "school_address": _line,
    "absence_codes": _codes,
    "unmarked_grades": _grades,
    "exam_grades": _grades,
    "edge": _edge,
    "reason_after_days": _days,
    "code_days": _code_days,
    "site": _site,
    "second_factor": _must_have_second,
    "lock_minutes": _lock_minutes,
    "proof_hours": _proof_hours,
    "own_device_days": _own_days,
}
