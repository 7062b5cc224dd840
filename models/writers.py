"""Writers of an SQLite file stand in one line, in a process and between processes.

SQLite itself lets a writer who finds the file locked sleep and look again, up to a tenth of a
second at a time: with a dozen at once the file lies idle while they sleep, and the unlucky wait
for seconds. Here the first in line stands at a gate and looks often; whoever has just written
queues behind it, so that processes take turns. A killed process leaves its place by itself.
"""

import fcntl
import os
import time
from pathlib import Path
from threading import Lock

OFTEN, SELDOM = 0.0001, 0.002  # seconds between two looks, in the first moments and later
FIRST_MOMENTS = 0.05


class Writers:
    """The line before one database file; a place in it belongs to a connection."""

    def __init__(self, database: Path):
        self._gate = _file(f"{database}.gate")
        self._turn = _file(f"{database}.turn")
        self._here = Lock()
        self._holder: int | None = None

    def enter(self, connection, patience: float) -> bool:
        """Wait for one's turn; False where it did not come within the patience."""
        begun = time.monotonic()
        if not self._here.acquire(timeout=patience):
            return False
        if not self._taken(self._gate, begun, patience):
            self._here.release()
            return False
        came = self._taken(self._turn, begun, patience)
        fcntl.flock(self._gate, fcntl.LOCK_UN)
        if not came:
            self._here.release()
            return False
        self._holder = id(connection)
        return True

    def _taken(self, file: int, begun: float, patience: float) -> bool:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            except BlockingIOError:
                waited = time.monotonic() - begun
                if waited > patience:
                    return False
                time.sleep(OFTEN if waited < FIRST_MOMENTS else SELDOM)

    def leave(self, connection) -> None:
        """Let the next one in, where it was this connection's turn."""
        if self._holder == id(connection):
            self._holder = None
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            self._here.release()


def _file(name: str) -> int:
    return os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
