"""The web server: granian, worker processes of blocking threads. Figures: docs/web-server.md."""

import gc

from jobs.supervision import leave_with_parent, leave_with_supervisor, serve
from models import engine
from models.environment import Settings
from models.turns import turns

THREADS = 3  # one computes, the others wait for something slow: the server does the network
LEAVE_WITHIN = 4  # seconds a worker may take to end its requests


def application():
    """The app of one worker process, which leaves with its server and with the supervisor."""
    from app import create_app

    leave_with_supervisor()
    leave_with_parent()
    settings = Settings.from_env()
    serve(settings.data)
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # what the start made stays: no need to look through it again and again
    return one_by_one(app) if settings.database_url.startswith("sqlite") else app


def one_by_one(app):
    """The application with its requests taking turns, each of which waits for the disk after its
    turn. Not on PostgreSQL, where a request mostly waits for the server."""

    def answer(environ, start_response):
        with engine.forced_at_the_end(), turns.turn():
            return app(environ, start_response)

    return answer


def main(target: str = "jobs.web:application") -> None:
    """Serve until told to stop."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    leave_with_supervisor()
    settings = Settings.from_env()
    serve(settings.data)
    Granian(
        target,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=LEAVE_WITHIN,
    ).serve()


if __name__ == "__main__":
    main()
