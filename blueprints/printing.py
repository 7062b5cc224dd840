"""Paper: a typst template of templates/print with data becomes a PDF of A4 pages."""

import json
from functools import cache
from pathlib import Path

from flask import current_app, make_response

from models.audit.block import last_block

_FOLDER = "templates/print"
MOST_LINES = 1000  # of one print


def pdf(template: str, data: dict, name: str, *, once: bool = False):
    """The answer that gives a PDF: shown in the browser, or (`once`) only saved, for what is
    never shown again."""
    answer = make_response(_typeset(template, data))
    answer.mimetype = "application/pdf"
    place = "attachment" if once else "inline"
    answer.headers["Content-Disposition"] = f'{place}; filename="{name}.pdf"'
    return answer


def root() -> str:
    """The newest root of the audit for the foot of a paper: whoever has the paper can ask for it
    years later («Изменения» → «Проверить»)."""
    last = last_block()
    return f"блок № {last.number}, {last.head}" if last else ""


def cut(found: list) -> tuple[list, str]:
    """The lines that are printed of those found, newest first and one more than may be, and what
    the print says of their number."""
    if len(found) <= MOST_LINES:
        return found, f"строк: {len(found)}"
    return found[:MOST_LINES], f"последние строки: {MOST_LINES}; более ранние не вошли"


def picture(svg: str) -> bytes:
    """A drawing as PNG, for files that take no SVG."""
    return _typeset("picture", {"svg": svg}, format="png", ppi=180)


def _typeset(template: str, data: dict, **output) -> bytes:
    import typst

    folder = Path(current_app.root_path) / _FOLDER
    told = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(
        _source(folder / f"{template}.typ"),
        root=str(folder),
        sys_inputs=told,
        ignore_system_fonts=True,  # the wheel's own: the same paper on every machine
        **output,
    )


@cache
def _source(file: Path) -> bytes:
    return file.read_bytes()
