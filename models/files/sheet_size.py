"""How large a workbook's sheets are, told by their cells before anything makes room for them.

The reader (calamine) makes a rectangle up to the furthest cell and a text for every cell: one
value in XFD1048576, or one long text in a million cells, would ask for more than any machine has.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from models.refusal import Refused

MOST_COLUMNS = 500
MOST_CHARACTERS = 100_000_000  # of shared texts, each counted as often as it is shown
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
DAMAGED = "Таблица .xlsx повреждена и не читается. Сохраните её заново."


@dataclass(frozen=True)
class Bounds:
    """How much a table of some kind may hold: bytes of its file, rows, cells."""

    largest: int
    rows: int
    cells: int
    whole: str  # what takes no more than that, as it begins a sentence
    nothing: str  # what a larger one is none of


LIST = Bounds(
    20 * 2**20,
    60_000,
    2_000_000,
    "Список или расписание школы занимает",
    "это не список одной школы",
)


class Size:
    """The furthest cell with something in it, and how much text its cells may show."""

    def __init__(self, bounds: Bounds = LIST):
        self.bounds = bounds
        self.rows = self.columns = self.cells = self.shared_cells = self.longest = 0

    def check(self) -> None:
        """Refuse what is larger than its kind of table may be."""
        bounds = self.bounds
        if (
            self.rows > bounds.rows
            or self.columns > MOST_COLUMNS
            or self.rows * self.columns > bounds.cells
        ):
            raise Refused(
                f"В таблице {self.rows} строк и {self.columns} столбцов: {bounds.nothing}. "
                "Удалите лишнее и сохраните заново."
            )
        if self.shared_cells * self.longest > MOST_CHARACTERS:
            raise Refused(f"В таблице слишком длинные тексты: {bounds.nothing}.")


class Scan:
    """Reads one part of a workbook piece by piece; only sheets and shared texts count."""

    def __init__(self, size: Size):
        self.size = size
        self.root: str | None = None
        self.row = self.column = self.length = 0
        self.in_cell = self.shared = self.over = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Take the next piece; refuses a sheet that is no well-formed XML."""
        if self.over:
            return
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError:
            if self.root in _COUNTS:
                raise Refused(DAMAGED) from None
            self.over = True  # a picture, a font: nothing the reader opens

    def _doctype(self, *_declared) -> None:
        raise Refused(DAMAGED)

    def _start(self, tag: str, attributes: dict) -> None:
        name = tag.rpartition(":")[2]
        if self.root is None:
            self.root = name
            self.over = name not in _COUNTS
            if name == "sst":
                self.parser.CharacterDataHandler = self._text
        elif not self.over and (counts := _COUNTS[self.root].get(name)):
            counts(self, attributes)

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "c":
            self.in_cell = False

    def _begin_row(self, attributes: dict) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if _is_number(number) else self.row + 1
        self.column = 0

    def _begin_cell(self, attributes: dict) -> None:
        self.size.cells += 1
        bounds = self.size.bounds
        if self.size.cells > bounds.cells:  # said at once: reading on would take long
            raise Refused(f"В таблице слишком много данных: {bounds.nothing}.")
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place:
            self.row, self.column = int(place[2]), _column(place[1])
        elif "r" in attributes:
            raise Refused(DAMAGED)
        else:
            self.column += 1
        self.in_cell, self.shared = True, attributes.get("t") == "s"

    def _value(self, _attributes: dict) -> None:
        if self.in_cell:
            self.size.rows = max(self.size.rows, self.row)
            self.size.columns = max(self.size.columns, self.column)
            self.size.shared_cells += self.shared
            self.in_cell = False

    def _begin_text(self, _attributes: dict) -> None:
        self.length = 0

    def _text(self, text: str) -> None:
        self.length += len(text)
        self.size.longest = max(self.size.longest, self.length)


_COUNTS = {  # root of a part → its elements that count
    "worksheet": {
        "row": Scan._begin_row,
        "c": Scan._begin_cell,
        **dict.fromkeys(("v", "f", "is", "t"), Scan._value),
    },
    "sst": {"si": Scan._begin_text},
}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 7


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
