"""One step of a copy's life in a process of its own, as the worker does it, from a line on its
input on; prints what it took.

`python -m tests.bench.step STEP FOLDER`, on the school of the environment; STEP is copy,
proof, carry, restore or verify.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path


def main(step: str, folder: Path) -> None:
    """Do it; a line of JSON says seconds, processor seconds and most memory (MB)."""
    from app import Settings, create_app
    from models.runs import backup as copies
    from models.runs.giving_way import give_way

    settings = Settings.from_env()
    app = create_app(settings)
    newest = next(iter(copies.backups(settings.data)), None)
    steps = {
        "copy": lambda: copies.make_backup(settings.database_url, settings.data),
        "proof": lambda: copies.verify_backup(settings.database_url, settings.data, newest.name),
        "carry": lambda: _carry(settings.data, newest, folder),
        "restore": lambda: copies.restore_backup(settings.database_url, settings.data, newest.name),
        "verify": lambda: _verify(app),
    }
    give_way()
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    steps[step]()
    told = {"seconds": time.monotonic() - begun}
    own, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told["processor"] = own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime
    told["memory"] = max(_own_peak(), theirs.ru_maxrss) / 1024
    made = next(iter(copies.backups(settings.data)), None)
    told["size"] = made.size if made else 0
    print(json.dumps(told))


def _own_peak() -> int:
    """Kilobytes. `getrusage` would tell of who started this process, where that one had more."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def _carry(data: Path, newest, folder: Path) -> None:
    from models.runs import keeping
    from models.runs.targets import Target

    keeping.carry(data, newest, Target(folder))


def _verify(app) -> None:
    from models import engine
    from models.audit.verify import verify

    with app.app_context(), engine.reading():
        faults = verify().faults
    assert faults == [], faults[0]


if __name__ == "__main__":
    os.environ.setdefault("KLASS_COPIES", "")
    main(sys.argv[1], Path(sys.argv[2]))
