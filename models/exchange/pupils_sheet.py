"""Reads a secretary's list of pupils (.xlsx) into neutral rows, each fault said by cell."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from models.exchange.class_names import class_name, parse_class
from models.exchange.gate import check_spreadsheet
from models.exchange.names import cased, name_key, split_name, squeezed
from models.exchange.sheet_size import DAMAGED
from models.refusal import Refused

MOST_COLUMNS = 60
_HEADER_WITHIN = 15  # rows from the top

COLUMNS = {  # our name → (the title said in reports, words a header may be)
    "surname": ("Фамилия", ("фамилия",)),
    "given": ("Имя", ("имя",)),
    "patronymic": ("Отчество", ("отчество",)),
    "birth_date": ("Дата рождения", ("дата рождения", "дата рожд", "д.р.", "рождение")),
    "class": ("Класс", ("класс",)),
    "sex": ("Пол", ("пол",)),
    "mother": ("Мать", ("мать", "мать (законный представитель)", "мама", "законный представитель")),
    "father": ("Отец", ("отец", "отец (законный представитель)", "папа")),
    "email": ("Эл. почта", ("эл. почта", "электронная почта", "почта", "email", "e-mail")),
}
_PHONE = ("телефон", "тел.", "тел")
_REQUIRED = ("surname", "given", "class")
_SEX = {
    "м": "m",
    "муж": "m",
    "мужской": "m",
    "m": "m",
    "мальчик": "m",
    "ж": "f",
    "жен": "f",
    "женский": "f",
    "f": "f",
    "девочка": "f",
}
_LONGEST = {"surname": 80, "given": 80, "patronymic": 80, "email": 120}  # as the columns are
_LONGEST_PART = 80  # of a parent's name
_SHOWN = 80  # characters of a faulty value
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")


@dataclass(frozen=True)
class PupilRow:
    """One pupil of the sheet; `row` is the number the spreadsheet shows."""

    row: int
    surname: str
    given: str
    patronymic: str
    birth_date: date | None
    grade: int
    letter: str
    sex: str | None
    mother: str
    mother_phone: str
    father: str
    father_phone: str
    email: str

    @property
    def key(self) -> tuple:
        """Who this is: name (ё is е) and date of birth; without a date, name and class."""
        who = name_key(f"{self.surname} {self.given}")
        return who, self.birth_date or class_name(self.grade, self.letter)


@dataclass(frozen=True)
class Fault:
    """A row that does not go in: where, what, why."""

    row: int
    column: str
    value: str
    reason: str


class _Faulty(Exception):
    def __init__(self, column: str, value, reason: str):
        self.column, self.reason = column, reason
        self.value = "" if value is None else str(value)[:_SHOWN]


def read_pupils(path: Path, known=None) -> tuple[list[PupilRow], list[Fault]]:
    """The pupils of the sheet and its faults, row by row.

    `known`: the school's classes as a set of (grade, letter); None takes any. Raises Refused
    where the file is no such list at all.
    """
    return only_known(*read_rows(path), known)


def read_rows(path: Path) -> tuple[list[PupilRow], list[Fault]]:
    """What each row says by itself. The slow part: it asks no database and holds nobody up."""
    rows = _cells(path)
    top, places = _header(rows)
    pupils: list[PupilRow] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows[top + 1 :], start=top + 2):
        values = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
        if _is_blank(cells, values):
            continue
        try:
            pupils.append(_pupil(number, values))
        except _Faulty as fault:
            faults.append(Fault(number, fault.column, fault.value, fault.reason))
    return pupils, faults


def only_known(
    rows: list[PupilRow], faults: list[Fault], known=None
) -> tuple[list[PupilRow], list[Fault]]:
    """The rows of classes the school has, each pupil once; the others join the faults."""
    pupils, faulty = [], list(faults)
    seen: dict[tuple, int] = {}
    for row in rows:
        name = class_name(row.grade, row.letter)
        if known is not None and (row.grade, row.letter) not in known:
            faulty.append(Fault(row.row, "Класс", name, f"Класса {name} в школе нет."))
        elif row.key in seen:
            again = f"Этот ученик уже есть в строке {seen[row.key]}."
            faulty.append(Fault(row.row, "Фамилия", f"{row.surname} {row.given}", again))
        else:
            seen[row.key] = row.row
            pupils.append(row)
    return pupils, sorted(faulty, key=lambda fault: fault.row)


def _cells(path: Path) -> list[list]:
    from python_calamine import CalamineWorkbook

    check_spreadsheet(path)
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        return [row[:MOST_COLUMNS] for row in sheet.to_python(skip_empty_area=False)]
    except MemoryError:
        raise
    except Exception:  # calamine raises its own kinds for every damage
        raise Refused(DAMAGED) from None


def _header(rows: list[list]) -> tuple[int, dict[str, int]]:
    for top, cells in enumerate(rows[:_HEADER_WITHIN]):
        places = _places([squeezed(cell).casefold() for cell in cells])
        if all(name in places for name in _REQUIRED):
            return top, places
    raise Refused(
        "Не нахожу строку заголовков. Нужны столбцы «Фамилия», «Имя» и «Класс» "
        f"в первых {_HEADER_WITHIN} строках."
    )


def _places(words: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    last = None
    for at, word in enumerate(words):
        if word in _PHONE and last in ("mother", "father"):
            places.setdefault(f"{last}_phone", at)
            continue
        for name, (_title, spellings) in COLUMNS.items():
            if word in spellings:
                places.setdefault(name, at)
                last = name
    return places


def _is_blank(cells: list, values: dict) -> bool:
    """An empty row, or the total at the end."""
    texts = [squeezed(cell) for cell in cells]
    if not any(texts):
        return True
    first = next(text for text in texts if text).casefold()
    return first.startswith(("итого", "всего")) or not any(
        squeezed(values.get(name)) for name in ("surname", "given", "class", "birth_date")
    )


def _pupil(number: int, values: dict) -> PupilRow:
    text = {name: squeezed(value) for name, value in values.items()}
    _check_lengths(text)
    for name, why in (("surname", "Нет фамилии."), ("given", "Нет имени.")):
        if not text.get(name):
            raise _Faulty(COLUMNS[name][0], text.get(name), why)
    grade, letter = _class(values.get("class"))
    return PupilRow(
        number,
        cased(text["surname"]),
        cased(text["given"]),
        cased(text.get("patronymic", "")),
        _birth_date(values.get("birth_date")),
        grade,
        letter,
        _sex(text.get("sex", "")),
        text.get("mother", ""),
        text.get("mother_phone", ""),
        text.get("father", ""),
        text.get("father_phone", ""),
        text.get("email", "").casefold(),
    )


def _check_lengths(text: dict[str, str]) -> None:
    for name, longest in _LONGEST.items():
        if len(text.get(name, "")) > longest:
            why = f"Длиннее {longest} знаков: в журнале столько не помещается."
            raise _Faulty(COLUMNS[name][0], text[name], why)
    for name in ("mother", "father"):
        if any(len(part) > _LONGEST_PART for part in split_name(text.get(name, ""))):
            why = f"Фамилия, имя или отчество длиннее {_LONGEST_PART} знаков."
            raise _Faulty(COLUMNS[name][0], text[name], why)


def _class(value) -> tuple[int, str]:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    parsed = parse_class(squeezed(value)[:_SHOWN])
    if parsed is None:
        raise _Faulty("Класс", value, "Такого класса в школе нет.")
    return parsed


def _birth_date(value) -> date | None:
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        text = squeezed(value)
        if not text:
            return None
        value = _date_of(text)
        if value is None:
            raise _Faulty("Дата рождения", text, "Такой даты нет. Пишите день.месяц.год.")
    if not date(1990, 1, 1) <= value <= date.today():
        raise _Faulty("Дата рождения", f"{value:%d.%m.%Y}", "Для ученика эта дата невозможна.")
    return value


def _date_of(text: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(text.rstrip(" г."), form).date()
        except ValueError:
            continue
    return None


def _sex(text: str) -> str | None:
    if not text:
        return None
    found = _SEX.get(text.casefold().rstrip("."))
    if found is None:
        raise _Faulty("Пол", text, "Пол пишут «М» или «Ж».")
    return found
