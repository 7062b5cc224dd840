"""The help on each page, from the texts of `templates/help`: one place for all rooms.

A text begins with «## Заголовок», then «pages: имя, имя» (names of pages as rooms mount them; a
room's own home page is «teacher.home»), then markdown.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import current_app, request
from werkzeug.exceptions import HTTPException

_FOLDER = Path(__file__).parents[1] / "templates" / "help"
_TEXT = re.compile(r"^## (?P<title>.+)\npages: (?P<pages>.+)\n(?P<body>(?:(?!^## ).*\n?)*)", re.M)


@dataclass(frozen=True)
class HelpText:
    """What is here, what one does, by when: in the words of a teacher."""

    title: str
    part: str  # of the file, as a heading of the contents
    pages: tuple[str, ...]
    body: str

    @property
    def html(self) -> str:
        """The text as HTML; what stands in it in angle brackets stays text."""
        return _rendered(self.body)


@cache
def _rendered(body: str) -> str:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").render(body)


@cache
def help_texts() -> dict[str, HelpText]:
    """Name of a page → its help. A page told of twice is an error."""
    found: dict[str, HelpText] = {}
    for file in sorted(_FOLDER.glob("*.md")):
        text = file.read_text(encoding="utf-8")
        part = text.partition("\n")[0].removeprefix("# ").strip()
        for match in _TEXT.finditer(text):
            pages = tuple(name.strip() for name in match["pages"].split(","))
            one = HelpText(match["title"].strip(), part, pages, match["body"].strip())
            for name in pages:
                if name in found:
                    raise ValueError(f"two texts about {name}: {one.title}")
                found[name] = one
    return found


def help_for(room: str, page: str) -> HelpText | None:
    """The help on a page of a room: the room's own text, or that of all rooms."""
    texts = help_texts()
    return texts.get(f"{room}.{page}") or texts.get(page)


def topic_here(room: str) -> str | None:
    """The page whose help belongs to what is shown now: the page itself, or, after a form was
    refused, the page the form stands on."""
    name = (request.endpoint or "").removeprefix(f"{room}.")
    if help_for(room, name):
        return name
    adapter, path = current_app.url_map.bind(""), request.path
    while path.count("/") > 2:
        for tried in (path, path.rstrip("/") + "/"):
            try:
                endpoint, _ = adapter.match(tried, "GET")
            except HTTPException:
                continue
            name = endpoint.removeprefix(f"{room}.")
            if help_for(room, name):
                return name
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return None
