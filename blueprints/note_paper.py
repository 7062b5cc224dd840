"""An analytic note as files: charts as SVG, a PDF to sign, a DOCX to edit (5.2(13))."""

from datetime import date
from io import BytesIO

from flask import render_template

from blueprints.presentation import printed_at
from blueprints.printing import picture
from blueprints.room import school
from models import clock
from models.control.note import AnalyticNote
from models.control.note_text import percent
from models.control.trend import Point
from models.office.officials import director_on
from models.people.account import accounts_named
from models.printable import thousands
from models.school.groups import AT_HOME

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BARS = 14
HEADS = ("Сроков", "Не сделано", "Позже срока", "Не в вину", "Вовремя")
FIRST_HEADS = {"Операторы": "Оператор", "Правила регламента": "Правило"}
DRAFT, RUSSIAN = "ЧЕРНОВИК", "ru-RU"
TABLES = (("operators", "Операторы"), ("rule", "Правила регламента"))


def charts(note: AnalyticNote) -> list[dict]:
    """Title and SVG of each chart the note's figures make; none where there is nothing to see."""
    points = [Point(date.fromisoformat(day), *n) for day, *n in note.figures.get("trend", [])]
    found = []
    if len(points) > 1:
        found.append(_chart("line", points, "Доля соблюдённых сроков по контролям, %"))
    for key, title in (("operators", "Операторы"), ("class", "Классы")):
        named = [row for row in note.figures.get(key, []) if row[0] != AT_HOME]  # that is no class
        rows = sorted(named, key=percent)
        if rows:
            bars = [(row[0], percent(row)) for row in rows[:MOST_BARS]]
            some = f" ({MOST_BARS} из {len(rows)}, с наименьшей долей)"
            more = some if len(rows) > MOST_BARS else ""
            found.append(_chart("bars", bars, f"{title}: доля соблюдённых сроков, %{more}"))
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
        "by": accounts_named({note.signed_by}).get(note.signed_by, ""),
        "director": director_on(clock.school_time(note.signed_at or clock.now()).date()),
        "draft": note.is_open,
        "council": note.council,
        "printed": printed_at(clock.now()),
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
    _describe(made, said)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    for section in made.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    if said["draft"]:
        _line(made, DRAFT, True, WD_ALIGN_PARAGRAPH.RIGHT)
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


def _describe(made, said: dict) -> None:
    """What the file says of itself: the school's, the note's name, Russian."""
    from docx.oxml.ns import qn

    now = clock.now().replace(tzinfo=None)
    own = made.core_properties
    own.author = own.last_modified_by = said["school"]
    own.title = f"Аналитическая справка: {said['title']}"
    own.comments, own.language = "", RUSSIAN
    own.created = own.modified = now
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), RUSSIAN)


def _line(made, text: str, bold: bool = False, align=None):
    paragraph = made.add_paragraph()
    paragraph.alignment = align
    paragraph.add_run(text).bold = bold
    return paragraph


def _table(made, title: str, rows: list[list[str]]) -> None:
    if not rows:
        return
    _line(made, title, True)
    table = made.add_table(rows=1, cols=1 + len(HEADS), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, (FIRST_HEADS[title], *HEADS), strict=True):
        cell.text = head
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _end(made, said: dict) -> None:
    _line(made, "")
    if said["council"]:
        _line(made, f"Доведена до сведения: {said['council']}")
    if said["draft"]:
        return
    signed = f"  {said['signed']}" if said["signed"] else ""
    _line(made, f"Администратор журнала ____________________ {said['by']}{signed}")
    _line(made, f"Со справкой ознакомлен, директор ____________________ {said['director']}  ___")
