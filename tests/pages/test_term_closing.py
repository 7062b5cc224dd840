"""A period is closed by the administrator: from midnight on nothing in it changes (5.4(4))."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.audit.entry import Entry
from models.school.calendar import Term, terms_of, the_year
from tests.cast import MONDAY
from tests.marks_grid import Hand

PAGE = "/administrator/school/calendar/terms/closing"


@pytest.fixture
def first_quarter(in_school) -> int:
    """The number of the first quarter of 5th grades, as the form names its line."""
    with in_school():
        return terms_of(the_year(MONDAY).id, 1)[0].id


def close(admin, term: int, day=MONDAY):
    typed = {"terms": term, "act": "close", "last_day": day.isoformat(), "sure": "1"}
    return admin.post(PAGE, typed)


def state_of(session) -> Term:
    found = session.query(Term).filter_by(grade=5, number=1).one()
    session.refresh(found)
    return found


def test_a_period_takes_no_mark_from_the_midnight_it_closes_at(
    as_, cast, in_school, first_quarter, on_day
):
    admin = as_("admin")
    assert close(admin, first_quarter).status_code == 302
    with in_school() as session:
        assert state_of(session).is_open
    anna = Hand(as_("anna"), cast)
    period = f"t{_of_grade_5(in_school)}"
    assert anna.mark_period([("petya", "4", 0)], period).status_code == 200
    on_day(MONDAY + timedelta(days=1))
    answer = Hand(as_("anna"), cast).mark_period([("petya", "5", 1)], period)
    assert answer.status_code == 422 and "Период закрыт" in answer.text
    page = as_("admin").get(PAGE).text
    assert f"закрыт, записи до {MONDAY:%d.%m.%Y}" in page


def test_the_page_says_how_many_marks_nobody_has_given(as_, cast, in_school):
    before = as_("admin").get(PAGE).text
    lack = _lacking(before)
    assert lack > 0
    Hand(as_("anna"), cast).mark_period([("petya", "4", 0)], f"t{_of_grade_5(in_school)}")
    assert _lacking(as_("admin").get(PAGE).text) == lack - 1


def test_a_closed_period_is_opened_for_a_reason_that_stays_in_the_log(
    as_, cast, in_school, first_quarter, on_day
):
    close(as_("admin"), first_quarter)
    on_day(MONDAY + timedelta(days=1))
    admin = as_("admin")
    asked = admin.post(PAGE, {"terms": first_quarter, "act": "open", "reason": " "})
    assert asked.status_code == 422 and "Напишите, зачем открыть" in asked.text
    assert f'value="{first_quarter}" checked' in asked.text
    opened = {"terms": first_quarter, "act": "open", "reason": "Справка из санатория"}
    assert admin.post(PAGE, opened).status_code == 302
    with in_school() as session:
        assert state_of(session).is_open
        reasons = session.scalars(
            select(Entry.reason).where(
                Entry.table_name == "term_closing", Entry.reason.is_not(None)
            )
        )
        assert set(reasons) == {"Справка из санатория"}
    assert "Справка из санатория" in admin.get("/administrator/audit/").text


def test_a_day_given_anew_replaces_the_one_before(as_, in_school, first_quarter):
    admin = as_("admin")
    close(admin, first_quarter)
    close(admin, first_quarter, MONDAY + timedelta(days=3))
    assert f"закроется после {MONDAY + timedelta(days=3):%d.%m.%Y}" in admin.get(PAGE).text


def test_closing_a_period_with_marks_unset_is_asked_about_first(as_, in_school, first_quarter):
    admin = as_("admin")
    form = {"terms": first_quarter, "act": "close", "last_day": MONDAY.isoformat()}
    asks = admin.post(PAGE, form)
    assert asks.status_code == 422 and "не выставлено отметок: " in asks.text
    assert 'name="sure"' in asks.text and f'value="{first_quarter}" checked' in asks.text
    with in_school() as session:
        assert state_of(session).closing is None
    assert admin.post(PAGE, form | {"sure": "1"}).status_code == 302


def test_the_number_of_marks_unset_leads_to_those_deadlines_alone(as_, first_quarter):
    admin = as_("admin")
    (place,) = set(re.findall(r'href="([^"]*ends=[^"]*)"', admin.get(PAGE).text))
    page = admin.get(place.replace("&amp;", "&")).text
    assert "отметки за период до" in page
    listed = page.split("<main")[1]
    assert re.search(r"class=\d+[^\"]*ends=", listed), "a class is chosen among these alone"
    assert "Домашнее задание" not in listed and "Тема урока" not in listed


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"last_day": "2026-11-01"}, "уже прошёл"),
        ({"last_day": "завтра"}, "Укажите дату"),
        ({"last_day": "9999-12-31"}, "Учебный год кончается"),
        ({"terms": ""}, "Отметьте периоды"),
        ({"terms": "987654"}, "Отметьте периоды"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_closed(as_, in_school, first_quarter, typed, why):
    form = {"terms": first_quarter, "act": "close", "last_day": MONDAY.isoformat(), "sure": "1"}
    answer = as_("admin").post(PAGE, form | typed)
    assert answer.status_code == 422 and why in answer.text
    with in_school() as session:
        assert state_of(session).closing is None


def test_a_period_that_goes_on_is_not_closed(as_, in_school):
    with in_school():
        second = terms_of(the_year(MONDAY).id, 1)[1].id
    answer = close(as_("admin"), second)
    assert answer.status_code == 422 and "период ещё идёт" in answer.text


def test_the_years_marks_stand_still_once_the_year_is_over_and_closed(as_, cast, in_school, on_day):
    anna = Hand(as_("anna"), cast)
    assert anna.mark_period([("petya", "4", 0)], "year").status_code == 200
    with in_school() as session:
        over = the_year(MONDAY).ends_on
        for term in session.query(Term).filter_by(grade=5):
            term.close(None)
        session.commit()
    assert anna.mark_period([("petya", "5", 1)], "year").status_code == 200
    on_day(over + timedelta(days=1))
    answer = Hand(as_("anna"), cast).mark_period([("petya", "3", 2)], "year")
    assert answer.status_code == 422 and "Учебный год закрыт" in answer.text


def _of_grade_5(in_school) -> int:
    with in_school() as session:
        return session.query(Term).filter_by(grade=5, number=1).one().id


def _lacking(page: str) -> int:
    """Of the line of the first quarter."""
    line = page.split("> 1 четверть")[1].split("</tr>")[0]
    cell = line.split('data-label="не выставлено отметок">')[1]
    return int(re.sub(r"<a [^>]*>", "", cell).split("<")[0])
