"""Who works with a data folder: the supervisor's token, and the servers' common lock.

Children see when the token is gone, and go too. Who needs the folder alone takes both.
"""

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from models.refusal import Refused

TOKEN = "supervisor.lock"
SERVERS = "servers.lock"
BUSY = (
    "Klass работает с папкой данных {data}. Остановите его и повторите команду: нажмите Ctrl-C "
    "там, где он запущен через make run, или остановите службу, которая его запустила."
)
_LOOK = 2.0
_served: list[TextIO] = []  # open for the life of this process


def hold(data: Path):
    """Take the data folder's token for the life of this process; a second taker is refused.

    A record lock, because it belongs to the process alone and is not inherited by a fork.
    """
    file = (data / TOKEN).open("a+")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Refused(
            f"Klass уже запущен с папкой данных {data}, или в ней идёт восстановление копии."
        ) from None
    return file


def serve(data: Path) -> None:
    """Stand among the folder's servers for the life of this process, with a supervisor or
    without; ends the process where somebody has the folder alone."""
    file = (data / SERVERS).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"Папка данных {data} занята: идёт восстановление копии. Запустите Klass после.")
    _served.append(file)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Have the data folder alone: refused while Klass works with it, and none begins meanwhile."""
    try:
        token = hold(data)
    except Refused:
        raise Refused(BUSY.format(data=data)) from None
    with token, (data / SERVERS).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(BUSY.format(data=data)) from None
        yield


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
