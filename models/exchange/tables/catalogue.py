"""All tables Klass gives out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
