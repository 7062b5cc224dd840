"""Runs that were left behind: queued while Redis was away, or running when a worker died."""

from flask import current_app
from rq.exceptions import NoSuchJobError
from rq.job import Job
from sqlalchemy import select

import jobs
from jobs.connection import connect
from models import engine
from models.base import db
from models.runs.run import QUEUED, RUNNING, Run

DIED = "Обработчик остановился посреди задания. Ничего не изменено: запустите ещё раз."

DIED_IN_PIECES = (  # a removal commits each of its pieces
    "Обработчик остановился посреди удаления: часть записей уже могла исчезнуть. Откройте акт и "
    "продолжите удаление."
)


def sweep_runs() -> tuple[int, int]:
    """Start waiting runs without a job, fail running ones whose job is gone: (started, failed)."""
    connection = connect(current_app.config["KLASS"])
    started = failed = 0
    with engine.writing():
        db.session.rollback()
        runs = db.session.scalars(select(Run).where(Run.state.in_((QUEUED, RUNNING)))).all()
        for run in runs:
            job = _job_of(run, connection)
            if run.state == RUNNING and (job is None or job.is_failed):
                run.fail(_died(run))
                failed += 1
        db.session.commit()
    for run in runs:
        if run.state == QUEUED and _job_of(run, connection) is None:
            started += jobs.start(run)
    return started, failed


def end_run_of(job: Job, *_how) -> None:
    """The process of a job died: its run, where it did one, ends at once, and not only with the
    next sweep."""
    if job.func_name != jobs.WORK:
        return
    with engine.writing():
        db.session.rollback()
        run = db.session.get(Run, job.args[0])
        if run is not None and run.is_active:
            run.fail(_died(run))
        db.session.commit()


def _died(run: Run) -> str:
    return DIED_IN_PIECES if run.kind == "removal" else DIED


def _job_of(run: Run, connection) -> Job | None:
    try:
        return Job.fetch(f"run-{run.id}", connection=connection)
    except NoSuchJobError:
        return None
