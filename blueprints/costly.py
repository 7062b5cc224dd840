"""Costly pages (prints, exports, wide searches) answer one account so often a minute, no more.

Counted in each web process: a bound against a script that asks without end, not a ration.
"""

import time
from collections import defaultdict, deque
from functools import wraps
from threading import Lock

from flask import abort

from blueprints.guard import actor

MOST = 30  # answers of costly pages
WITHIN = 60.0  # seconds
_asked: dict[int, deque[float]] = defaultdict(deque)
_lock = Lock()


def costly(view):
    """Mark a view whose answer costs much; beyond the bound it says to wait a minute (429)."""

    @wraps(view)
    def bounded(*args, **kwargs):
        if not _may(actor().account_id):
            abort(429)
        return view(*args, **kwargs)

    return bounded


def _may(account_id: int) -> bool:
    now = time.monotonic()
    with _lock:
        times = _asked[account_id]
        while times and now - times[0] >= WITHIN:
            times.popleft()
        if len(times) >= MOST:
            return False
        times.append(now)
        return True


def forget() -> None:
    """Nobody has asked yet (for tests)."""
    with _lock:
        _asked.clear()
