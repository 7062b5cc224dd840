"""Scans of papers and material of lessons in copies of the database.

A scan never changes and lies under a name of its own, so each is copied once, into one folder
beside the copies; every copy has a list of those of its scans that were there. Copies made before
this have no list.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from models.refusal import Refused
from models.runs.streams import read_once, whole

FOLDER = "papers"  # in the data folder, and again beside the copies
TABLES = ("paper_file", "material_file", "document_file")  # of families, lessons, the school
DAMAGED = "База в копии цела, но список её сканов повреждён. Создайте новую копию."
QUERY = "SELECT stored, size, sha256, name FROM {} ORDER BY id"


@dataclass(frozen=True)
class Scan:
    """One scan as the database names it."""

    stored: str
    size: int
    sha256: str
    name: str  # as people know it


def papers(place: Path) -> Path:
    """The folder of scans in the data folder or beside the copies; made where it lacks."""
    folder = place / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def rows_of(tables: Iterable[str], ask: Callable[[str], Iterable[tuple]]) -> list[Scan]:
    """The scans that a database names; `ask` puts a query to it."""
    there = set(tables)
    known = [table for table in TABLES if table in there]
    return [Scan(*row) for table in known for row in ask(QUERY.format(table))]


def keep(scans: list[Scan], data: Path, copies: Path) -> list[Scan]:
    """Copy those that are not kept yet; returns those that could not be had."""
    return _carry(scans, papers(data), papers(copies), _as_long)


def bring_back(scans: list[Scan], copies: Path, data: Path) -> list[Scan]:
    """Copy those back that are not in the data folder as they were; returns those that are in
    neither place."""
    return _carry(scans, papers(copies), papers(data), sound)


def _carry(scans: list[Scan], source: Path, target: Path, there: Callable) -> list[Scan]:
    return [
        scan
        for scan in scans
        if not there(scan, target) and not _copied(scan, source / scan.stored, target)
    ]


def unsound(scans: list[Scan], copies: Path) -> list[Scan]:
    """Those that do not lie beside the copies, or not as they were."""
    return [scan for scan in scans if not sound(scan, papers(copies))]


def sound(scan: Scan, folder: Path) -> bool:
    """Whether the scan lies in the folder, byte for byte."""
    return _as_long(scan, folder) and digest(folder / scan.stored) == scan.sha256


def _as_long(scan: Scan, folder: Path) -> bool:
    file = folder / scan.stored
    return file.is_file() and file.stat().st_size == scan.size


def _copied(scan: Scan, file: Path, target: Path) -> bool:
    """Copy one, whole or not at all, and never a damaged one."""
    if not file.is_file() or digest(file) != scan.sha256:
        return False
    with whole(target / scan.stored) as copy:
        for piece in read_once(file):
            copy.write(piece)
    return True


def digest(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def list_file(copies: Path, name: str) -> Path:
    """Where the list of a copy's scans lies."""
    return copies / f"{name}.scans.json"


def write_list(copies: Path, name: str, scans: list[Scan]) -> None:
    file = list_file(copies, name)
    with whole(file) as target:
        target.write(json.dumps([asdict(scan) for scan in scans], indent=0).encode())


def read_list(copies: Path, name: str) -> list[Scan]:
    """The scans of a copy; none where it was made without them. Raises Refused where the list
    is damaged."""
    file = list_file(copies, name)
    if not file.exists():
        return []
    try:
        return [Scan(**row) for row in json.loads(file.read_bytes())]
    except (ValueError, TypeError):
        raise Refused(DAMAGED) from None
