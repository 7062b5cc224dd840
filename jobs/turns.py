"""Requests of one process pass one by one, as long as they are quick.

Threads that compute side by side in one Python only take the interpreter from each other: with
three of them a saved mark costs half as much again (docs/web-server.md). Whoever has waited long
enough goes ahead all the same, so that a slow request (a password, a file) holds nobody up.
"""

from collections.abc import Callable
from threading import Lock

PATIENCE = 0.03  # seconds; ten saved marks


class OneByOne:
    """A WSGI application whose requests take turns."""

    def __init__(self, app: Callable):
        self._app = app
        self._turn = Lock()

    def __call__(self, environ: dict, start_response: Callable):
        mine = self._turn.acquire(timeout=PATIENCE)
        try:
            return self._app(environ, start_response)
        finally:
            if mine:
                self._turn.release()
