"""Tables as files: csv that Russian Excel opens by a double click, and xlsx."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from models.exchange.sheet import FORMULA

CSV, XLSX = "csv", "xlsx"
FORMS = {CSV: "CSV", XLSX: "Excel"}
SEPARATOR = ";"
_WIDEST = 40
_LOOKED_AT = 200  # rows that tell how wide columns are


def csv_bytes(heads: Iterable[str], rows: Iterable[tuple]) -> bytes:
    """A table as csv."""
    text = io.StringIO(newline="")
    _write(text, heads, rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def csv_file(target: Path, heads: Iterable[str], rows: Iterable[tuple]) -> int:
    """The same into a file, row by row; returns how many rows."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        return _write(file, heads, rows)


def _write(file, heads, rows) -> int:
    writer, number = csv.writer(file, delimiter=SEPARATOR), 0
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(said(value)) for value in row])
        number += 1
    return number


def said(value) -> str:
    """A value as people write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(value)


PHONE = re.compile(r"\+?[\d ()-]{10,25}(, \+?[\d ()-]{10,25})*")  # begins like a formula, is none


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if PHONE.fullmatch(text):
        return text
    return f"'{text}" if text[:1] in FORMULA and text else text


def xlsx_file(target: Path, title: str, heads: tuple[str, ...], rows: Iterable[tuple]) -> int:
    """A table as a workbook of one sheet; returns how many rows."""
    import xlsxwriter

    how = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(target), how | {"default_date_format": "dd.mm.yyyy"})
    page, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True})
    first, number = [], 0
    rows = iter(rows)
    for row in rows:
        first.append(row)
        if len(first) == _LOOKED_AT:
            break
    for at, head in enumerate(heads):
        widest = max([len(head), *(len(said(row[at])) for row in first)])
        page.set_column(at, at, min(widest + 2, _WIDEST))
    page.freeze_panes(1, 0)
    page.write_row(0, 0, heads, bold)
    for row in (*first, *rows):
        number += 1
        for at, value in enumerate(row):
            _cell(page, number, at, value)
    if number:
        page.autofilter(0, 0, number, len(heads) - 1)
    book.close()
    return number


def _cell(page, row: int, at: int, value) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(row, at, value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        page.write_number(row, at, float(value))
    else:
        page.write_string(row, at, said(value)[:32_000])
