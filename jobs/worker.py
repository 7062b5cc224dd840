"""The worker: takes runs from the queue, comes back when Redis does."""

import logging
import time

from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import TimeoutError as RedisSlow

from jobs import supervision
from jobs.connection import QUEUE, connect
from jobs.work import the_app
from models.environment import Settings

PATIENCE = 3  # seconds between two tries to reach Redis


def main() -> None:
    """Work until told to stop."""
    from rq import Queue, Worker

    supervision.leave_with_supervisor()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    settings = Settings.from_env()
    supervision.serve(settings.data)
    the_app()  # built before the fork: a job starts at once
    while True:
        try:
            connection = connect(settings)
            worker = Worker(
                [Queue(QUEUE, connection=connection)],
                connection=connection,
                worker_ttl=60,
                work_horse_killed_handler=_died,
            )
            worker.work(logging_level=logging.WARNING)
            return
        except (RedisGone, RedisSlow):
            time.sleep(PATIENCE)


def _died(job, *how) -> None:
    """Ends the run of a dead job; leaves no connection behind for the next fork to share."""
    from jobs.sweep import end_run_of
    from models.base import db

    with the_app().app_context():
        end_run_of(job, *how)
        db.session.remove()
        db.engine.dispose()


if __name__ == "__main__":
    main()
