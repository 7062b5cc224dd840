"""An analytic note as files: charts as SVG, a PDF to sign, a DOCX to edit (5.2(13))."""

from datetime import date
from io import BytesIO

from flask import render_template

from blueprints.presentation import moment
from blueprints.printing import picture
from blueprints.room import school
from models import clock
from models.control.inquiry import accounts_named
from models.control.note import AnalyticNote
from models.control.note_text import percent
from models.control.trend import Point
from models.printable import thousands

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BARS = 14
HEADS = ("", "Сроков", "Не сделано", "Позже срока", "Не в вину", "Вовремя")
TABLES = (("operators", "Операторы"), ("rule", "Правила регламента"))


def charts(note: AnalyticNote) -> list[dict]:
    """Title and SVG of each chart the note's figures make; none where there is nothing to see."""
    points = [Point(date.fromisoformat(day), *n) for day, *n in note.figures.get("trend", [])]
    found = []
    if len(points) > 1:
        found.append(_chart("line", points, "Доля соблюдённых сроков по контролям, %"))
    for key, title in (("operators", "Операторы"), ("class", "Классы")):
        rows = sorted(note.figures.get(key, []), key=percent)[:MOST_BARS]
        if rows:
            bars = [(row[0], percent(row)) for row in rows]
            found.append(_chart("bars", bars, f"{title}: доля соблюдённых сроков, %"))
    return found


def _chart(kind: str, rows: list, title: str) -> dict:
    svg = render_template("control/_chart_alone.html", kind=kind, rows=rows, title=title)
    return {"title": title, "svg": svg.strip()}


def paper(note: AnalyticNote) -> dict:
    """All that a print of the note says."""
    facts = school()
    return {
        "school": facts.name if facts else "",
        "title": note.title,
        "text": note.text.split("\n\n"),
        "charts": charts(note),
        "operators": [_cells(row) for row in note.figures["operators"]],
        "rules": [_cells(row) for row in note.figures["rule"]],
        "signed": f"{clock.school_time(note.signed_at):%d.%m.%Y}" if note.signed_at else "",
        "by": accounts_named({note.made_by}).get(note.made_by, ""),
        "council": note.council,
        "printed": moment(clock.now()),
    }


def _cells(row: list) -> list[str]:
    name, due, not_done, late, exempt = row
    return [name, *map(thousands, (due, not_done, late, exempt)), f"{percent(row)} %"]


def document(note: AnalyticNote) -> bytes:
    """The note as DOCX."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    said, made = paper(note), Document()
    made.core_properties.title = f"Аналитическая справка: {note.title}"
    made.core_properties.author = said["by"]
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    for section in made.sections:
        section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    for line, bold in ((said["school"], False), ("АНАЛИТИЧЕСКАЯ СПРАВКА", True)):
        _line(made, line, bold, WD_ALIGN_PARAGRAPH.CENTER)
    about = f"о своевременности ведения электронного журнала, {note.title}"
    _line(made, about, False, WD_ALIGN_PARAGRAPH.CENTER)
    for part in said["text"]:
        _line(
            made, part, False, WD_ALIGN_PARAGRAPH.JUSTIFY
        ).paragraph_format.first_line_indent = Cm(1.25)
    for chart in said["charts"]:
        _line(made, chart["title"], True)
        made.add_picture(BytesIO(picture(chart["svg"])), width=Cm(16))
    for (_key, title), rows in zip(TABLES, (said["operators"], said["rules"]), strict=True):
        _table(made, title, rows)
    _end(made, said)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _line(made, text: str, bold: bool = False, align=None):
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    paragraph.add_run(text).bold = bold
    return paragraph


def _table(made, title: str, rows: list[list[str]]) -> None:
    if not rows:
        return
    _line(made, title, True)
    table = made.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = head
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _end(made, said: dict) -> None:
    _line(made, "")
    if said["council"]:
        _line(made, f"Доведена до сведения: {said['council']}")
    signed = f"  {said['signed']}" if said["signed"] else ""
    _line(made, f"Администратор журнала ____________________ {said['by']}{signed}")
    _line(made, "Со справкой ознакомлен, директор ____________________")
