"""Heavy work leaves the processor to those who write marks."""

import os

_LOW = 15  # of 19; web processes have 0


def give_way() -> None:
    """From here on this process, and what it starts, computes when nobody else wants to."""
    os.setpriority(os.PRIO_PROCESS, 0, max(_LOW, os.getpriority(os.PRIO_PROCESS, 0)))
