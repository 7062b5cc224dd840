"""`make papers`: pictures of what the school prints and signs, from a fresh demonstration school.

The pictures are set by the same templates from the same data as the PDF; nothing is drawn for show.
"""

import os
import tempfile
from html import unescape
from pathlib import Path

from blueprints import printing
from tests.browser.screenshots import PICTURES, demonstration
from tests.inside import let_in

RESOLUTION = 72.0  # pixels an inch: a page is read on a screen
NOTE, PROPOSAL = "/administrator/control/notes/", "/administrator/school/documents/proposal/"
PERIOD = {"from_date": "2026-09-01", "until": "2026-11-27"}
PAPERS = (  # file, address
    ("paper-table", "/administrator/control/deadlines/print"),
    ("paper-note", f"{NOTE}1/print"),
    ("paper-acts", "/administrator/school/documents/act/print"),
    ("paper-appeals", "/administrator/school/documents/appeal/print"),
    ("paper-sheet", "/administrator/school/notices/2/print"),
    ("paper-memo", "/administrator/help/memo/print"),
)


def main() -> None:
    """Seed, print, write the first page of each paper as PNG."""
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"KLASS_DATA": data, "KLASS_DEMO": "1", "KLASS_NOW": "2026-11-27T16:30"}
        app = demonstration()
        PICTURES.mkdir(parents=True, exist_ok=True)
        admin = let_in(app, "admin")
        _sign(admin, admin.post(NOTE, {"term": "1"}).headers["Location"])
        for name, address in (*PAPERS, ("paper-proposal", _proposal(admin))):
            picture(admin, address, PICTURES / f"{name}.png")


def _sign(admin, note: str) -> None:
    """A draft is no paper to be signed: it is signed here first."""
    page = admin.get(note).text
    text = unescape(page.split('<textarea id="text"')[1].split(">", 1)[1].split("</textarea>")[0])
    seen = page.split('name="seen" value="')[1].split('"')[0]
    signed = admin.post(note, {"text": text, "seen": seen, "sign": "1", "sure": "1"})
    assert signed.status_code == 302, signed.text


def _proposal(admin) -> str:
    """The address of a proposal made from the figures of the period."""
    own = {"number": "1", "on_date": "2026-11-27", "sort": "commission", "due_on": "2026-12-04"}
    page = admin.get(f"{PROPOSAL}new", query_string=PERIOD | {"draft": "1"}).text
    text = page.split('<textarea id="text"')[1].split(">", 1)[1].split("</textarea>")[0]
    typed = own | PERIOD | {"title": "О поощрении операторов", "text": text}
    return admin.post(PROPOSAL, typed).headers["Location"] + "print"


def picture(visitor, address: str, target: Path) -> None:
    """The first page of a paper as PNG."""
    drawn: list[bytes] = []
    typeset = printing._typeset

    def draw(template: str, data: dict, **how) -> bytes:
        if how:  # the picture itself
            return typeset(template, data, **how)
        drawn.append(printing.picture_of(template, data, RESOLUTION))
        return typeset(template, data)

    printing._typeset = draw
    try:
        answer = visitor.get(address)
    finally:
        printing._typeset = typeset
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    target.write_bytes(drawn[0])


if __name__ == "__main__":
    main()
