"""Threads of one process compute one by one, as long as they are quick.

Threads that compute side by side in one Python only take the interpreter from each other: with
three of them a saved mark costs half as much again (docs/web-server.md). Whoever has waited long
enough goes ahead all the same, so that slow work holds nobody up; and whoever waits for the disk
does it after the turn, or steps aside.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local

PATIENCE = 0.03  # seconds; ten saved marks


class Turns:
    """The turns of one process."""

    def __init__(self):
        self._lock = Lock()
        self._here = local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within this block others wait, unless one was too impatient to wait for them."""
        self._take()
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within this block, where one only waits, others may compute."""
        had = self._give()
        try:
            yield
        finally:
            if had:
                self._take()

    def _take(self) -> None:
        self._here.mine = self._lock.acquire(timeout=PATIENCE)

    def _give(self) -> bool:
        mine = getattr(self._here, "mine", False)
        if mine:
            self._here.mine = False
            self._lock.release()
        return mine


turns = Turns()
