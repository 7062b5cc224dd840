"""The report on plans of topics as a workbook."""

import io
from collections.abc import Sequence

from models.journal.plans.report import Line

HEADS = (
    ("Класс", 18),
    ("Предмет", 28),
    ("Учитель", 22),
    ("План", 34),
    ("Часов по плану на год", 12),
    ("По расписанию к сегодня", 14),
    ("Дано уроков", 10),
    ("Пройдено часов плана", 12),
    ("Без темы", 9),
    ("Пропущено тем", 10),
    ("Уроков до конца периода", 14),
    ("К концу периода: + впереди, - позади", 16),
    ("Как идёт", 26),
    ("Какие темы пропущены", 60),
)


def plan_book(title: str, lines: Sequence[Line]) -> bytes:
    """An .xlsx of the lines, each a row; formulas in it are never run."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"bold": True})
        wrapped.set_text_wrap()
        sheet = book.add_worksheet("Планы")
        sheet.write_string(0, 0, title, bold)
        for at, (head, width) in enumerate(HEADS):
            sheet.write_string(2, at, head, wrapped)
            sheet.set_column(at, at, width)
        for row, line in enumerate(lines, start=3):
            for at, value in enumerate(_row(line)):
                sheet.write(row, at, value)
        sheet.freeze_panes(3, 2)
        sheet.autofilter(2, 0, 2 + len(lines), len(HEADS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return target.getvalue()


def _row(line: Line) -> list:
    journal, stands = line.journal, line.progress
    head = [journal.group.name, journal.course.name, line.teachers]
    if stands is None:
        return [*head, "плана нет"]
    course = stands.course
    return [
        *head,
        course.plan.name,
        course.plan.hours,
        stands.by_timetable,
        stands.held,
        course.done,
        len(course.bare),
        len(course.passed),
        stands.to_come,
        stands.gap,
        stands.said,
        "; ".join(passed.topic.name for passed in course.passed),
    ]
