"""A real Redis on a socket, and the app pointed at it."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.embedded_redis import EmbeddedRedis
from jobs.work import perform
from models import engine
from models.base import db
from models.runs.run import Run


@pytest.fixture(scope="session")
def redis_folder():
    """The data folder whose Redis runs (short, because a socket's path must be)."""
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        data = Path(folder)
        with EmbeddedRedis(data) as running:
            yield data
        assert not running.socket.exists()


@pytest.fixture
def queue(app, redis_folder):
    """The app with the running Redis; the queue is empty at first."""
    from jobs.connection import connect, socket_path

    own = app.config["KLASS"]
    url = f"unix://{socket_path(redis_folder)}"
    app.config["KLASS"] = replace(own, redis_url=url)
    connection = connect(app.config["KLASS"])
    connection.flushall()
    yield connection
    app.config["KLASS"] = own


@pytest.fixture
def work_off(app, queue, monkeypatch):
    """Let a real worker do everything that waits, then stop."""

    def burst():
        from rq import Queue, SimpleWorker

        from jobs import work
        from jobs.connection import QUEUE

        monkeypatch.setattr(work, "_app_of", lambda _pid: app)  # the worker's app is this one
        SimpleWorker([Queue(QUEUE, connection=queue)], connection=queue).work(burst=True)

    return burst


@pytest.fixture
def run_of(app):
    """Read a run afresh."""

    def read(run_id: int) -> Run:
        with app.app_context():
            return db.session.get(Run, run_id)

    return read


@pytest.fixture
def do_now(app):
    """Do a run here, without a queue."""

    def do(run_id: int) -> None:
        with app.app_context(), engine.writing():
            perform(run_id, lambda *_: None)

    return do
