"""The scan of a paper, or its signed file with the detached signature beside it.

Known by content, never by the name; kept in the data folder under a name nobody can guess, and
given out only as an attachment. The signature is kept, not checked: that is a verifier's work.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.office.paper import FamilyPaper
from models.refusal import Refused
from models.runs.scans import papers

LARGEST_SCAN = 10 * 2**20
LARGEST_SIGNATURE = 200 * 2**10
PDF, JPEG, PNG, SIGNATURE = "pdf", "jpg", "png", "sig"
MEDIA = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
_HEADS = ((PDF, b"%PDF-"), (JPEG, b"\xff\xd8\xff"), (PNG, b"\x89PNG\r\n\x1a\n"))
_DER = (0x80, 0x81, 0x82, 0x83, 0x84)  # the lengths an ASN.1 sequence may begin with
_LONGEST_NAME = 120


class PaperFile(Row, Audited, db.Model):
    """A file of a paper; the bytes lie in the data folder."""

    __tablename__ = "paper_file"

    paper_id: Mapped[int] = mapped_column(ForeignKey("family_paper.id"), index=True)
    name: Mapped[str] = mapped_column(String(_LONGEST_NAME))
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


def brought_scan(name: str, read: Callable[[int], bytes]) -> Brought:
    """A scan or document; Refused where it is no PDF, JPEG or PNG, or too large."""
    content = _bounded(read, LARGEST_SCAN)
    kind = next((kind for kind, head in _HEADS if content.startswith(head)), None)
    if kind is None:
        raise Refused("Скан бывает файлом .pdf, .jpg или .png. Этот файл другой.")
    return Brought(_plain(name, kind), kind, content)


def brought_signature(name: str, read: Callable[[int], bytes], scan: Brought | None) -> Brought:
    """A detached signature of the document `scan`; Refused where it is none."""
    content = _bounded(read, LARGEST_SIGNATURE)
    if scan is None or scan.kind != PDF:
        raise Refused("Подпись прикладывают к документу .pdf: добавьте и его.")
    binary = len(content) > 2 and content[0] == 0x30 and content[1] in _DER
    if not binary and not content.lstrip().startswith((b"-----BEGIN ", b"MI")):
        raise Refused("Это не файл электронной подписи .sig.")
    return Brought(_plain(name, SIGNATURE), SIGNATURE, content)


def attach(paper: FamilyPaper, brought: list[Brought], data: Path) -> None:
    """Keep the files of a paper: first the bytes, then the rows."""
    for file in brought:
        stored = secrets.token_hex(32)
        target = papers(data) / stored
        target.write_bytes(file.content)
        target.chmod(0o600)
        db.session.add(
            PaperFile(
                paper_id=paper.id,
                name=file.name,
                kind=file.kind,
                size=len(file.content),
                sha256=hashlib.sha256(file.content).hexdigest(),
                stored=stored,
            )
        )


def files_of(paper_ids: list[int]) -> dict[int, list[PaperFile]]:
    """The files of papers, by paper."""
    found: dict[int, list[PaperFile]] = {}
    query = select(PaperFile).where(PaperFile.paper_id.in_(paper_ids)).order_by(PaperFile.id)
    for file in db.session.scalars(query):
        found.setdefault(file.paper_id, []).append(file)
    return found


def _bounded(read: Callable[[int], bytes], largest: int) -> bytes:
    content = read(largest + 1)
    if len(content) > largest:
        allowed = f"{largest // 2**20} МБ" if largest >= 2**20 else f"{largest // 2**10} КБ"
        raise Refused(f"Файл слишком велик: можно до {allowed}.")
    if not content:
        raise Refused("Файл пуст.")
    return content


def _plain(name: str, kind: str) -> str:
    """The name people know the file by, with the ending its content has."""
    stem = Path(name.replace("\\", "/")).stem.strip() or "документ"
    return f"{stem[: _LONGEST_NAME - 5]}.{kind}"
