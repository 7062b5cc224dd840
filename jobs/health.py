"""Whether Redis and a worker answer, quickly: pages and /readyz wait half a second at most."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from redis.exceptions import RedisError

from jobs.connection import connect

ALIVE = timedelta(seconds=90)  # a worker tells of itself at least every minute


def redis_well() -> bool:
    """Whether Redis answers."""
    try:
        return bool(connect(current_app.config["KLASS"], quick=True).ping())
    except (RedisError, OSError):
        return False


def worker_well() -> bool:
    """Whether some worker has told of itself lately."""
    try:
        return any(_alive(worker) for worker in _workers())
    except (RedisError, OSError):
        return False


def _workers():
    from rq import Worker

    return Worker.all(connection=connect(current_app.config["KLASS"], quick=True))


def _alive(worker) -> bool:
    told = worker.last_heartbeat
    if told is None:
        return False
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    return datetime.now(UTC) - told < ALIVE


def trouble() -> str | None:
    """One sentence for a page whose job will have to wait, or None."""
    if not redis_well():
        return (
            "Очередь заданий (Redis) не отвечает. Журнал работает, а задания подождут: "
            "они начнутся сами, когда очередь вернётся."
        )
    if not worker_well():
        return (
            "Обработчик заданий не запущен. Журнал работает, а задания подождут: "
            "они начнутся сами, когда обработчик вернётся."
        )
    return None
