"""The journal is closed for writing while a restore takes its place: a lock in the data folder.

It belongs to the process that restores: when that dies the journal is open again by itself.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import OperationalError

SENTENCE = (
    "Идёт восстановление из копии: журнал пока открыт только для чтения. "
    "Подождите минуту и повторите."
)
_FILE = "closed.lock"


class Closed(OperationalError):
    """Nothing can be written now."""

    def __init__(self):
        super().__init__("BEGIN", None, PermissionError(SENTENCE))


def is_closed(data: Path) -> bool:
    """Whether somebody holds the journal closed. Cheap: every write asks it."""
    try:
        file = os.open(data / _FILE, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


@contextmanager
def closing(data: Path) -> Iterator[None]:
    """No transaction that writes begins within."""
    file = os.open(data / _FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        (data / _FILE).unlink(missing_ok=True)
        os.close(file)
