"""Deputy head, inspector, secretary and dispatcher: what their order opens, and until when."""

from datetime import timedelta

import pytest

from models.control.snapshot import take_snapshot
from models.office.order import AppointmentGrade
from tests.officials import LAST

DAY = timedelta(days=1)
FIVE_A, FIVE_B, SIX = (("5-А", "Математика"), ("5-Б", "Математика"), ("6-А", "Математика"))


def journal(cast, room: str, place: tuple[str, str]) -> str:
    return f"/{room}/journals/{cast.journals[place]}/"


def test_a_deputy_head_reads_the_journals_of_the_own_grades_only(as_, cast, officials):
    dora = as_("dora")
    for place, status in ((FIVE_A, 200), (FIVE_B, 200), (SIX, 404)):
        assert dora.get(journal(cast, "deputy_head", place)).status_code == status
        assert dora.get(f"/deputy_head/lessons/{cast.lessons[place]}/").status_code == status
    listed = dora.get("/deputy_head/journals/").text
    assert "5-А" in listed and "5-Б" in listed and "6-А" not in listed


def test_a_deputy_heads_control_knows_the_own_grades_only(as_, cast, officials, in_school):
    with in_school() as session:
        snapshot = take_snapshot(LAST).id
        session.commit()
    dora, director = as_("dora"), as_("director")
    for path in ("", f"control/{snapshot}"):
        assert "<b>6-А</b>" in director.get(f"/director/{path}").text
        page = dora.get(f"/deputy_head/{path}").text
        assert "<b>5-А</b>" in page and "6-А" not in page
    lessons = [
        as_(who).get(f"/{room}/control/").text
        for who, room in (("director", "director"), ("dora", "deputy_head"))
    ]
    assert 'data-label="уроков">5<' in lessons[0] and 'data-label="уроков">3<' in lessons[1]


def test_a_deputy_head_of_no_grade_reads_nothing(as_, cast, officials, in_school):
    with in_school() as session:
        session.delete(session.query(AppointmentGrade).one())
        session.commit()
    assert as_("dora").get(journal(cast, "deputy_head", FIVE_A)).status_code == 404


@pytest.mark.parametrize(("name", "room"), [("dora", "deputy_head"), ("igor", "inspector")])
def test_who_oversees_never_writes(as_, cast, officials, name, room):
    visitor = as_(name)
    lesson = f"/{room}/lessons/{cast.lessons[FIVE_A]}/"
    assert visitor.post(lesson, {"topic": "Чужая тема"}).status_code == 405
    assert visitor.type(room, cast, FIVE_A, "petya", "5").status_code == 404
    page = visitor.get(journal(cast, room, FIVE_A)).text
    assert "Только для просмотра" in page and "data-save-url" not in page


def test_an_inspector_reads_every_journal_until_the_date(as_, cast, officials, on_day):
    igor = as_("igor")
    for day, status in ((LAST, 200), (LAST + DAY, 403)):
        on_day(day)
        for place in (FIVE_A, SIX):
            assert igor.get(journal(cast, "inspector", place)).status_code == status
        for path in ("", "control/", "timetable/"):
            assert igor.get(f"/inspector/{path}").status_code == status


def test_an_inspector_sees_no_history_and_no_contacts(as_, cast, officials):
    igor, at = as_("igor"), "?at=2026-11-16T10:00"
    page = igor.get(journal(cast, "inspector", FIVE_A)).text
    assert "Журнал, каким он был" not in page
    assert "на 16.11" not in igor.get(journal(cast, "inspector", FIVE_A) + at).text
    column, pupil = cast.columns[FIVE_A], cast.students["petya"]
    card = f"{journal(cast, 'inspector', FIVE_A)}columns/{column}/students/{pupil}/"
    assert igor.get(card).status_code == 404
    for path in ("accounts/", "papers/", "audit/", f"people/{cast.people['maria']}"):
        assert igor.get(f"/inspector/{path}").status_code == 404
        assert igor.get(f"/administrator/{path}").status_code == 403


@pytest.mark.parametrize(("name", "room"), [("sonya", "secretary"), ("dasha", "dispatcher")])
def test_secretary_and_dispatcher_read_the_timetable_and_no_journal(
    as_, cast, officials, name, room
):
    visitor = as_(name)
    for path in ("", "timetable/", f"timetable/classes/{cast.classes['5-А']}"):
        assert visitor.get(f"/{room}/{path}").status_code == 200
    for path in ("journals/", "control/", "accounts/", "papers/"):
        assert visitor.get(f"/{room}/{path}").status_code == 404
