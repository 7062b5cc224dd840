"""What is new in Klass, in the words of those who use it (5.2(16)): one text file per version in
`models/releases`, called by its number. The first line is the title; a line that
begins with «+» is about families, too, one with «-» about those who keep the journal only."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("releases")


@dataclass(frozen=True)
class Release:
    """A version: «версия 0.1», and what one can do now."""

    title: str
    text: str

    @property
    def points(self) -> list[str]:
        return [line[2:] for line in self._lines]

    @property
    def family_points(self) -> list[str]:
        """What a family can do now; often nothing."""
        return [line[2:] for line in self._lines if line.startswith("+")]

    @property
    def headline(self) -> str:
        """The title of a notice that tells of it."""
        return f"Новое в журнале: {self.title}"

    def told(self, for_families: bool = False) -> str:
        """The text of a notice that tells of it."""
        points = self.family_points if for_families else self.points
        return "\n".join(f"- {point}" for point in points)

    @property
    def _lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


@cache
def releases() -> list[Release]:
    """All versions, the newest first."""
    files = sorted(_FOLDER.glob("*.txt"), key=_number, reverse=True)
    return [_read(file.read_text(encoding="utf-8")) for file in files]


def _number(file: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in file.stem.split("."))


def _read(text: str) -> Release:
    title, _, rest = text.strip().partition("\n")
    return Release(title.strip(), rest.strip())
