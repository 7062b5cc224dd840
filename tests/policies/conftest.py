"""The school's printer in the tests' hands; and a school years after its records were made."""

import pytest

from blueprints import printing
from jobs.seal import seal
from tests.marks_grid import Hand
from tests.removal import LATER

ON_PAPER = ("5-Б", "Математика")


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


@pytest.fixture
def years_later(as_, cast, app, monkeypatch):
    """Marks were given, changed and sealed; then years went by."""
    hand = Hand(as_("anna"), cast)
    for typed in ("5", "4 3", "н 4"):
        assert hand.write(typed).status_code == 200
    hand.write("2", "olya")
    period, _ = hand.period()
    hand.mark_period([("petya", "4", 0)], period)
    as_("admin").get(f"/administrator/people/{cast.people['ivan']}")
    _draw_accuracy(as_, cast)
    with app.app_context():
        seal()
    monkeypatch.setattr("models.clock.now", lambda: LATER)


def _draw_accuracy(as_, cast) -> None:
    """What an operator copied is drawn, and never compared."""
    assert as_("olga").type("operator", cast, ON_PAPER, "fedya", "н 4").status_code == 200
    days = {"first": "2026-11-01", "last": "2026-11-16", "size": "24"}
    assert as_("admin").post("/administrator/control/accuracy/", days).status_code == 302
