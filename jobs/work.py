"""What the worker does: the run of an id, with its author, in its own transaction; a letter."""

import logging
import os
from collections.abc import Callable
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module

from jobs import mail
from models import engine
from models.base import db
from models.refusal import Refused
from models.runs.giving_way import give_way
from models.runs.run import Run

KINDS = {  # kind of run → the module whose `run(run, progress)` does it; returns the result.
    # A module with `prepare(run, progress)` gets what that returns as a third argument.
    "backup": "jobs.backup",
    "backup-check": "jobs.backup_check",
    "backup-fetch": "jobs.backup_fetch",
    "control": "jobs.control",
    "days": "jobs.days",
    "export": "jobs.exports",
    "audit-check": "jobs.audit_check",
    "proof": "jobs.proof",
    "import": "jobs.imports",
    "import-undo": "jobs.import_undo",
    "reminders": "jobs.reminders",
    "removal": "jobs.removal",
    "rollover": "jobs.rollover",
    "rollover-undo": "jobs.import_undo",
}
QUIET = {
    "audit-check",
    "backup",
    "backup-check",
    "backup-fetch",
    "proof",
}  # compute when nobody else wants to
CRASHED = "Задание остановилось из-за ошибки программы. Подробности в журнале сервера."
_log = logging.getLogger("klass.jobs")


@lru_cache(maxsize=1)
def _app_of(pid: int):
    from app import create_app

    return create_app()


def the_app():
    """The application of this process (a fork gets its own connections)."""
    return _app_of(os.getpid())


def work(run_id: int) -> None:
    """Do the run, if nobody has done it yet. Called by the worker."""
    with the_app().app_context():
        perform(run_id, _report, give_way)


def deliver(to: str, subject: str, text: str) -> None:
    """What the worker does with a queued letter."""
    mail.deliver(the_app().config["KLASS"].smtp, to, subject, text)


def perform(run_id: int, progress: Callable, quietly: Callable = lambda: None) -> None:
    """Do the run in the app context of the caller. `quietly` comes before a heavy one: a process
    of its own can give way to all others."""
    with unit_of_work(run_id) as run:
        if run is not None:
            if run.kind in QUIET:
                quietly()
            do = import_module(KINDS[run.kind])
            run.finish(do.run(run, progress, *_prepared(do, run, progress)))


def _prepared(do, run: Run, progress: Callable) -> tuple:
    """What the kind's `prepare` makes ready, if it has one: slow work that only reads, before
    the transaction that writes, so that teachers need not wait for it."""
    if not hasattr(do, "prepare"):
        return ()
    with engine.reading():
        made = do.prepare(run, progress)
        db.session.rollback()
    return (made,)


@contextmanager
def unit_of_work(run_id: int):
    """One transaction as the run's author. Yields None for a run already finished.

    A refusal ends the run with its sentence, a crash with a general one and a log entry; in
    both cases nothing stays of what the run has not committed itself (a removal commits pieces).
    """
    with engine.writing():
        db.session.rollback()
        run = db.session.get(Run, run_id)
        if run is None or not run.begin():
            db.session.rollback()
            yield None
            return
        db.session.commit()
        db.session.info["author"] = run.author
        try:
            yield run
            db.session.commit()
        except Refused as refusal:
            _fail(run_id, refusal.sentence)
        except Exception:
            _log.exception("run %s crashed", run_id)
            _fail(run_id, CRASHED)


def _fail(run_id: int, sentence: str) -> None:
    db.session.rollback()
    run = db.session.get(Run, run_id, populate_existing=True)
    run.fail(sentence)
    db.session.commit()


def _report(done: int, of: int, words: str = "") -> None:
    """Tell the page how far the running job is."""
    from rq import get_current_job

    job = get_current_job()
    if job is not None:
        job.meta["progress"] = (done, of, words)
        job.save_meta()
