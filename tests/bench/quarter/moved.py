"""Klass's web server, whose clock the script moves on while it runs."""

import os
from datetime import datetime
from pathlib import Path

from app import Settings
from jobs import web
from models import clock

FILE = "moment"  # in the data folder: what the clock is to show


def application():
    """The application as `make run` serves it, behind a look at the script's clock."""
    settings, inner = Settings.from_env(), web.application()
    shown = [""]

    def answer(environ, start_response):
        asked = (settings.data / FILE).read_text()
        if asked != shown[0]:
            clock.configure(settings.zone, settings.data, datetime.fromisoformat(asked))
            shown[0] = asked
        return inner(environ, start_response)

    return answer


def show(data: str, moment: datetime) -> None:
    """From the next request on it is this moment in school."""
    fresh = Path(data) / f"{FILE}.new"
    fresh.write_text(moment.isoformat())
    os.replace(fresh, Path(data) / FILE)


if __name__ == "__main__":
    web.main("tests.bench.quarter.moved:application")
