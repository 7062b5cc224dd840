"""Papers to sign name who is in office, not whoever pressed print, and bear a full date."""

from datetime import date, time

import pytest

from models import clock
from tests.policies.test_documents import ACT, DOCUMENTS, entered

REGISTER = "school/documents/act/print"


def test_a_register_names_the_administrator_and_the_director_in_office(
    as_, cast, officials, on_paper
):
    entered(as_, "act", ACT)
    for who, room in (("admin", "administrator"), ("director", "director")):
        assert as_(who).get(f"/{room}/{REGISTER}").data.startswith(b"%PDF")
    first, second = on_paper
    assert first["by"] == second["by"] != ""
    assert first["director"] == second["director"] != first["by"]
    assert ".2026 в " in first["printed"]


def test_a_thing_whose_day_has_passed_says_so_in_the_register(
    as_, cast, officials, on_paper, monkeypatch
):
    place = entered(as_, "act", ACT)
    as_("admin").get(f"{DOCUMENTS}act/print")
    assert not any("срок прошёл" in cell for cell in on_paper[-1]["lines"][0])
    monkeypatch.setattr("models.clock.now", lambda: clock.at(date(2026, 11, 27), time(10)))
    as_("admin").get(f"{DOCUMENTS}act/print")
    assert "до 26.11.2026, срок прошёл" in on_paper[-1]["lines"][0]
    as_("admin").get(f"{place}print")
    assert any("срок прошёл" in cell for row in on_paper[-1]["steps"] for cell in row)


@pytest.mark.parametrize("path", ["control/operators/print", "control/deadlines/print"])
def test_the_papers_of_control_name_the_director(as_, cast, officials, on_paper, path):
    assert as_("admin").get(f"/administrator/{path}").data.startswith(b"%PDF")
    assert on_paper[-1]["director"] != ""
