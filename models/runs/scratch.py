"""Where a copy is made and tried: folders that do not outlive the process that made them, or only
until the next one looks."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_PREFIX = "scratch-"
_YOUNG = 60  # seconds within which its maker may not have locked it yet


@contextmanager
def scratch(place: Path) -> Iterator[Path]:
    """A folder in `place` that is gone with the block. What dead processes left there goes, too."""
    _sweep(place)
    made = TemporaryDirectory(prefix=_PREFIX, dir=place, ignore_cleanup_errors=True)
    with made as name, _held(Path(name)):
        yield Path(name)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """A lock on the folder, which ends with this process whatever ends it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(place: Path) -> None:
    for left in place.glob(f"{_PREFIX}*"):
        try:
            descriptor = os.open(left, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            if time.time() - os.fstat(descriptor).st_ctime > _YOUNG:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:  # somebody works there
            continue
        finally:
            os.close(descriptor)
