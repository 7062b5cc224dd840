"""A copy as one file to carry away: a tar of what lies in the folder of copies.

Unpacked into the folder of copies of any Klass it is a copy there, which can be verified and
restored. Made while it is sent: it never lies on the disk a second time.
"""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from models import copy_key
from models.runs import scans
from models.runs.backup import SUFFIX, Backup, folder, manifest, opens

_CHUNK = 1 << 18
_END = bytes(2 * tarfile.BLOCKSIZE)


def name_of(backup: Backup) -> str:
    """What the file is called."""
    return f"{backup.name.removesuffix(SUFFIX)}.klass.tar"


def sent(data: Path, backup: Backup) -> Iterator[bytes]:
    """The file, piece by piece. A scan that lacks is left out."""
    place = folder(data)
    key = opens(data, backup)
    beside = [place / backup.name, manifest(place, backup.name)]
    if wrapped := copy_key.wrapped_file(place, backup.key):
        beside.append(wrapped)
    for path in (*beside, scans.list_file(place, backup.name)):
        yield from _part(path.name, path)
    for scan in scans.read_list(place, backup.name, key):
        name = scans.kept_name(scan, key)
        yield from _part(f"{scans.FOLDER}/{name}", scans.papers(place) / name)
    yield _END


def _part(name: str, path: Path) -> Iterator[bytes]:
    if not path.is_file():
        return
    with path.open("rb") as stream:
        told, state = tarfile.TarInfo(name), os.fstat(stream.fileno())
        told.size, told.mtime, told.mode = state.st_size, int(state.st_mtime), 0o600
        yield told.tobuf()
        while piece := stream.read(_CHUNK):
            yield piece
    yield bytes(-told.size % tarfile.BLOCKSIZE)
