"""The school's clock in the tests' hands."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def on_day(monkeypatch):
    """From here on it is ten o'clock of that day in school."""

    def set_clock(day: date) -> None:
        moment = datetime.combine(day, time(10, 0), ZoneInfo("Asia/Vladivostok"))
        monkeypatch.setattr("models.clock.now", lambda: moment)

    return set_clock
