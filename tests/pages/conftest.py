"""What pages print, in the tests' hands."""

import pytest

from blueprints import slips as printing


@pytest.fixture
def paper(monkeypatch) -> list[dict]:
    """What is printed on slips, as the printer gets it."""
    printed: list[dict] = []
    draw = printing.pdf

    def watch(template, data, *args, **kwargs):
        printed.extend(data["slips"])
        return draw(template, data, *args, **kwargs)

    monkeypatch.setattr(printing, "pdf", watch)
    return printed
