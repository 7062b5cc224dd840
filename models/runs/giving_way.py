"""Heavy work leaves processor and disk to those who write marks."""

import os
import shutil
import subprocess

LOW = 19  # the priority of what may wait; web processes have 0


def compute_late() -> None:
    """From here on this process, and what it starts, has the lowest priority."""
    os.setpriority(os.PRIO_PROCESS, 0, max(LOW, os.getpriority(os.PRIO_PROCESS, 0)))


def give_way() -> None:
    """From here on this process, and what it starts, computes when nobody else wants to, and reads
    and writes when the disk has nothing else to do (where the system knows that). A low priority
    alone still finishes its slice of some milliseconds before a page is made; of Linux's idle
    class the processor is taken at once."""
    compute_late()
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    ionice = shutil.which("ionice")
    if ionice:
        idle = (ionice, "-c", "3", "-p", str(os.getpid()))
        subprocess.run(idle, stderr=subprocess.DEVNULL, check=False)
