"""Every periodic job on one page, on RQ's own cron.

RQ's cron reckons in the process's zone from its own start, so a machine that was off at 03:00
would never make its copy. Therefore the cron only asks, and each job is started where it has
been due since its last run.
"""

import os
import time
from datetime import UTC, datetime, timedelta

from croniter import croniter
from redis.exceptions import ConnectionError as RedisGone
from redis.exceptions import TimeoutError as RedisSlow

PERIODIC = {  # kind of run → when, on the school's clock (minute hour day month weekday)
    "backup": "0 3 * * *",  # every night
    "proof": "0 5 * * *",  # what the night's copy has not proved
    "audit-check": "0 2 * * *",
    "control": "30 18 * * *",  # every evening: what control has no snapshot yet
    "reminders": "0 19 * * *",  # of tomorrow's deadlines
    "days": "5 * * * *",  # the day's lessons, every hour
}
AGAIN = timedelta(hours=1)  # before a disk that lacks the newest copy is tried once more
SWEEP = 60  # seconds between two looks at runs that wait without a job


def last_due(kind: str, moment: datetime) -> datetime:
    """The last moment (UTC) at or before `moment` when the periodic job should have begun."""
    from models import clock

    local = clock.school_time(moment).replace(tzinfo=None)
    due = croniter(PERIODIC[kind], local).get_prev(datetime)
    if croniter.match(PERIODIC[kind], local):
        due = local.replace(second=0, microsecond=0)
    return due.replace(tzinfo=clock.zone()).astimezone(UTC)


def start_due(kind: str) -> None:
    """Start a periodic job if it has been due since its last run."""
    from jobs.work import the_app

    with the_app().app_context():
        begin_if_due(kind)


def begin_if_due(kind: str) -> bool:
    """The same in an app context; whether a run was started."""
    import jobs
    from models import clock, engine
    from models.base import db
    from models.runs.run import last_run, new_run
    from models.school.school import the_school

    with engine.writing():
        db.session.rollback()
        last = last_run(kind)
        due = last_due(kind, clock.now())
        if the_school() is None or (last and _school_moment(last.queued_at) >= due):
            db.session.rollback()
            return False
        run = new_run(kind)
        db.session.commit()
    jobs.start(run)
    return True


def catch_up() -> None:
    """Carry the newest copy to a disk that is there again."""
    from jobs.work import the_app

    with the_app().app_context():
        begin_where_a_disk_lacks()


def begin_where_a_disk_lacks() -> bool:
    """Start the proof, which carries first, where a disk that is there lacks the newest copy; not
    again within an hour. In an app context; whether a run was started."""
    from flask import current_app

    import jobs
    from jobs.proof import disks_that_lack
    from models import clock, engine
    from models.base import db
    from models.runs.run import last_run, new_run

    if not disks_that_lack(current_app.config["KLASS"]):
        return False
    with engine.writing():
        db.session.rollback()
        last, making = last_run("proof"), last_run("backup")
        lately = last and clock.real_now() - last.queued_at < AGAIN
        if lately or (making and making.is_active):
            db.session.rollback()
            return False
        run = new_run("proof")
        db.session.commit()
    jobs.start(run)
    return True


def _school_moment(real: datetime) -> datetime:
    from models import clock

    return real + (clock.now() - clock.real_now())


def sweep() -> None:
    """Start runs that wait without a job (Redis was away), end those whose worker died; try
    letters again that no mail server took."""
    from jobs import mail
    from jobs.sweep import sweep_runs
    from jobs.work import the_app

    with the_app().app_context():
        sweep_runs()
        mail.try_again()


def alarm() -> None:
    """Write to whom it concerns where copies or the audit are not well."""
    from jobs.alarm import look
    from jobs.work import the_app

    with the_app().app_context():
        look()


def main() -> None:
    """Run the schedule until told to stop; come back when Redis does."""
    from jobs import supervision
    from models.environment import Settings

    supervision.leave_with_supervisor()
    settings = Settings.from_env()
    supervision.serve(settings.data)
    os.environ["TZ"] = str(settings.zone)
    time.tzset()
    while True:
        try:
            _cron(settings).start()
            return
        except (RedisGone, RedisSlow):
            time.sleep(3)


def _cron(settings):
    from rq.cron import CronScheduler

    from jobs.connection import QUEUE, connect

    cron = CronScheduler(connection=connect(settings), logging_level="WARNING")
    for kind, when in PERIODIC.items():
        cron.register(start_due, QUEUE, args=(kind,), cron=when, result_ttl=60)
        cron.register(start_due, QUEUE, args=(kind,), interval=600, result_ttl=60)
    cron.register(alarm, QUEUE, interval=600, result_ttl=60)
    cron.register(catch_up, QUEUE, interval=600, result_ttl=60)
    cron.register(sweep, QUEUE, interval=SWEEP, result_ttl=60)
    return cron
