"""The year's duties end with the year: the administrator is told in time and renews in one go."""

import re
from datetime import date, timedelta

import pytest

from models.office.order import Appointment
from models.school.calendar import AcademicYear
from models.school.groups import ClassGroup

LAST = date(2027, 8, 26)
DAY = timedelta(days=1)
HOME, NEW, ORDERS = "/administrator/", "/administrator/orders/new", "/administrator/orders/"
BUTTON = "Продлить на следующий год"


@pytest.fixture
def yearly(in_school, cast) -> None:
    """Olga's and Boris's duties end on 26 August; the administrator's have no end."""
    with in_school() as session:
        for row in session.query(Appointment).filter(
            Appointment.duty.in_(("operator", "class_teacher"))
        ):
            row.until = LAST
        session.commit()


@pytest.fixture
def next_year(in_school) -> dict[str, int]:
    """The next year with 6-Б; 6-А is not there yet."""
    with in_school() as session:
        year = AcademicYear(starts_on=date(2027, 9, 1), ends_on=date(2028, 8, 27))
        session.add(year)
        session.flush()
        session.add(group := ClassGroup(year_id=year.id, grade=6, letter="Б"))
        session.commit()
        return {"6-Б": group.id}


def sent(page: str) -> dict:
    """What a browser would send of the form as it stands."""
    typed: dict[str, list[str]] = {}
    form = page[page.index('id="order"') :].split("</form>")[0]
    for tag in re.findall(r"<input[^>]+>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") not in ("checkbox", "radio") or " checked" in tag:
            typed.setdefault(given["name"], []).append(given.get("value", ""))
    for name, options in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="(\w*)" selected', options)
        typed[name] = [chosen.group(1) if chosen else ""]
    return typed


def test_home_reminds_from_thirty_days_before_to_thirty_after(as_, yearly, on_day):
    admin = as_("admin")
    for days, told in ((-31, False), (-30, True), (0, True), (30, True), (31, False)):
        on_day(LAST + days * DAY)
        page = admin.get(HOME).text
        assert (BUTTON in page) == told, days
    on_day(LAST)
    assert "26.08.2027" in admin.get(HOME).text
    assert "оператор: 1, классный руководитель: 1" in admin.get(HOME).text


def test_the_next_order_has_the_same_people_and_the_classes_a_grade_higher(
    as_, cast, yearly, next_year, on_day, in_school
):
    on_day(LAST - 5 * DAY)
    admin = as_("admin")
    page = admin.get(f"{NEW}?renew={LAST}").text
    typed = sent(page)
    assert typed["first"] == ["2027-08-27"] and typed["until"] == ["2028-08-27"]
    assert typed["duty-0"] == ["operator"] and typed["class-0"] == [str(next_year["6-Б"])]
    assert typed["leave-1"] == ["1"] and "Сейчас: 5-А" in page
    refused = admin.post(ORDERS, typed)
    assert refused.status_code == 422 and "Напишите номер приказа" in refused.text
    typed |= {"number": "1"}
    assert admin.post(ORDERS, typed).status_code == 302
    with in_school() as session:
        rows = session.query(Appointment).filter_by(person_id=cast.people["olga"])
        rows = rows.order_by(Appointment.id).all()
        assert [(r.from_date, r.until) for r in rows][1] == (LAST + DAY, date(2028, 8, 27))
    home = admin.get(HOME).text
    assert "оператор: 1" not in home and "классный руководитель: 1" in home
    olga = as_("olga")
    for day in (LAST, LAST + DAY):
        on_day(day)
        assert olga.get("/operator/").status_code == 200


def test_before_the_next_year_is_founded_nobody_of_classes_is_renewed(as_, yearly, on_day):
    on_day(LAST)
    admin = as_("admin")
    typed = sent(admin.get(f"{NEW}?renew={LAST}").text) | {"number": "1"}
    assert typed["until"] == ["2028-08-26"]
    answer = admin.post(ORDERS, typed)
    assert answer.status_code == 422 and "никого не назначает" in answer.text


def test_an_ended_duty_and_a_passing_deputy_are_not_renewed(as_, cast, yearly, on_day, in_school):
    with in_school() as session:
        own = {"person_id": cast.people["vera"], "duty": "operator"}
        session.add(
            Appointment(
                **own, from_date=LAST - 9 * DAY, until=LAST, stands_in_for=cast.people["olga"]
            )
        )
        row = session.query(Appointment).filter_by(person_id=cast.people["olga"]).one().id
        session.commit()
    on_day(LAST - 5 * DAY)
    admin = as_("admin")
    typed = {"number": "9", "on_date": (LAST - 6 * DAY).isoformat(), "title": "О прекращении"}
    typed["since"] = (LAST - 5 * DAY).isoformat()
    assert admin.post(f"/administrator/appointments/{row}/ending", typed).status_code == 302
    assert "оператор" not in admin.get(HOME).text


def test_an_odd_renewal_is_an_empty_order(as_):
    for asked in ("never", "2026-01-01", ""):
        page = as_("admin").get(f"{NEW}?renew={asked}")
        assert page.status_code == 200 and 'name="line" value="0"' in page.text
