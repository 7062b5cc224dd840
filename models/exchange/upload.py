"""A file somebody brought for import: kept beside the database, known by its content."""

import hashlib
import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.exchange.gate import LARGEST_FILE, check_spreadsheet, check_xml
from models.refusal import Refused

TIMETABLE, PUPILS = "timetable", "pupils"
KINDS = {TIMETABLE: "Расписание aSc (.xml)", PUPILS: "Список учеников (.xlsx)"}
_CHECKS = {TIMETABLE: check_xml, PUPILS: check_spreadsheet}
_SUFFIX = {TIMETABLE: ".xml", PUPILS: ".xlsx"}


class Upload(Row, db.Model):
    """The file's kind, name, size and digest; the bytes lie in the data folder."""

    __tablename__ = "upload"

    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind]

    def path(self, data: Path) -> Path:
        """Where the bytes lie."""
        return data / "uploads" / f"{self.sha256}{_SUFFIX[self.kind]}"


def take_in(kind: str, source: Path, name: str, data: Path, account_id: int | None) -> Upload:
    """Check a file and keep it; Refused where it is not what it claims."""
    if kind not in KINDS:
        raise Refused("Выберите, что вы загружаете: расписание или список учеников.")
    _CHECKS[kind](source)
    digest, size = _digest(source)
    upload = Upload(
        kind=kind,
        name=Path(name).name[:200] or "файл",
        size=size,
        sha256=digest,
        account_id=account_id,
    )
    target = upload.path(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(source, target)
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


def largest() -> int:
    """The largest file taken, bytes."""
    return LARGEST_FILE
