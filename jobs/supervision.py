"""The supervisor's token: children see when it is gone, and go too."""

import fcntl
import os
import signal
import threading
import time
from pathlib import Path

from models.refusal import Refused

TOKEN = "supervisor.lock"
_LOOK = 2.0


def hold(data: Path):
    """Take the data folder's token for the life of this process; a second taker is refused.

    A record lock, because it belongs to the process alone and is not inherited by a fork.
    """
    file = (data / TOKEN).open("a+")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Refused(f"Klass уже запущен с папкой данных {data}.") from None
    return file


def leave_with_supervisor() -> None:
    """End this process by SIGTERM soon after its supervisor has died."""
    token = os.environ.get("KLASS_SUPERVISED")
    if token:
        threading.Thread(target=_watch, args=(Path(token),), daemon=True).start()


def _watch(token: Path) -> None:
    while True:
        time.sleep(_LOOK)
        with token.open("a+") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                continue
        os.kill(os.getpid(), signal.SIGTERM)
        return


def leave_with_parent() -> None:
    """End this process by SIGTERM soon after the process that started it has died."""
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
