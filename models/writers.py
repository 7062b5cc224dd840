"""Writers of an SQLite file stand in one line, in a process and between processes.

SQLite itself lets a writer who finds the file locked sleep and look again, up to a tenth of a
second at a time: with a dozen at once the file lies idle while they sleep, and the unlucky wait
for seconds. A lock file wakes the next one at once. A killed process leaves its place by itself.
"""

import fcntl
import os
import time
from pathlib import Path
from threading import Lock

LOOK_AGAIN = 0.0004  # seconds between two looks at another process's lock


class Writers:
    """The line before one database file; a place in it belongs to a connection."""

    def __init__(self, database: Path, patience: float):
        self._file = os.open(f"{database}.writers", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._here = Lock()
        self._patience = patience
        self._holder: int | None = None

    def enter(self, connection) -> bool:
        """Wait for one's turn; False where it did not come within the patience."""
        until = time.monotonic() + self._patience
        if not self._here.acquire(timeout=self._patience):
            return False
        while not self._lock():
            if time.monotonic() > until:
                self._here.release()
                return False
            time.sleep(LOOK_AGAIN)
        self._holder = id(connection)
        return True

    def _lock(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self, connection) -> None:
        """Let the next one in, where it was this connection's turn."""
        if self._holder == id(connection):
            self._holder = None
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._here.release()
