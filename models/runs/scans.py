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
from tempfile import TemporaryDirectory

from models.copy_key import CopyKey, close, closed_bytes, open_up, opened_bytes
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


def kept_name(scan: Scan, key: CopyKey | None) -> str:
    """What a scan is called beside the copies: closed ones tell for which key."""
    return f"{scan.stored}.{key.tag}.age" if key else scan.stored


def keep(
    scans: list[Scan],
    data: Path,
    copies: Path,
    key: CopyKey | None = None,
    *,
    careful: bool = False,
) -> list[Scan]:
    """Copy those that are not kept yet, closed for a key; returns those that could not be had.
    `careful`: what is kept is read, too, and taken anew where it is not as it was."""
    source, target = papers(data), papers(copies)
    is_kept = sound if careful else _lies
    return [
        scan
        for scan in scans
        if not is_kept(scan, target / kept_name(scan, key), key)
        and not _copied(scan, source / scan.stored, target, key)
    ]


def carry(scans: list[Scan], source: Path, target: Path, key: CopyKey | None) -> None:
    """Copy kept scans as they are to the copies on another disk; one that lacks is left out."""
    there = papers(target)
    for scan in scans:
        name = kept_name(scan, key)
        file = papers(source) / name
        if file.is_file() and not _lies(scan, there / name, key):
            _lay(file, there / name)


def bring_back(scans: list[Scan], copies: Path, data: Path, key: CopyKey | None) -> list[Scan]:
    """Copy those back that are not in the data folder as they were; returns those that are in
    neither place."""
    place = papers(data)
    return [
        scan
        for scan in scans
        if not sound(scan, place / scan.stored) and not _brought(scan, copies, place, key)
    ]


def unsound(scans: list[Scan], copies: Path, key: CopyKey | None) -> list[Scan]:
    """Those that do not lie beside the copies, or not as they were."""
    place = papers(copies)
    return [scan for scan in scans if not sound(scan, place / kept_name(scan, key), key)]


def sound(scan: Scan, file: Path, key: CopyKey | None = None) -> bool:
    """Whether the scan lies there, byte for byte."""
    if not _lies(scan, file, key):
        return False
    if key is None:
        return digest(file) == scan.sha256
    with TemporaryDirectory(dir=file.parent) as scratch:
        plain = Path(scratch) / "plain"
        return _opened(file, plain, key) and digest(plain) == scan.sha256


def _lies(scan: Scan, file: Path, key: CopyKey | None) -> bool:
    if not file.is_file():
        return False
    size = file.stat().st_size
    return size > scan.size if key else size == scan.size


def _opened(file: Path, plain: Path, key: CopyKey) -> bool:
    try:
        with file.open("rb") as source, plain.open("wb") as target:
            open_up(source, target, key)
    except Refused:
        return False
    return True


def _copied(scan: Scan, file: Path, target: Path, key: CopyKey | None) -> bool:
    """Copy one, whole or not at all, and never a damaged one."""
    if not sound(scan, file):
        return False
    with TemporaryDirectory(dir=target) as beside:
        closed = file
        if key is not None:
            closed = Path(beside) / "closed"
            with file.open("rb") as source, closed.open("wb") as to:
                close(source, to, key)
        _lay(closed, target / kept_name(scan, key))
    return True


def _brought(scan: Scan, copies: Path, place: Path, key: CopyKey | None) -> bool:
    file = papers(copies) / kept_name(scan, key)
    if not file.is_file():
        return False
    with TemporaryDirectory(dir=place) as beside:
        plain = file
        if key is not None:
            plain = Path(beside) / "plain"
            if not _opened(file, plain, key):
                return False
        if digest(plain) != scan.sha256:
            return False
        _lay(plain, place / scan.stored)
    return True


def _lay(file: Path, place: Path) -> None:
    with whole(place) as copy:
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


def write_list(copies: Path, name: str, scans: list[Scan], key: CopyKey | None = None) -> None:
    """The list of a copy's scans; their names tell of people, so it is closed, too."""
    file = list_file(copies, name)
    with whole(file) as target:
        told = json.dumps([asdict(scan) for scan in scans], indent=0).encode()
        target.write(closed_bytes(told, key) if key else told)


def read_list(copies: Path, name: str, key: CopyKey | None = None) -> list[Scan]:
    """The scans of a copy; none where it was made without them. Raises Refused where the list is
    damaged."""
    file = list_file(copies, name)
    if not file.exists():
        return []
    try:
        told = file.read_bytes()
        return [Scan(**row) for row in json.loads(opened_bytes(told, key) if key else told)]
    except (ValueError, TypeError):
        raise Refused(DAMAGED) from None
