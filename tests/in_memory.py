"""Where tests keep their databases: in memory, where the machine has such a folder.

A test asks what Klass does, not how long a disk takes: every test begins with a fresh copy of
both databases, and on a disk most of the suite's time is waiting for it. Nothing is lost by
it: tests kill processes, not the machine.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30  # bytes: two workers, each with both databases, and a few whole schools


def settle() -> None:
    """From now on temporary folders of this process and its children are in memory, and
    are gone with it. Without such a folder, or with too little room in it, nothing changes."""
    if "KLASS_TESTS_IN" in os.environ or not _has_room():
        return
    home = tempfile.mkdtemp(prefix="kl-", dir=MEMORY)
    os.environ["KLASS_TESTS_IN"] = os.environ["TMPDIR"] = home
    tempfile.tempdir = home
    atexit.register(_leave, home, os.getpid())


def _has_room() -> bool:
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM


def _leave(home: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(home, ignore_errors=True)
