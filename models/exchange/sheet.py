"""Reads a table (.xlsx, .csv) into rows of cells, whatever its encoding and separator."""

import csv
import io
from itertools import islice
from pathlib import Path

from models.files.gate import check_table, is_workbook
from models.files.sheet_size import DAMAGED, LIST, Bounds
from models.refusal import Refused

MOST_COLUMNS = 60  # that are looked at
LONGEST_CELL = 2000
_SEPARATORS = ";,\t|"
FORMULA = frozenset("=+-@\t\r")  # what begins a formula, and is written with «'» before it
_LOOKED_AT = 30  # rows that tell the separator
_HEAD = 200_000  # characters they are looked for in
_SAMPLE = 20_000  # bytes that tell the encoding
_ONE_BYTE = ("cp1251", "cp866", "koi8-r", "mac-cyrillic")
_COMMON = frozenset("оеаинтсрвлкмдпуязьбгчйхжшюцщэфъё")
_NO_TEXT = "Это не таблица .xlsx и не .csv. Сохраните список в одном из этих видов и повторите."


def read_table(path: Path, bounds: Bounds = LIST) -> list[list]:
    """The rows of a table's first sheet. Refused with a sentence where it is none, or larger than
    its kind of table may be."""
    check_table(path, bounds)
    return _workbook(path) if is_workbook(path) else _text(path, bounds)


def _workbook(path: Path) -> list[list]:
    from python_calamine import CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        return [row[:MOST_COLUMNS] for row in sheet.to_python(skip_empty_area=False)]
    except MemoryError:
        raise
    except Exception:  # calamine raises its own kinds for every damage
        raise Refused(DAMAGED) from None


def _text(path: Path, bounds: Bounds) -> list[list]:
    text = decoded(path.read_bytes())
    if "\x00" in text:
        raise Refused(_NO_TEXT)
    text, separator = _declared(text)
    separator = separator or _separator(text)
    try:
        rows = _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=separator), bounds)
    except csv.Error:
        raise Refused("Файл .csv повреждён: кавычки в нём не закрыты.") from None
    if not any(any(row) for row in rows):
        raise Refused("Файл пуст: в нём нет ни одной строки.")
    if len(rows) < 3 and max(map(len, rows)) < 2:
        raise Refused(_NO_TEXT)
    return rows


def _declared(text: str) -> tuple[str, str]:
    """Excel's own first line «sep=;»."""
    head = text[:6].casefold()
    if head.startswith("sep=") and len(head) > 4:
        return text.partition("\n")[2], text[4]
    return text, ""


def _bounded(reader, bounds: Bounds) -> list[list]:
    rows, cells = [], 0
    for row in reader:
        rows.append([_bare(cell[:LONGEST_CELL]) for cell in row[:MOST_COLUMNS]])
        cells += len(row)
        if len(rows) > bounds.rows or cells > bounds.cells:
            raise Refused(
                f"В таблице больше {min(len(rows), bounds.rows)} строк: {bounds.nothing}. "
                "Удалите лишнее и сохраните заново."
            )
    return rows


def _bare(cell: str) -> str:
    """A cell without the sign that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def decoded(data: bytes) -> str:
    """Text in the encoding it looks like: Unicode, or one of the Russian one-byte ones."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        likely = sorted(_ONE_BYTE, key=lambda name: -_looks_russian(data[:_SAMPLE], name))
        readable = (text for name in likely if (text := _tried(data, name)) is not None)
        if (found := next(readable, None)) is None:
            raise Refused(_NO_TEXT) from None
        return found


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(_NO_TEXT) from None


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _looks_russian(sample: bytes, encoding: str) -> int:
    """More small letters than anything else beyond ASCII: so names are written."""
    beyond = [letter for letter in sample.decode(encoding, "replace") if ord(letter) > 127]
    return sum(1 if letter in _COMMON else -(not letter.isalpha()) for letter in beyond)


def _separator(text: str) -> str:
    """The sign that divides the first rows into most columns, the same number in most rows."""
    head = "".join(islice(io.StringIO(text[:_HEAD], newline=""), _LOOKED_AT))

    def columns(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=sign) if row]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_SEPARATORS, key=columns)
