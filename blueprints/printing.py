"""Paper: a typst template of templates/print with data becomes a PDF of A4 pages."""

import json
import subprocess
import sys
from pathlib import Path

from flask import current_app, make_response

from blueprints.file_name import call
from models.audit.block import last_block

_FOLDER = "templates/print"
MOST_LINES = 1000  # of one print
LONGEST = 120  # seconds that setting one paper may take


def pdf(template: str, data: dict, name: str, *, once: bool = False):
    """The answer that gives a PDF, called by what it holds («Список 5-А»): shown in the browser,
    or (`once`) only saved, for what is never shown again."""
    answer = make_response(_typeset(template, data))
    answer.mimetype = "application/pdf"
    return call(answer, f"{name}.pdf", inline=not once)


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


def picture_of(template: str, data: dict, resolution: float) -> bytes:
    """The first page of the paper as PNG, so many pixels an inch."""
    return _typeset(template, data, format="png", ppi=resolution)


def picture(svg: str) -> bytes:
    """A drawing as PNG, for files that take no SVG."""
    return picture_of("picture", {"svg": svg}, 180)


def _typeset(template: str, data: dict, **how) -> bytes:
    folder = Path(current_app.root_path) / _FOLDER
    told = {
        "source": (folder / f"{template}.typ").read_text(encoding="utf-8"),
        "root": str(folder),
        "data": json.dumps(data, ensure_ascii=False),
        "how": how,
    }
    done = subprocess.run(
        [sys.executable, "-I", str(Path(__file__).with_name("typeset.py"))],
        input=json.dumps(told).encode(),
        capture_output=True,
        check=False,
        timeout=LONGEST,
    )
    if done.returncode:
        raise RuntimeError(f"{template}: {done.stderr.decode(errors='replace')}")
    return done.stdout
