"""Snapshots of one control day are told apart; a long list of checks stays a page."""

from datetime import date, time

import pytest

from models import clock
from models.control.checks.kinds import Suspect
from models.control.official import before, official_snapshots
from models.control.snapshot import take_snapshot
from models.control.trend import school_trend
from tests.cast import MONDAY

CONTROL = date(2026, 11, 30)
DUE = 26  # of two Mondays: four lessons owe topic, absences and homework, 5-Б owes a copy


@pytest.fixture
def at(monkeypatch):
    """From here on it is this moment in school."""

    def set_clock(day: date, hour: int) -> None:
        monkeypatch.setattr("models.clock.now", lambda: clock.at(day, time(hour)))

    return set_clock


def taken(session) -> int:
    made = take_snapshot(CONTROL)
    session.commit()
    return made.id


def in_the_list(page: str, snapshot_id: int) -> str:
    return page.split(f'<td data-label="№">{snapshot_id}</td>')[1].split("</tr>")[0]


def test_the_first_snapshot_after_the_controls_hour_is_the_official_one(
    as_, cast, officials, in_school, at
):
    at(CONTROL, 12)
    with in_school() as session:
        early = taken(session)
        assert official_snapshots() == {}
    page = as_("admin").get("/administrator/control/").text
    assert "Сделать срез за 30.11 сейчас" in page and "есть.</span>" not in page
    assert "раньше срока, 30.11 в 18:00, будет предварительным" in page
    at(CONTROL, 19)
    with in_school() as session:
        first, again = taken(session), taken(session)
        assert official_snapshots() == {CONTROL: first}
        later = take_snapshot(date(2026, 12, 15))
        assert before(later).id == first
        (point,) = [point for point in school_trend() if point.day == CONTROL]
        assert (point.due, point.in_time) == (DUE, 0)  # not of three snapshots: of one
    director = as_("director")
    page = director.get("/director/control/").text
    for number, word in ((early, "предварительный"), (again, "повторный")):
        assert word in in_the_list(page, number)
        assert word in director.get(f"/director/control/{number}").text
    own = director.get(f"/director/control/{first}").text
    assert 'class="badge"' not in in_the_list(page, first)
    assert "повторный" not in own and "предварительный" not in own
    assert "Срез за 30.11 есть" in as_("admin").get("/administrator/control/").text


def test_a_check_shows_fifty_places_with_the_teacher_and_tells_of_the_rest(
    as_, cast, officials, monkeypatch
):
    own = {"title": "Математика · 5-А", "about": "нет темы"}
    place = {"journal_id": cast.journals["5-А", "Математика"]}
    rows = [
        Suspect(check="no_topic", lesson_id=n + 1, on_date=MONDAY, **own, **place)
        for n in range(120)
    ]
    monkeypatch.setattr("blueprints.pages.checks.suspects", lambda *_: {"no_topic": rows})
    admin, path = as_("admin"), "/administrator/control/checks/"
    page = admin.get(path).text
    assert page.count("нет темы</td>") == 50 and "ещё 70" in page
    assert "Учитель А." in page
    assert admin.get(f"{path}?whole=no_topic").text.count("нет темы</td>") == 120
