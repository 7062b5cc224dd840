"""The write-ahead log of an SQLite file, forced to the disk after the next writer was let in.

SQLite's own way (`synchronous=FULL`) waits for the disk while it keeps everybody else from
writing. Here a commit only appends to the log; then the line moves on, and the one who committed
forces the log before anybody is answered. Those who committed meanwhile share one force.
The file itself is safe either way: SQLite forces the log before it copies it (NORMAL).
"""

import os
from itertools import count
from pathlib import Path
from threading import Lock, local


class ForcedLog:
    """The log beside one database file, in this process."""

    def __init__(self, database: Path):
        self._path = f"{database}-wal"
        self._lock = Lock()
        self._here = local()
        self._numbers = count(1)
        self._appended = 0
        self._forced = 0

    def commits(self) -> None:
        """Note a commit of this thread, which is to be forced."""
        self._appended = self._here.last = next(self._numbers)

    def force(self) -> None:
        """Return when all that this thread has committed is on the disk."""
        mine = getattr(self._here, "last", 0)
        with self._lock:
            if self._forced >= mine:
                return
            reached = self._appended
            self._to_disk()
            self._forced = reached

    def _to_disk(self) -> None:
        try:
            file = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:  # copied into the database and forced there
            return
        try:
            os.fdatasync(file)
        finally:
            os.close(file)
