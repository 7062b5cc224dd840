"""A file somebody brought for import: kept beside the database, known by its content."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.files.gate import check_archive, check_table, check_xml
from models.refusal import Refused

TIMETABLE, PUPILS, STAFF, ONEROSTER = "timetable", "pupils", "staff", "oneroster"
KINDS = {
    TIMETABLE: "Расписание aSc (.xml) или FET (.fet)",
    PUPILS: "Список учеников (.xlsx, .csv)",
    STAFF: "Список сотрудников (.xlsx, .csv)",
    ONEROSTER: "Архив OneRoster 1.1 или 1.2 (.zip)",
}
LISTS = (PUPILS, STAFF)
_CHECKS = {
    TIMETABLE: check_xml,
    PUPILS: check_table,
    STAFF: check_table,
    ONEROSTER: check_archive,
}
_SUFFIX = {TIMETABLE: ".xml", PUPILS: ".xlsx", STAFF: ".xlsx", ONEROSTER: ".zip"}


class Upload(Row, db.Model):
    """The file's kind, name, size and digest; the bytes lie in the data folder."""

    __tablename__ = "upload"

    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    def path(self, data: Path) -> Path:
        """Where the bytes lie."""
        return Stored(self.kind, self.size, self.sha256).path(data)


@dataclass(frozen=True)
class Stored:
    """A checked file that lies in the data folder."""

    kind: str
    size: int
    sha256: str

    def path(self, data: Path) -> Path:
        return data / "uploads" / f"{self.sha256}{_SUFFIX[self.kind]}"


def store(kind: str, source: Path, data: Path) -> Stored:
    """Check a file and keep its bytes; Refused where it is not what it claims. Asks no
    database, so nobody waits for it."""
    if kind not in KINDS:
        raise Refused("Выберите, что вы загружаете: расписание, список или архив.")
    _CHECKS[kind](source)
    digest, size = _digest(source)
    stored = Stored(kind, size, digest)
    target = stored.path(data)
    if not (target.exists() and target.stat().st_size == size):
        _copy_whole(source, target)
    return stored


def _copy_whole(source: Path, target: Path) -> None:
    """The file appears under its name only when all of it is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, delete=False) as draft:
        try:
            with source.open("rb") as file:
                shutil.copyfileobj(file, draft)
            draft.flush()
            os.fsync(draft.fileno())
            os.replace(draft.name, target)
        except BaseException:
            os.unlink(draft.name)
            raise


def note(stored: Stored, name: str, account_id: int | None) -> Upload:
    """The row of a stored file: the same for the same file of the same person, so that a button
    pressed twice asks one thing."""
    told = {"kind": stored.kind, "size": stored.size, "sha256": stored.sha256}
    told |= {"account_id": account_id, "name": Path(name).name[:200] or "файл"}
    newest = select(Upload).filter_by(**told).order_by(Upload.id.desc()).limit(1)
    if (known := db.session.scalar(newest)) is not None:
        return known
    upload = Upload(**told)
    db.session.add(upload)
    db.session.flush()
    return upload


def _digest(source: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file:
        while chunk := file.read(1 << 16):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
