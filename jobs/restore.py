"""A restore that a page asked for, in a process of its own: `python -m jobs.restore <id>`.

No run of the worker: the queue's runs lie in the very database that is replaced.
"""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models import clock, copy_key, mappers
from models.closed import closing
from models.environment import HERE, Settings
from models.refusal import Refused
from models.runs import asked_restore, restoring

CRASHED = "Восстановление остановилось из-за ошибки программы. Подробности в журнале сервера."
NAMED = 10  # lost scans
_log = logging.getLogger("klass.backups")


def start(settings: Settings, number: str) -> None:
    """Begin the restore of that id beside this process, which goes on without it."""
    own = {"KLASS_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    own["KLASS_COPIES"] = ":".join(map(str, settings.copies))
    process = subprocess.Popen(
        [sys.executable, "-m", "jobs.restore", number],
        cwd=HERE,
        env=os.environ | own,
        start_new_session=True,  # it outlives the page that asked
        stdin=subprocess.DEVNULL,
    )
    threading.Thread(target=process.wait, daemon=True).start()


def main(number: str) -> int:
    """Do the restore that was asked for; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    settings = Settings.from_env()
    copy_key.configure(settings.copies_key)
    clock.configure(settings.zone, settings.data, settings.now)
    mappers.load()  # entries are played back into tables of every kind
    with asked_restore.doing(settings.data, number) as one:
        try:
            done = _do(settings, one)
            one.state, one.sentence = asked_restore.DONE, _ended(done)
        except Refused as refusal:
            one.state, one.sentence = asked_restore.FAILED, refusal.sentence
        except Exception:
            _log.exception("the restore crashed")
            one.state = asked_restore.FAILED
            one.sentence = f"{CRASHED} {restoring.AS_IT_WAS}"
        one.finished_at = clock.real_now().isoformat()
        asked_restore.keep(settings.data, one)
    return one.state != asked_restore.DONE


def _do(settings: Settings, one: asked_restore.Restoration) -> restoring.Restored:
    told = {"id": one.id, "account_id": one.account_id, "hat": one.hat}
    wish = restoring.Wish(Path(one.place), one.name, told, one.moment, one.latest)

    def say(step: int, words: str) -> None:
        one.step, one.words = step, words
        with suppress(OSError):  # a full disk is told by what needs it
            asked_restore.keep(settings.data, one)

    @contextmanager
    def closed() -> Iterator[None]:
        with closing(settings.data):
            restoring.wait_for_writers(settings)
            yield

    done = restoring.bring_back(settings, wish, say, closed)
    one.safety = done.safety.name if done.safety else None
    return done


def _ended(done: restoring.Restored) -> str:
    if not done.lost:
        return "База восстановлена, всё сходится."
    names = ", ".join(f"«{scan.name}»" for scan in done.lost[:NAMED])
    others = " и другие" if len(done.lost) > NAMED else ""
    return (
        f"База восстановлена. Сканы потеряны: {len(done.lost)} ({names}{others}). "
        "Возьмите эти бумаги ещё раз."
    )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except Refused as refused:
        sys.exit(refused.sentence)
