"""A register of the school's documents as a workbook."""

import io
from collections.abc import Sequence

_NARROW, _WIDE = 12, 40


def register_book(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """An .xlsx of the register, each document a row; formulas in it are never run."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Реестр")
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        for at, head in enumerate(heads):
            sheet.write_string(2, at, head, bold)
            longest = max([len(head), *(len(row[at]) for row in rows)])
            sheet.set_column(at, at, min(max(longest + 2, _NARROW), _WIDE))
        for number, row in enumerate(rows, start=3):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell[:32_000], plain)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return target.getvalue()
