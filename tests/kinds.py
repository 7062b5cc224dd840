"""Kinds of pages: addresses that differ in numbers, days and names only lead to one kind; so do
help on one page or another, and registers of the school's documents."""

import re

NAMED = re.compile(r"(?<=/help/pages/)\w+|(?<=/school/documents/)(?!entries/)\w+")  # one kind each
FILES = re.compile(r"/backups/.+|/static/|/print(\?|$)|/forms(/\w+)?$|/data(/file)?$")  # not pages


def kind_of(address: str) -> str:
    """The kind of page an address leads to."""
    path, _, query = address.partition("#")[0].partition("?")
    path = NAMED.sub("N", path)
    asked = sorted(part.partition("=")[0] for part in query.split("&"))
    return re.sub(r"\bt?\d+", "N", path) + "?" + "&".join(asked)


def fresh(links: list[str], room: str, known: set[str]) -> list[str]:
    """Links that lead to pages of the room of kinds not `known` yet, one of each; they become
    known."""
    found = []
    for link in links:
        inside = f"/{room}/" in link and not FILES.search(link)
        if inside and kind_of(link) not in known:
            known.add(kind_of(link))
            found.append(link)
    return found
