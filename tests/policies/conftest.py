"""The school's clock and its printer in the tests' hands."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from blueprints import printing


@pytest.fixture
def on_day(monkeypatch):
    """From here on it is ten o'clock of that day in school."""

    def set_clock(day: date) -> None:
        moment = datetime.combine(day, time(10, 0), ZoneInfo("Asia/Vladivostok"))
        monkeypatch.setattr("models.clock.now", lambda: moment)

    return set_clock


@pytest.fixture
def on_paper(monkeypatch) -> list[dict]:
    """What goes to the printer, print by print, as the printer gets it."""
    printed: list[dict] = []
    draw = printing._typeset

    def watch(template, data):
        printed.append(data)
        return draw(template, data)

    monkeypatch.setattr(printing, "_typeset", watch)
    return printed
