"""Snapshots of one control day are told apart; a long list of checks stays a page."""

from datetime import date

from models.control.checks.kinds import Suspect
from models.control.snapshot import before, take_snapshot
from models.control.trend import school_trend
from tests.cast import MONDAY

CONTROL = date(2026, 11, 15)


def test_the_first_snapshot_of_a_control_day_is_the_official_one(as_, cast, officials, in_school):
    with in_school() as session:
        first, again = take_snapshot(CONTROL).id, take_snapshot(CONTROL).id
        later = take_snapshot(date(2026, 11, 30))
        assert before(later).id == first
        assert len([point for point in school_trend() if point.day == CONTROL]) <= 1
        session.commit()
    director = as_("director")
    page = director.get("/director/control/").text
    rows = {row.split("</td>")[0]: row for row in page.split('data-label="№">')[1:]}
    assert "повторный" in rows[str(again)] and "повторный" not in rows[str(first)]
    assert "повторный" in director.get(f"/director/control/{again}").text
    assert "повторный" not in director.get(f"/director/control/{first}").text


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
