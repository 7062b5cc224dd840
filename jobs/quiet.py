"""Heavy work leaves the processor to those who write marks."""

import os

from models.runs.proof import LOW


def give_way() -> None:
    """From here on this process, and what it starts, computes when nobody else wants to."""
    os.setpriority(os.PRIO_PROCESS, 0, max(LOW, os.getpriority(os.PRIO_PROCESS, 0)))
