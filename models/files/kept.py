"""A file somebody brought and Klass keeps: known by its content, never by its name.

The bytes lie in the data folder under a name nobody can guess, and leave only as attachments; the
row that names them is of the kind of thing the file belongs to (a paper, a lesson's material).
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.files.kinds import MEDIA
from models.refusal import Refused
from models.runs.scans import papers

LARGEST = 10 * 2**20  # bytes of one file
LONGEST_NAME = 120
_ENDING = 6  # characters of a name that its ending may take


class KeptFile:
    """The columns of a kept file."""

    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def media(self) -> str:
        return MEDIA.get(self.kind, "application/octet-stream")

    def path(self, data: Path) -> Path:
        """Where the bytes lie."""
        return papers(data) / self.stored


@dataclass(frozen=True)
class Brought:
    """A file somebody brought, checked by its content."""

    name: str
    kind: str
    content: bytes


def bounded(read: Callable[[int], bytes], largest: int = LARGEST) -> bytes:
    """All bytes of a file; Refused where there are none, or more than `largest`."""
    content = read(largest + 1)
    if len(content) > largest:
        raise Refused(f"Файл слишком велик: можно до {size_words(largest)}.")
    if not content:
        raise Refused("Файл пуст.")
    return content


def size_words(size: int) -> str:
    """A limit in bytes as people say it."""
    return f"{size // 2**20} МБ" if size >= 2**20 else f"{size // 2**10} КБ"


def plain_name(name: str, kind: str, otherwise: str) -> str:
    """The name people know the file by, without folders, with the ending its content has."""
    stem = Path(name.replace("\\", "/")).stem.strip() or otherwise
    return f"{stem[: LONGEST_NAME - _ENDING]}.{kind}"


def kept(model: type[KeptFile], file: Brought, data: Path, **of):
    """Keep the bytes; returns the row that names them, for the caller to add. `of`: what else the
    row says."""
    stored = secrets.token_hex(32)
    target = papers(data) / stored
    target.write_bytes(file.content)
    target.chmod(0o600)
    return model(
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        stored=stored,
        **of,
    )


def refuse_too_much(there: int, more: int, most: int, what: str) -> None:
    """Refuse where files of `there` and `more` bytes pass the limit. `what`: whose they are."""
    if there + more > most:
        left = max(most - there, 0) // 2**20
        raise Refused(f"{what} занимают вместе не больше {size_words(most)}. Осталось {left} МБ.")
