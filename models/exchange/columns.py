"""Which column of a list means what: guessed from its heads, corrected and remembered by people."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from models.exchange.names import squeezed
from models.refusal import Refused

HEADER_WITHIN = 15  # rows from the top
_EXAMPLES = 3
_SHOWN = 60  # characters of a head or an example


@dataclass(frozen=True)
class Meaning:
    """What a column may mean: our name, the title people read, heads known exactly, and a
    pattern for heads that only resemble them."""

    name: str
    title: str
    heads: tuple[str, ...]
    like: str = ""
    beside: tuple[str, ...] = ()  # meanings it must stand after: a phone is somebody's


@dataclass
class Layout:
    """How a table is laid out: the row of heads, and what each column means ('' for nothing)."""

    top: int
    heads: list[str]
    columns: list[str]
    signature: str
    complete: bool
    remembered: bool = False
    examples: list[list[str]] = field(default_factory=list)

    @property
    def places(self) -> dict[str, int]:
        """Meaning → column."""
        return {name: at for at, name in enumerate(self.columns) if name}

    def as_json(self) -> dict:
        """What the page of columns needs."""
        return {
            "heads": self.heads,
            "columns": self.columns,
            "examples": self.examples,
            "signature": self.signature,
            "row": self.top + 1,
            "remembered": self.remembered,
            "complete": self.complete,
        }


@dataclass(frozen=True)
class Columns:
    """The meanings of one kind of list; at least one of the sets in `needed` must be there."""

    kind: str
    meanings: tuple[Meaning, ...]
    needed: tuple[frozenset[str], ...]
    lacking: str  # the sentence where none of the sets is there
    others: str = ""  # a pattern of heads by which a list is of somebody else
    own: str = ""  # a meaning that makes it ours in spite of them
    mistaken: str = ""  # the sentence where it is not

    def titles(self) -> dict[str, str]:
        return {meaning.name: meaning.title for meaning in self.meanings}

    def is_complete(self, names) -> bool:
        return any(one <= set(names) for one in self.needed)

    def refuse_others(self, layout: "Layout") -> None:
        """Raises Refused where the heads are those of a list of other people."""
        strange = [head for head in layout.heads if re.search(self.others, _plain(head))]
        ours = bool(self.own) and self.own in layout.columns
        if self.others and strange and not ours:
            raise Refused(self.mistaken.format(strange[0]))

    def lay(self, rows: list[list], known: dict[str, list[str]]) -> Layout:
        """The layout of a table; `known`: signature → columns as a person has set them."""
        best: Layout | None = None
        for top, cells in enumerate(rows[:HEADER_WITHIN]):
            heads = [squeezed(cell)[:_SHOWN] for cell in cells]
            if not any(heads):
                continue
            found = self._of(top, heads, known)
            if best is None or _rank(found) > _rank(best):
                best = found
        if best is None:
            raise Refused("В таблице нет ни одной строки со значениями.")
        best.examples = _examples(rows[best.top + 1 :], len(best.heads))
        return best

    def _of(self, top: int, heads: list[str], known) -> Layout:
        signature = _signature(self.kind, heads)
        told = known.get(signature)
        columns = told if told and len(told) == len(heads) else self.guess(heads)
        complete = self.is_complete(columns)
        return Layout(top, heads, list(columns), signature, complete, columns is told)

    def guess(self, heads: list[str]) -> list[str]:
        """What each head means as far as words tell."""
        words = [_plain(head) for head in heads]
        columns = [""] * len(words)
        for known in (_exactly, _nearly):
            for at, word in enumerate(words):
                if word and not columns[at]:
                    columns[at] = self._meaning(word, at, columns, known)
        return columns

    def _meaning(self, word: str, at: int, columns: list[str], known) -> str:
        before = next((name for name in reversed(columns[:at]) if name), "")
        for meaning in self.meanings:
            fits = not meaning.beside or before in meaning.beside
            if fits and meaning.name not in columns and known(meaning, word):
                return meaning.name
        return ""


def _exactly(meaning: Meaning, word: str) -> bool:
    return word in meaning.heads


def _nearly(meaning: Meaning, word: str) -> bool:
    return bool(meaning.like) and re.search(meaning.like, word) is not None


def _plain(head: str) -> str:
    return head.casefold().replace("ё", "е").strip(" *:\"'«»")


def _signature(kind: str, heads: list[str]) -> str:
    return sha256("\n".join([kind, *map(_plain, heads)]).encode()).hexdigest()


def _rank(layout: Layout) -> tuple:
    filled = sum(bool(head) for head in layout.heads)
    return (layout.remembered, layout.complete, sum(map(bool, layout.columns)), filled > 1)


def _examples(rows: list[list], width: int) -> list[list[str]]:
    """The first values of each column."""
    found: list[list[str]] = [[] for _ in range(width)]
    for row in rows[:200]:
        for at, cell in enumerate(row[:width]):
            text = squeezed(cell)[:_SHOWN]
            if text and len(found[at]) < _EXAMPLES and text not in found[at]:
                found[at].append(text)
    return found
