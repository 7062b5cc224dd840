"""honcho's manager, but a program that dies is started again instead of taking all others along.

The journal goes on while the worker is away, and the worker comes back by itself. What dies again
and again is not kept alive: then everything ends, and the start says so.
"""

import multiprocessing
import time

from honcho.manager import Manager

DEATHS, WITHIN = 6, 60  # so many in so many seconds are too many


class Keeper(Manager):
    """Starts its programs again until it is told to end them."""

    def __init__(self, printer):
        super().__init__(printer)
        self._deaths: list[float] = []

    def _any_stopped(self) -> bool:
        """Whether it is time to end: honcho asks this after every event."""
        if self._terminating:
            return super()._any_stopped()
        for name, kept in self._processes.items():
            if kept.get("returncode") is not None:
                if self._dies_too_often():
                    return True
                self._start_again(name, kept)
        return False

    def _dies_too_often(self) -> bool:
        now = time.monotonic()
        self._deaths = [death for death in self._deaths if now - death < WITHIN] + [now]
        return len(self._deaths) >= DEATHS

    def _start_again(self, name: str, kept: dict) -> None:
        kept.pop("returncode")
        kept.pop("pid")
        self.returncode = None
        run = kept["obj"].run
        kept["process"] = multiprocessing.Process(name=name, target=run, args=(self.events, True))
        kept["process"].start()
