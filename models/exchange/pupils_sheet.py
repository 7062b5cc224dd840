"""Reads a secretary's list of pupils (.xlsx, .csv) into neutral rows, each fault said by cell."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.exchange import list_rows
from models.exchange.class_names import class_name, parse_class
from models.exchange.columns import HEADER_WITHIN, Columns, Meaning
from models.exchange.list_rows import (
    EMAIL,
    LONGEST_NAME,
    SHOWN,
    Fault,
    Faulty,
    ReadList,
    birth_date,
    each_once,
    email_of,
    name_columns,
    name_of,
    sex,
)
from models.exchange.names import name_key, split_name, squeezed
from models.naming import fault_of_person
from models.refusal import Refused

_PHONE = ("телефон", "тел.", "тел", "моб. телефон", "мобильный телефон", "моб.тел.", "сотовый")
COLUMNS = Columns(
    "pupils",
    (
        *name_columns("ученика|учащегося|ребенка"),
        Meaning(
            "full_name",
            "Фамилия, имя и отчество вместе",
            ("фио", "ф.и.о.", "ф. и. о.", "ф.и.о", "фамилия, имя, отчество", "ученик"),
            r"^(фио|ф\. ?и\. ?о\.?)( (ученика|учащегося|обучающегося|ребенка))?$"
            r"|^фамилия,? имя,?( и)?( отчество)?|^фамилия и имя|^(учащийся|обучающийся)$",
        ),
        Meaning(
            "birth_date",
            "Дата рождения",
            ("дата рождения", "дата рожд", "д.р.", "рождение"),
            r"^дата? ?рожд|^день рождения|^др$|^рожд",
        ),
        Meaning("class", "Класс", ("класс",), r"^класс( обучения| ученика)?$|^класс \(|^кл\.?$"),
        Meaning("letter", "Буква класса", ("буква", "литера", "буква класса", "литер")),
        Meaning("sex", "Пол", ("пол",), r"^пол( ученика| ребенка)?$"),
        Meaning(
            "mother",
            "Мать",
            ("мать", "мать (законный представитель)", "мама", "законный представитель"),
            r"^(фио |ф\.и\.о\. )?(матер|мать|мам)|^законный представитель|^родитель( 1)?$",
        ),
        Meaning("mother_phone", "Телефон матери", _PHONE, r"тел", beside=("mother",)),
        Meaning(
            "father",
            "Отец",
            ("отец", "отец (законный представитель)", "папа"),
            r"^(фио |ф\.и\.о\. )?(отец|отца|папа)|^родитель 2$",
        ),
        Meaning("father_phone", "Телефон отца", _PHONE, r"тел", beside=("father",)),
        Meaning("email", "Эл. почта семьи", *EMAIL),
    ),
    (
        frozenset({"surname", "given", "class"}),
        frozenset({"full_name", "class"}),
    ),
    "Не нахожу строку заголовков. Нужны столбцы «Фамилия», «Имя» и «Класс» "
    f"в первых {HEADER_WITHIN} строках.",
    r"^должност",
    mistaken="Похоже, это список сотрудников: в нём есть столбец «{}». "
    "Выберите «Список сотрудников» или уберите этот столбец.",
)


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

    @property
    def class_name(self) -> str:
        return class_name(self.grade, self.letter)


def read_pupils(path: Path, known=None) -> tuple[list[PupilRow], list[Fault]]:
    """The pupils of the sheet and its faults, row by row.

    `known`: the school's classes as a set of (grade, letter); None takes any. Raises Refused
    where the file is no such list at all.
    """
    read = read_list(path, {})
    if not read.layout.complete:
        raise Refused(COLUMNS.lacking)
    return only_known(read.rows, read.faults, known)


def read_list(path: Path, known_columns: dict[str, list[str]]) -> ReadList:
    """What each row says by itself; asks no database."""
    return list_rows.read_list(path, COLUMNS, known_columns, _pupil)


def only_known(
    rows: list[PupilRow], faults: list[Fault], known=None
) -> tuple[list[PupilRow], list[Fault]]:
    """The rows of classes the school has, each pupil once; the others join the faults."""
    there, faulty = [], list(faults)
    for row in rows:
        if known is None or (row.grade, row.letter) in known:
            there.append(row)
        else:
            name = row.class_name
            faulty.append(Fault(row.row, "Класс", name, f"Класса {name} в школе нет."))
    return each_once(there, faulty, "Этот ученик", lambda row: f"{row.surname} {row.given}")


def _pupil(number: int, values: dict) -> PupilRow:
    text = {name: squeezed(value) for name, value in values.items()}
    email = email_of(text)
    _check_parents(text)
    surname, given, patronymic = name_of(text)
    grade, letter = _class(values.get("class"), text.get("letter", ""))
    return PupilRow(
        number,
        surname,
        given,
        patronymic,
        birth_date(values.get("birth_date")),
        grade,
        letter,
        sex(text.get("sex", "")),
        text.get("mother", ""),
        text.get("mother_phone", ""),
        text.get("father", ""),
        text.get("father_phone", ""),
        email,
    )


def _check_parents(text: dict[str, str]) -> None:
    for name, title in (("mother", "Мать"), ("father", "Отец")):
        if any(len(part) > LONGEST_NAME for part in split_name(text.get(name, ""))):
            why = f"Фамилия, имя или отчество длиннее {LONGEST_NAME} знаков."
            raise Faulty(title, text[name], why)
        if why := fault_of_person(text.get(name, "")):
            raise Faulty(title, text[name], why)


def _class(value, letter: str) -> tuple[int, str]:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = squeezed(value)[:SHOWN]
    parsed = parse_class(f"{written}{letter}" if letter else written)
    if parsed is None:
        raise Faulty("Класс", value, "Такого класса в школе нет.")
    return parsed
