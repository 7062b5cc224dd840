"""Plans of topics from spreadsheets: cells of a file or of pasted columns, guessed and read.

Cells travel as text, columns parted by tabs, so that a file and a paste are one thing and a
person can mend a faulty line where it is shown.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from models.base import db
from models.exchange.sheet import read_table
from models.files.sheet_size import Bounds
from models.journal.plans.keeping import MOST_TOPICS, Draft, refuse_draft
from models.journal.plans.plan import SheetMapping
from models.refusal import Refused

SKIP, NAME, HOURS, SECTION, HOMEWORK, TERM = "", "name", "hours", "section", "homework", "term"
COLUMNS = {
    SKIP: "не брать",
    NAME: "тема",
    HOURS: "часы",
    SECTION: "раздел",
    HOMEWORK: "задание",
    TERM: "четверть",
}
_WORDS = (  # in this order: «Количество часов по теме» is hours, «Тема раздела» a section
    (HOURS, ("час", "кол-во", "количество")),
    (TERM, ("четверть", "период", "полугодие", "триместр")),
    (HOMEWORK, ("задани", "д/з", "дз", "домашн")),
    (SECTION, ("раздел", "глава", "модуль", "блок")),
    (NAME, ("тема", "содержание", "название")),
)
MOST_COLUMNS, MOST_LINES, LONGEST_TEXT = 20, 1000, 300_000
BOUNDS = Bounds(
    4 * 2**20,
    MOST_LINES,
    100_000,
    "План одного предмета занимает",
    "это не план одного предмета",
)
_HEADER_WITHIN = 15
NO_TOPIC = "В строке есть часы, но нет темы."
_TOTALS = ("итого", "всего", "резерв времени")
_SECTION_ROW = re.compile(r"^(раздел|глава|модуль|блок)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet; `top` is how many rows stand above the first topic."""

    rows: list[list[str]]
    top: int

    @property
    def head(self) -> list[str]:
        return self.rows[self.top - 1] if self.top else []

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Fault:
    """A line that does not go in: where, what, why."""

    row: int
    column: str
    value: str
    reason: str


def text_of_file(path: Path) -> str:
    """The cells of an .xlsx or .csv file as text; refuses what is neither, or no plan's size."""
    return _as_text([[_cell(value) for value in row] for row in read_table(path, BOUNDS)])


