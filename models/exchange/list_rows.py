"""What lists of people have in common: layouts, faults, names, dates and sexes of their rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from models.exchange.columns import Columns, Layout, Meaning
from models.exchange.names import cased, split_name, squeezed
from models.exchange.sheet import read_table
from models.naming import fault_of_name, fault_of_person

SHOWN = 80  # characters of a faulty value
LONGEST_NAME, LONGEST_EMAIL, LONGEST_PHONE = 80, 120, 120  # as the columns are
_SEX = {
    "м": "m",
    "муж": "m",
    "мужской": "m",
    "m": "m",
    "male": "m",
    "мальчик": "m",
    "ж": "f",
    "жен": "f",
    "женский": "f",
    "f": "f",
    "female": "f",
    "девочка": "f",
}
_DATES = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")
NAME_PARTS = (("surname", "Фамилия"), ("given", "Имя"), ("patronymic", "Отчество"))


@dataclass(frozen=True)
class Fault:
    """A row that does not go in: where, what, why."""

    row: int
    column: str
    value: str
    reason: str
    file: str = ""

    def as_json(self) -> dict:
        return dict(vars(self))


class Faulty(Exception):
    """A row that does not go in, found while it is read."""

    def __init__(self, column: str, value, reason: str):
        super().__init__(reason)
        self.column, self.reason = column, reason
        self.value = "" if value is None else str(value)[:SHOWN]

    def at(self, row: int, file: str = "") -> Fault:
        return Fault(row, self.column, self.value, self.reason, file)


@dataclass
class ReadList:
    """A list as far as its file tells: rows, faults, and how its columns were understood."""

    rows: list
    faults: list[Fault]
    layout: Layout | None = None
    columns: Columns | None = None
    ended: list = field(default_factory=list)


EMAIL = ("эл. почта", "электронная почта", "почта", "email", "e-mail"), r"почт|e-?mail|mail"


def name_columns(whose: str) -> tuple[Meaning, ...]:
    """The three columns of a name; `whose`: the words that may follow, parted by «|»."""
    return (
        Meaning("surname", "Фамилия", ("фамилия",), rf"^фамилия( ({whose}))?$"),
        Meaning("given", "Имя", ("имя",), rf"^имя ({whose})$"),
        Meaning("patronymic", "Отчество", ("отчество",), r"^отчество\b"),
    )


def read_list(path: Path, columns: Columns, known: dict[str, list[str]], make) -> ReadList:
    """What each row of a file says by itself. The slow part: it asks no database and holds nobody
    up. `known`: columns as people have set them; `make(number, values)` is a row."""
    table = read_table(path)
    layout = columns.lay(table, known)
    columns.refuse_others(layout)
    return read_rows(table, columns, layout, make)


def each_once(rows: list, faults: list[Fault], who: str, name: Callable) -> tuple[list, list]:
    """Rows of which no two have one `key`, and the faults with the others among them. `who`: «Этот
    ученик»; `name(row)`: as the fault shows them."""
    seen: dict = {}
    found, faulty = [], list(faults)
    for row in rows:
        if row.key in seen:
            again = f"{who} уже есть в строке {seen[row.key]}."
            faulty.append(Fault(row.row, "Фамилия", name(row), again))
        else:
            seen[row.key] = row.row
            found.append(row)
    return found, sorted(faulty, key=lambda fault: fault.row)


def read_rows(table: list[list], columns: Columns, layout: Layout, make) -> ReadList:
    """Each row below the heads through `make(number, values)`; blank rows and totals are none."""
    found, faults = [], []
    places = layout.places
    if not layout.complete:
        return ReadList([], [], layout, columns)
    for number, cells in enumerate(table[layout.top + 1 :], start=layout.top + 2):
        values = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
        if _is_blank(cells, values):
            continue
        try:
            found.append(make(number, values))
        except Faulty as fault:
            faults.append(fault.at(number))
    return ReadList(found, faults, layout, columns)


def _is_blank(cells: list, values: dict) -> bool:
    """An empty row, or the total at the end."""
    texts = [squeezed(cell) for cell in cells]
    if not any(texts):
        return True
    first = next(text for text in texts if text).casefold()
    return first.startswith(("итого", "всего")) or not any(
        squeezed(values.get(name))
        for name in ("surname", "given", "full_name", "class", "birth_date")
    )


def name_of(text: dict[str, str], *, initials: bool = False) -> tuple[str, str, str]:
    """(surname, given, patronymic), from one column or three. `initials`: a surname alone, or
    with initials, is a name as well."""
    if text.get("full_name") and not text.get("surname"):
        whole = text["full_name"]
        parts = split_name(whole.replace(".", ". ") if initials else whole)
        column = "ФИО"
    else:
        parts = tuple(text.get(name, "") for name, _ in NAME_PARTS)
        column = ""
    for (_name, title), part in zip(NAME_PARTS, parts, strict=True):
        if len(part) > LONGEST_NAME:
            why = f"Длиннее {LONGEST_NAME} знаков: в журнале столько не помещается."
            raise Faulty(column or title, part, why)
        if why := fault_of_person(part):
            raise Faulty(column or title, part, why)
    if not parts[0]:
        raise Faulty(column or "Фамилия", parts[0], "Нет фамилии.")
    if not parts[1]:
        raise Faulty(column or "Имя", text.get("full_name", ""), "Нет имени.")
    return cased(parts[0]), cased(parts[1]), cased(parts[2])


def fits(text: dict[str, str], name: str, title: str, longest: int) -> str:
    """A value that must fit its column."""
    value = text.get(name, "")
    if len(value) > longest:
        why = f"Длиннее {longest} знаков: в журнале столько не помещается."
        raise Faulty(title, value, why)
    if why := fault_of_name(value):
        raise Faulty(title, value, why)
    return value


def email_of(text: dict[str, str]) -> str:
    return fits(text, "email", "Эл. почта", LONGEST_EMAIL).casefold()


def birth_date(value) -> date | None:
    """A pupil's date of birth, however it is written; nothing where there is none."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        text = squeezed(value)
        if not text:
            return None
        value = _date_of(text)
        if value is None:
            raise Faulty("Дата рождения", text, "Такой даты нет. Пишите день.месяц.год.")
    if not date(1990, 1, 1) <= value <= date.today():
        raise Faulty("Дата рождения", f"{value:%d.%m.%Y}", "Для ученика эта дата невозможна.")
    return value


def _date_of(text: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(text.rstrip(" г."), form).date()
        except ValueError:
            continue
    return None


def sex(text: str) -> str | None:
    """m, f, or nothing where nothing is written."""
    if not text:
        return None
    found = _SEX.get(text.casefold().rstrip("."))
    if found is None:
        raise Faulty("Пол", text, "Пол пишут «М» или «Ж».")
    return found
