"""Large files, read and written little by little: they push nobody's pages out of the machine's
memory, and never leave the disk much to write at one go, for which others' commits would wait."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

PIECE = 1 << 20
DRAFT = ".draft"
TOGETHER = 2 << 20  # bytes that go to the disk at one go
REST = 0.01  # seconds


def read_once(file: Path) -> Iterator[bytes]:
    """The file's bytes, piece by piece; the machine need not remember them."""
    with file.open("rb", buffering=0) as source:
        done = 0
        while piece := source.read(PIECE):
            yield piece
            done += len(piece)
            if done % TOGETHER < len(piece):
                _forget(source.fileno())
        _forget(source.fileno())


def begin_to_settle(descriptor: int) -> None:
    """Let the disk begin with what was written (Linux does so where it is told to forget), and
    leave it to others for a moment. Waits for nothing: to wait here would force the file system's
    journal each time, for which everybody's commits would wait."""
    _forget(descriptor)
    time.sleep(REST)


class Settling:
    """A file being written that goes to the disk piece by piece, and is there when settled."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._waiting = 0

    def write(self, piece: bytes) -> int:
        """Append a piece."""
        self._file.write(piece)
        self._waiting += len(piece)
        if self._waiting >= TOGETHER:
            self._file.flush()
            begin_to_settle(self._file.fileno())
            self._waiting = 0
        return len(piece)

    def settle(self) -> None:
        """Return when all of it is at the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        _forget(self._file.fileno())


@contextmanager
def written(file: Path) -> Iterator[Settling]:
    """A new file to write, all of which is at the disk when the block ends."""
    with file.open("wb") as target:
        settling = Settling(target)
        yield settling
        settling.settle()


@contextmanager
def whole(file: Path) -> Iterator[Settling]:
    """A file to write that is there with all its bytes when the block ends, or as it was before."""
    draft = file.with_name(f"{file.name}.{token_hex(4)}{DRAFT}")
    try:
        with written(draft) as target:
            yield target
        draft.chmod(0o600)
        draft.replace(file)
        _at_disk(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def _at_disk(folder: Path) -> None:
    """Return when the folder's names are at the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget(descriptor: int) -> None:
    """Let the machine's memory of the file go to others (where the system can be told)."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
