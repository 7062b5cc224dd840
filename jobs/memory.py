"""A bound on what one job may ask of the machine's memory."""

import resource
from contextlib import contextmanager
from pathlib import Path

from models.refusal import Refused

ROOM = 1 << 30  # bytes a job may take beyond what its process already has
TOO_MUCH = "Файлу нужно слишком много памяти: это не расписание и не список одной школы."


@contextmanager
def bounded(room: int = ROOM):
    """Within this block the process gets at most so much more; Refused where it asks beyond.

    For a work-horse, which is a process of its own: in a process with threads all would share it.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    stricter = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([_taken() + room, *stricter]), hard))
    try:
        yield
    except MemoryError:
        raise Refused(TOO_MUCH) from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _taken() -> int:
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * resource.getpagesize()
