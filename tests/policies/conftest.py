"""The school's printer in the tests' hands."""

import pytest

from blueprints import printing


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
