"""Reads a list of staff (.xlsx, .csv) into neutral rows, each fault said by cell."""

from dataclasses import dataclass
from pathlib import Path

from models.exchange import list_rows
from models.exchange.columns import HEADER_WITHIN, Columns, Meaning
from models.exchange.list_rows import (
    EMAIL,
    LONGEST_PHONE,
    Fault,
    ReadList,
    email_of,
    fits,
    name_columns,
    name_of,
    sex,
)
from models.exchange.names import name_key, squeezed

LONGEST_POSITION = 120
COLUMNS = Columns(
    "staff",
    (
        *name_columns("сотрудника|учителя|педагога"),
        Meaning(
            "full_name",
            "Фамилия, имя и отчество вместе",
            ("фио", "ф.и.о.", "ф. и. о.", "ф.и.о", "сотрудник", "учитель", "педагог"),
            r"^(фио|ф\. ?и\. ?о\.?)( (сотрудника|учителя|педагога|работника))?$"
            r"|^фамилия,? имя,?( и)?( отчество)?|^фамилия и (имя|инициалы)|^преподаватель$",
        ),
        Meaning("position", "Должность", ("должность",), r"^должност"),
        Meaning("sex", "Пол", ("пол",)),
        Meaning("phone", "Телефон", ("телефон", "тел.", "тел"), r"тел|сотовый|мобильный"),
        Meaning("email", "Эл. почта", *EMAIL),
    ),
    (frozenset({"surname", "given"}), frozenset({"full_name"})),
    "Не нахожу строку заголовков. Нужны столбцы «Фамилия» и «Имя» или один «ФИО» "
    f"в первых {HEADER_WITHIN} строках.",
    r"^класс$|^дата рожд|^(мать|мама|отец|папа)\b|^законный представитель",
    "position",
    "Похоже, это список учеников: в нём есть столбец «{}» и нет столбца «Должность». "
    "Выберите «Список учеников» или добавьте должности.",
)


@dataclass(frozen=True)
class StaffRow:
    """One member of staff; given name and patronymic may be initials («А.»)."""

    row: int
    surname: str
    given: str
    patronymic: str
    position: str = ""
    sex: str | None = None
    phone: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def key(self) -> str:
        """Who this is."""
        return name_key(self.full_name)


def read_list(path: Path, known_columns: dict[str, list[str]]) -> ReadList:
    """What each row says by itself; asks no database."""
    return list_rows.read_list(path, COLUMNS, known_columns, _employee)


def each_once(rows: list[StaffRow], faults: list[Fault]) -> tuple[list[StaffRow], list[Fault]]:
    """Each person once; the other rows join the faults."""
    return list_rows.each_once(rows, faults, "Этот сотрудник", lambda row: row.full_name)


def _employee(number: int, values: dict) -> StaffRow:
    text = {name: squeezed(value) for name, value in values.items()}
    surname, given, patronymic = name_of(text, initials=True)
    return StaffRow(
        number,
        surname,
        given,
        patronymic,
        fits(text, "position", "Должность", LONGEST_POSITION),
        sex(text.get("sex", "")),
        fits(text, "phone", "Телефон", LONGEST_PHONE),
        email_of(text),
    )