def _cell(value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _as_text(rows: list[list[str]]) -> str:
    lines = ["\t".join(_plain(cell) for cell in row[:MOST_COLUMNS]).rstrip() for row in rows]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def _plain(cell) -> str:
    return " ".join(str(cell).split())


def read_sheet(text: str) -> Sheet:
    """The cells of a text with tabs; refuses one that is empty or far too long."""
    if len(text) > LONGEST_TEXT:
        raise Refused("Таблица слишком велика для плана одного предмета.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = [[_plain(cell) for cell in line.split("\t")[:MOST_COLUMNS]] for line in lines]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Refused("Таблица пуста: выберите файл или вставьте столбцы.")
    if len(rows) > MOST_LINES:
        raise Refused(f"В таблице больше {MOST_LINES} строк: это не план одного предмета.")
    return Sheet(rows, _top(rows))


def _top(rows: list[list[str]]) -> int:
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        named = [kind for kind in map(_kind_of, row) if kind]
        if NAME in named or (len(set(named)) > 1):
            return at + 1
    return 0


def _kind_of(title: str) -> str:
    title = title.casefold()
    if len(title) > 60:
        return SKIP
    return next((kind for kind, words in _WORDS if any(w in title for w in words)), SKIP)


def guess(sheet: Sheet) -> list[str]:
    """What each column is: by the head's words, else by what stands in it."""
    found: list[str] = []
    for title in [*sheet.head, *[""] * (sheet.width - len(sheet.head))]:
        kind = _kind_of(title)
        found.append(kind if kind not in found else SKIP)
    body = sheet.rows[sheet.top :]
    if NAME not in found:
        _take(found, NAME, lambda at: _mean_length(body, at))
    if HOURS not in found:
        _take(found, HOURS, lambda at: _like_hours(body, at))
    return found


def _take(found: list[str], kind: str, weigh) -> None:
    free = [(weigh(at), at) for at, known in enumerate(found) if known == SKIP]
    if free and max(free)[0] > 0:
        found[max(free, key=lambda one: (one[0], -one[1]))[1]] = kind


def _column(body: list[list[str]], at: int) -> list[str]:
    return [row[at] for row in body if len(row) > at and row[at]]


def _mean_length(body: list[list[str]], at: int) -> float:
    texts = _column(body, at)
    return sum(map(len, texts)) / len(texts) if texts else 0


def _like_hours(body: list[list[str]], at: int) -> float:
    """The share of small numbers; a column that counts 1, 2, 3 … is the row's number."""
    texts = _column(body, at)
    numbers = [int(t) for t in texts if t.isascii() and t.isdecimal() and len(t) < 3]
    if len(numbers) < 0.5 * max(len(body), 1) or numbers == list(range(1, len(numbers) + 1)):
        return 0
    return len(numbers) / len(texts)


def read_topics(sheet: Sheet, columns: Sequence[str]) -> tuple[list[Draft], list[Fault]]:
    """The topics the columns tell, and the lines that tell none, by the sheet's own row
    numbers. A line without hours is one lesson; where hours have a column, a line with only a
    name that begins with «Раздел» is a heading."""
    if NAME not in columns:
        raise Refused("Укажите, в каком столбце тема.")
    taken = [kind for kind in columns if kind]
    if len(taken) != len(set(taken)):
        raise Refused("Два столбца названы одинаково: оставьте один.")
    places = {kind: at for at, kind in enumerate(columns) if kind}
    drafts: list[Draft] = []
    faults: list[Fault] = []
    section = ""
    for number, row in enumerate(sheet.rows[sheet.top :], start=sheet.top + 1):
        said = {kind: row[at] if at < len(row) else "" for kind, at in places.items()}
        name = said[NAME]
        if not any(said.values()) or any(cell.casefold().startswith(_TOTALS) for cell in row[:3]):
            continue
        if _is_heading(row, said):
            before, section = section, name or said.get(SECTION) or next(filter(None, row))
            begins = section != before and _SECTION_ROW.match(section)
            if not name and said.get(HOURS) and not begins:
                faults.append(Fault(number, COLUMNS[NAME], section[:80], NO_TOPIC))
            continue
        try:
            draft = _draft(said, said.get(SECTION) or section)
        except _Faulty as fault:
            faults.append(Fault(number, COLUMNS[fault.column], fault.value[:80], fault.reason))
            continue
        section = draft.section
        drafts.append(draft)
    if len(drafts) > MOST_TOPICS:
        raise Refused(f"В плане не больше {MOST_TOPICS} тем.")
    return drafts, faults


def _is_heading(row: list[str], said: dict[str, str]) -> bool:
    filled = [cell for cell in row if cell]
    first = filled[0] if filled else ""
    without = not said.get(HOMEWORK) and not said.get(TERM)
    if _SECTION_ROW.match(said[NAME] or first) and without:
        return True
    return not said[NAME] and bool(said.get(SECTION)) and without


class _Faulty(Exception):
    def __init__(self, column: str, value: str, reason: str):
        self.column, self.value, self.reason = column, value, reason


def _draft(said: dict[str, str], section: str) -> Draft:
    hours = _hours(said.get(HOURS, ""))
    term = _term(said.get(TERM, ""))
    draft = Draft(said[NAME], hours, section[:160], said.get(HOMEWORK, ""), term)
    try:
        refuse_draft(draft)
    except Refused as refusal:
        column = HOMEWORK if "Задание" in refusal.sentence else NAME
        column = HOURS if "Часов" in refusal.sentence else column
        raise _Faulty(column, said.get(column, ""), refusal.sentence) from None
    return draft


def _hours(text: str) -> int:
    if not text:
        return 1
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*(?:ч\.?|час\w*)?", text)
    if found is None:
        raise _Faulty(HOURS, text, "Часы пишут целым числом.")
    return int(found[1])


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _term(text: str) -> int | None:
    if not text:
        return None
    word = text.casefold().split()[0].rstrip(".-я")
    number = _ROMAN.get(word) or (int(word) if word.isascii() and word.isdecimal() else 0)
    if not 1 <= number <= 4:
        raise _Faulty(TERM, text, "Четверть от 1 до 4.")
    return number


def head_of(sheet: Sheet) -> str:
    """By what a sheet of this kind is known again: its head, or how many columns it has."""
    said = "\t".join(sheet.head).casefold() if sheet.head else f"columns {sheet.width}"
    return hashlib.sha256(said.encode()).hexdigest()


def remembered_columns(sheet: Sheet, account_id: int) -> list[str] | None:
    """What this person last said of a sheet with this head."""
    row = _mapping(sheet, account_id)
    fits = row and len(row.columns) == sheet.width and set(row.columns) <= set(COLUMNS)
    return list(row.columns) if fits else None


def remember_columns(sheet: Sheet, columns: Sequence[str], account_id: int) -> None:
    """Keep what this person says of a sheet with this head, where it is not what is guessed."""
    row = _mapping(sheet, account_id)
    if row is not None:
        row.columns = list(columns)
    elif list(columns) != guess(sheet):
        db.session.add(
            SheetMapping(account_id=account_id, head=head_of(sheet), columns=list(columns))
        )


def _mapping(sheet: Sheet, account_id: int) -> SheetMapping | None:
    query = select(SheetMapping).where(SheetMapping.account_id == account_id)
    return db.session.scalar(query.where(SheetMapping.head == head_of(sheet)))
