"""Reads a secretary's list of pupils (.xlsx) into neutral rows, each fault said by cell."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from models.exchange.class_names import class_name, parse_class
from models.exchange.gate import check_spreadsheet
from models.exchange.names import cased, name_key, squeezed
from models.refusal import Refused

MOST_ROWS = 20_000
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
        self.column, self.value, self.reason = column, "" if value is None else str(value), reason


def read_pupils(path: Path, known=None) -> tuple[list[PupilRow], list[Fault]]:
    """The pupils of the sheet and its faults, row by row.

    `known`: the school's classes as a set of (grade, letter); None takes any. Raises Refused
    where the file is no such list at all.
    """
    rows = _cells(path)
    top, places = _header(rows)
    pupils: list[PupilRow] = []
    faults: list[Fault] = []
    seen: dict[tuple, int] = {}
    for number, cells in enumerate(rows[top + 1 :], start=top + 2):
        values = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
        if _is_blank(cells, values):
            continue
        try:
            pupil = _pupil(number, values, known)
            if pupil.key in seen:
                raise _Faulty(
                    "Фамилия",
                    f"{pupil.surname} {pupil.given}",
                    f"Этот ученик уже есть в строке {seen[pupil.key]}.",
                )
            seen[pupil.key] = number
            pupils.append(pupil)
        except _Faulty as fault:
            faults.append(Fault(number, fault.column, fault.value, fault.reason))
    return pupils, faults


def _cells(path: Path) -> list[list]:
    from python_calamine import CalamineWorkbook

    check_spreadsheet(path)
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        height, width = sheet.height, sheet.width
        if height > MOST_ROWS or width > 1000:
            raise Refused(f"В таблице {height} строк: это не список учеников одной школы.")
        return [row[:MOST_COLUMNS] for row in sheet.to_python(skip_empty_area=False)]
    except Refused:
        raise
    except Exception:  # calamine raises its own kinds for every damage
        raise Refused("Таблица .xlsx повреждена и не читается. Сохраните её заново.") from None


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


def _pupil(number: int, values: dict, known) -> PupilRow:
    text = {name: squeezed(value) for name, value in values.items()}
    for name, why in (("surname", "Нет фамилии."), ("given", "Нет имени.")):
        if not text.get(name):
            raise _Faulty(COLUMNS[name][0], text.get(name), why)
    grade, letter = _class(values.get("class"), known)
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


def _class(value, known) -> tuple[int, str]:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    parsed = parse_class(squeezed(value))
    if parsed is None:
        raise _Faulty("Класс", value, "Такого класса в школе нет.")
    if known is not None and parsed not in known:
        raise _Faulty("Класс", value, f"Класса {class_name(*parsed)} в школе нет.")
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
