"""Background work: commit a run, then start it."""

import logging

from redis.exceptions import RedisError

from jobs.connection import QUEUE, connect

WORK = "jobs.work.work"  # does the run whose number it is given
LONGEST = 1800  # seconds a job may take
LONGER = {"export": 6 * 3600, "removal": 6 * 3600}  # years of a school take their time


def start(run) -> bool:
    """Put a committed run into the queue; False where Redis is away (the sweep will do it)."""
    from flask import current_app
    from rq import Queue

    try:
        queue = Queue(QUEUE, connection=connect(current_app.config["KLASS"], quick=True))
        queue.enqueue(
            WORK,
            run.id,
            job_id=f"run-{run.id}",
            job_timeout=LONGER.get(run.kind, LONGEST),
            result_ttl=3600,
            failure_ttl=86400,
        )
    except (RedisError, OSError):
        logging.getLogger("klass.jobs").warning("run %s waits: Redis does not answer", run.id)
        return False
    return True


def ask(kind: str, *, by, **args):
    """The run of this kind that is still under way, or a new one, committed and started: who
    presses a button twice has asked once."""
    from models.base import db
    from models.runs.run import active_run, new_run

    run = active_run(kind, args)
    if run is None:
        run = new_run(kind, by=by, **args)
        db.session.commit()
        start(run)
    return run


def progress_of(run) -> tuple[int, int, str] | None:
    """(done, of, words) from the running job's meta, or None."""
    from flask import current_app
    from rq.exceptions import NoSuchJobError
    from rq.job import Job

    try:
        job = Job.fetch(
            f"run-{run.id}", connection=connect(current_app.config["KLASS"], quick=True)
        )
    except (NoSuchJobError, RedisError, OSError):
        return None
    return tuple(job.meta["progress"]) if "progress" in job.meta else None
