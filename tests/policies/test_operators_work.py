"""Whose figures an operator's work is: the one's who did it, when the deadline is over."""

from datetime import date, time, timedelta

import pytest

from models import clock
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.control.document_drafts import operator_rows
from models.control.note import write_note
from models.control.operators_work import COUNTED, operators_work
from models.journal.lesson import AttendanceCheck
from models.office.order import Appointment, AppointmentClass
from tests.cast import MONDAY

PLACE = ("5-Б", "Математика")
STANDS_IN = date(2026, 11, 24)


@pytest.fixture
def deputy(cast, in_school):
    """From 24.11 Vera stands in for the operator Olga, who entered Monday's lesson herself."""
    with in_school() as session:
        row = Appointment(
            person_id=cast.people["vera"],
            duty="operator",
            from_date=STANDS_IN,
            stands_in_for=cast.people["olga"],
        )
        session.add(row)
        session.flush()
        named = {"appointment_id": row.id, "class_group_id": cast.classes["5-Б"]}
        session.add(AppointmentClass(**named))
        own = {"lesson_id": cast.lessons[PLACE], "journal_id": cast.journals[PLACE]}
        session.add(AttendanceCheck(checked_at=clock.at(MONDAY, time(16)), **own))
        session.commit()


def at(monkeypatch, day: date) -> None:
    monkeypatch.setattr("models.clock.now", lambda: clock.at(day, time(19)))


def work(cast, last: date) -> dict:
    found = {row.person_id: row for row in operators_work(MONDAY, last)}
    return {name: found[cast.people[name]] for name in ("olga", "vera")}


def test_no_deadline_is_counted_before_it_has_passed(
    cast, officials, deputy, in_school, as_, monkeypatch
):
    at(monkeypatch, date(2026, 11, 29))
    with in_school():
        found = work(cast, date(2026, 11, 29))
        assert found["olga"].tally.due == found["vera"].tally.due == 0
    page = as_("director").get("/director/control/operators/").text
    assert '<span class="nw">5-Б</span>' in page  # a class's name breaks at no hyphen
    row = page.split("замещает")[1].split("</tr>")[0]
    assert "—" in row and "<meter" not in row and "100" not in row


def test_what_was_entered_in_time_is_the_work_of_who_was_in_office_that_day(
    cast, deputy, in_school, monkeypatch
):
    at(monkeypatch, date(2026, 11, 30))
    with in_school():
        found = work(cast, date(2026, 11, 30))
        assert (found["olga"].tally.due, found["olga"].tally.percent) == (1, 100)
        assert found["vera"].tally.due == 0


def test_a_deviation_is_of_who_was_in_office_on_the_records_day(cast, deputy, in_school):
    with in_school() as session:
        check = AccuracyCheck(first=MONDAY, last=MONDAY + timedelta(days=12))
        session.add(check)
        session.flush()
        own = {"check_id": check.id, "journal_id": cast.journals[PLACE]}
        lesson = {"lesson_id": cast.lessons[PLACE], "matches": False, "deviation": "нет урока"}
        session.add(AccuracyItem(kind="lesson", place="5-Б", stands="урок был", **own, **lesson))
        session.flush()
        found = work(cast, MONDAY + timedelta(days=12))
        assert (found["olga"].compared, found["olga"].deviating) == (1, 1)
        assert found["vera"].compared == 0


def test_the_page_the_proposal_and_the_note_tell_the_same_figures(
    cast, officials, deputy, in_school, as_, monkeypatch
):
    for day, due in ((date(2026, 11, 29), 0), (date(2026, 11, 30), 1)):
        at(monkeypatch, day)
        with in_school():
            found = {row.name: row for row in operators_work(MONDAY, day)}
            proposed = {row[0]: row[1:3] for row in operator_rows(MONDAY, day)}
            note = write_note("", MONDAY, day, None)
            noted = {row[0]: row[1] for row in note.figures["operators"]}
            assert sum(row.tally.due for row in found.values()) == due
            for name, row in found.items():
                assert proposed[name] == [str(row.tally.due), str(row.tally.in_time)]
                assert noted.get(name, 0) == row.tally.due
    assert COUNTED in as_("director").get("/director/control/operators/").text
    asked = "draft=1&sort=commission&from_date=2026-11-01&until=2026-11-16"
    path = f"/administrator/school/documents/proposal/new?{asked}"
    assert COUNTED in as_("admin").get(path).text


def test_a_record_is_counted_once_however_often_it_is_corrected(cast, in_school, as_):
    olga = as_("olga")
    for version, mark in enumerate(("5", "4", "3")):
        answer = olga.type("operator", cast, PLACE, "fedya", mark, version=version)
        assert answer.status_code == 200
    with in_school():
        (row,) = operators_work(MONDAY, MONDAY)
        assert row.entered == 1
        assert [one[-1] for one in operator_rows(MONDAY, MONDAY)] == ["1"]


def test_a_control_after_the_days_is_answered_for_by_who_is_in_office_then(
    cast, in_school, monkeypatch
):
    at(monkeypatch, date(2026, 12, 1))
    with in_school() as session:
        own = {"duty": "operator", "person_id": cast.people["olga"]}
        session.query(Appointment).filter_by(**own).one().until = MONDAY
        row = Appointment(person_id=cast.people["vera"], duty="operator", from_date=STANDS_IN)
        session.add(row)
        session.flush()
        named = {"appointment_id": row.id, "class_group_id": cast.classes["5-Б"]}
        session.add(AppointmentClass(**named))
        session.flush()
        found = {row.person_id: row.tally for row in operators_work(MONDAY, MONDAY)}
        assert found[cast.people["olga"]].due == 0
        assert found[cast.people["vera"]].of("open") == 1


def test_days_that_are_none_or_run_backwards_are_said(as_, cast):
    director, path = as_("director"), "/director/control/operators/"
    backwards = director.get(path + "?first=2026-11-10&last=2026-11-01")
    assert backwards.status_code == 422 and "Последний день раньше первого" in backwards.text
    odd = director.get(path + "?first=2026-11-31&last=2026-11-16")
    assert odd.status_code == 422 and "Дата написана неверно: 2026-11-31" in odd.text
    assert director.get(path + "print?first=2026-11-10&last=2026-11-01").status_code == 422
