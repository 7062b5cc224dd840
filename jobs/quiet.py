"""Heavy work leaves processor and disk to those who write marks."""

import os
import shutil
import subprocess

from models.runs.proof import LOW


def give_way() -> None:
    """From here on this process, and what it starts, computes when nobody else wants to, and
    reads and writes when the disk has nothing else to do (where the system knows that)."""
    os.setpriority(os.PRIO_PROCESS, 0, max(LOW, os.getpriority(os.PRIO_PROCESS, 0)))
    ionice = shutil.which("ionice")
    if ionice:
        idle = (ionice, "-c", "3", "-p", str(os.getpid()))
        subprocess.run(idle, stderr=subprocess.DEVNULL, check=False)
