"""All tables Klass gives out, and all of them as one archive."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from models.exchange.tables import journals, lists
from models.exchange.tables.journals import Pages
from models.exchange.tables.writing import CSV, csv_file, xlsx_file

EVERYTHING = "everything"


@dataclass(frozen=True)
class Table:
    """A table by the name of its file. A list tells the school as of a day; the others are
    journal pages."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: Callable[..., Iterator[tuple]]
    is_list: bool

    def write(self, target: Path, form: str, pages: Pages) -> int:
        """Into a file; returns how many rows."""
        rows = self.rows(pages.day if self.is_list else pages)
        if form == CSV:
            return csv_file(target, self.heads, rows)
        return xlsx_file(target, self.title, self.heads, rows)


LISTS = tuple(
    Table(*row, True)
    for row in (
        ("pupils", "Ученики", lists.PUPILS, lists.pupils),
        ("staff", "Сотрудники", lists.STAFF, lists.staff),
        ("classes", "Классы", lists.CLASSES, lists.classes),
        ("groups", "Подгруппы", lists.GROUPS, lists.groups),
        ("timetable", "Расписание", lists.TIMETABLE, lists.timetable),
    )
)
JOURNALS = tuple(
    Table(*row, False)
    for row in (
        ("marks", "Отметки", journals.MARKS, journals.marks),
        ("absences", "Пропуски", journals.ABSENCES, journals.absences),
        ("term-marks", "Отметки за периоды", journals.TERM_MARKS, journals.term_marks),
        ("topics", "Темы и задания", journals.TOPICS, journals.topics),
    )
)
TABLES = {table.name: table for table in (*LISTS, *JOURNALS)}


def write_everything(target: Path, day: date, order: str, progress=None) -> dict:
    """Every table in both forms and OneRoster, in one archive (5.1(10)). `order`: the director's
    order under which journals of classes that keep paper leave as well; '' for none."""
    from models.exchange.oneroster.giving import write_roster

    pages = Pages(day, paper_too=bool(order))
    rows: dict[str, int] = {}
    with TemporaryDirectory() as folder, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for done, table in enumerate(TABLES.values()):
            if progress:
                progress(done, len(TABLES) + 1, f"Выгружаю: {table.title.lower()}")
            for form in ("xlsx", CSV):
                held_back = pages.held_back
                part = Path(folder) / f"{table.name}.{form}"
                rows[table.title] = table.write(part, form, pages)
                if form == "xlsx":
                    pages.held_back = held_back  # counted once, with the csv
                out.write(part, f"{table.title}.{form}")
                part.unlink()
        roster = Path(folder) / "oneroster.zip"
        write_roster(roster, day)
        out.write(roster, "oneroster-1.2.zip")
        out.writestr("Что в архиве.txt", _about(day, order, rows, pages))
    return {"rows": rows, "note": pages.note()}


def _about(day: date, order: str, rows: dict[str, int], pages: Pages) -> str:
    lines = [f"Все данные школы на {day:%d.%m.%Y}.", ""]
    lines += [f"{title}: строк {number}" for title, number in rows.items()]
    lines += ["oneroster-1.2.zip: люди, классы и предметы в виде OneRoster 1.2", ""]
    lines.append(f"Основание: {order}." if order else "Без приказа директора.")
    if pages.note():
        lines.append(pages.note())
    return "\r\n".join(lines)
