"""Thresholds apart from the school's own, as typed: one row for a grade, a course or both."""

from collections.abc import Collection, Mapping

from models.journal.rounding import THRESHOLDS, read_thresholds
from models.refusal import Refused
from models.school.groups import GRADES

EMPTY_ROWS = 3  # always at the end, so that a row can be added without a script
MOST_ROWS = 60
_NAMES = ("apart-grade", "apart-course", *(f"apart-{mark}" for mark in THRESHOLDS))
DROPPED = "apart-drop"


def typed_rows(rows: list[dict]) -> dict[str, list[str]]:
    """The rows as a form shows them, with empty ones at the end."""
    typed: dict[str, list[str]] = {name: [] for name in _NAMES}
    for row in (*rows, *({},) * EMPTY_ROWS):
        table = row.get("rounding", {})
        values = (
            str(row.get("grade") or ""),
            row.get("course") or "",
            *(table.get(mark, "").replace(".", ",") for mark in THRESHOLDS),
        )
        for name, value in zip(_NAMES, values, strict=True):
            typed[name].append(value)
    return typed


def rows_of(typed: Mapping[str, list[str]]) -> list[dict]:
    """The rows of a form: grade, course, the thresholds, whether it is to go."""
    columns = [typed.get(name, []) for name in _NAMES]
    dropped = typed.get(DROPPED, [])
    return [
        {
            "grade": grade.strip(),
            "course": course,
            "rounding": dict(zip(THRESHOLDS, least, strict=True)),
            "dropped": str(number) in dropped,
        }
        for number, (grade, course, *least) in enumerate(zip(*columns, strict=False))
    ]


def read_rows(
    typed: Mapping[str, list[str]], courses: Collection[str], problems: dict[str, str]
) -> list[dict]:
    """The rows that stay, checked; what is wrong with row N goes to problems["apart-row-N"]."""
    found: list[dict] = []
    for number, row in enumerate(rows_of(typed)):
        if row["dropped"] or _is_empty(row):
            continue
        try:
            found.append(_read_row(row, courses, found))
        except Refused as refusal:
            problems[f"apart-row-{number}"] = refusal.sentence
    if len(found) > MOST_ROWS:
        problems["rounding_apart"] = f"Отдельных строк не больше {MOST_ROWS}."
    return found


def _is_empty(row: dict) -> bool:
    return not (row["grade"] or row["course"] or any(t.strip() for t in row["rounding"].values()))


def _read_row(row: dict, courses: Collection[str], before: list[dict]) -> dict:
    whose = _whose(row, courses)
    if not whose:
        raise Refused("Выберите класс, предмет или то и другое: для всех действуют общие пороги.")
    if any({key: r[key] for key in r if key != "rounding"} == whose for r in before):
        raise Refused("Строка для этого класса и предмета уже есть выше.")
    if not any(text.strip() for text in row["rounding"].values()):
        raise Refused("Напишите три порога. Если строка не нужна, отметьте «убрать».")
    return whose | {"rounding": read_thresholds(row["rounding"])}


def _whose(row: dict, courses: Collection[str]) -> dict:
    whose: dict = {}
    if row["grade"]:
        if row["grade"] not in map(str, GRADES):
            raise Refused("Класс бывает от 1 до 11.")
        whose["grade"] = int(row["grade"])
    if row["course"]:
        if row["course"] not in courses:
            raise Refused(f"Предмета «{row['course'][:60]}» в школе нет. Выберите из списка.")
        whose["course"] = row["course"]
    return whose
