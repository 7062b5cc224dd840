"""A clock that tests of control set."""

from datetime import date, datetime, time

import pytest

from models import clock


@pytest.fixture
def at(monkeypatch):
    """From here on it is this moment in school; the moment."""

    def set_clock(day: date, hour: int, minute: int = 0) -> datetime:
        moment = clock.at(day, time(hour, minute))
        monkeypatch.setattr("models.clock.now", lambda: moment)
        return moment

    return set_clock
