"""The calendar: the administrator keeps it, six more rooms read it, a family its child's year."""

from datetime import date

import pytest

from models.school.calendar import AcademicYear, Holiday, the_year
from models.school.groups import ClassGroup
from models.school.kinds_of_days import REMOTE
from models.school.special_days import Quarantine
from tests.cast import MONDAY

LISTS = ("", "terms/", "holidays/", "moved-days/", "quarantines/", "bells/")
READERS = {
    "director": "director",
    "dora": "deputy_head",
    "olga": "operator",
    "anna": "teacher",
    "dasha": "dispatcher",
    "sonya": "secretary",
}
KEPT = ("years/", "terms/5", "terms/closing", "bells/new", "bells/ordinary")


@pytest.mark.parametrize("page", LISTS + KEPT)
def test_the_administrator_opens_every_page_of_the_calendar(as_, page):
    assert as_("admin").get(f"/administrator/school/calendar/{page}").status_code == 200


@pytest.mark.parametrize(("name", "room"), READERS.items())
def test_six_more_rooms_read_it_and_have_no_form_in_it(as_, officials, name, room):
    visitor = as_(name)
    for page in LISTS:
        answer = visitor.get(f"/{room}/school/calendar/{page}")
        assert answer.status_code == 200
        assert f'method="post" action="/{room}/school' not in answer.text
    for page in KEPT:
        assert visitor.get(f"/{room}/school/calendar/{page}").status_code == 404
    assert visitor.post(f"/{room}/school/calendar/holidays/").status_code == 405


@pytest.mark.parametrize("name", ["director", "dora", "olga", "anna", "maria", "petya"])
def test_nobody_else_has_the_key_to_the_keepers_pages(as_, officials, name):
    visitor = as_(name)
    for page in LISTS + KEPT:
        assert visitor.get(f"/administrator/school/calendar/{page}").status_code == 403
    assert visitor.post("/administrator/school/calendar/holidays/").status_code == 403


def test_a_day_a_year_and_bells_that_are_not_there_are_not_found(as_):
    admin = as_("admin")
    for page in ("?year=987654", "holidays/987654", "moved-days/987654", "quarantines/987654"):
        assert admin.get(f"/administrator/school/calendar/{page}").status_code == 404
    for page in ("bells/987654", "bells/new?copy=987654", "terms/12"):
        assert admin.get(f"/administrator/school/calendar/{page}").status_code == 404


def test_a_year_that_is_over_is_only_read(as_, in_school):
    with in_school() as session:
        year = AcademicYear(starts_on=date(2025, 9, 1), ends_on=date(2026, 8, 30))
        session.add(year)
        session.flush()
        day = date(2026, 3, 9)
        row = Holiday(year_id=year.id, starts_on=day, ends_on=day, name="Праздник")
        session.add(row)
        session.commit()
        year_id, row_id = year.id, row.id
        assert the_year(MONDAY).id != year_id
    admin, base = as_("admin"), "/administrator/school/calendar"
    assert admin.get(f"{base}/?year={year_id}").status_code == 200
    assert "Добавить" not in admin.get(f"{base}/holidays/?year={year_id}").text
    closing = f"terms/closing?year={year_id}"
    for path in (
        f"holidays/?year={year_id}",
        f"holidays/{row_id}",
        f"terms/5?year={year_id}",
        closing,
    ):
        answer = admin.post(f"{base}/{path}")
        assert answer.status_code == 403 and "только читают" in answer.text


def test_teachers_read_the_calendar_and_keep_nothing_of_it(as_):
    anna = as_("anna")
    page = anna.get("/teacher/school/calendar/")
    assert page.status_code == 200 and "Открыть следующий год" not in page.text
    assert "/teacher/school/calendar/" in anna.get("/teacher/school/").text
    assert anna.post("/teacher/school/calendar/holidays/", {}).status_code in (404, 405)


@pytest.mark.parametrize(("who", "room"), [("maria", "parent"), ("petya", "student")])
def test_a_family_reads_the_year_of_its_own_child(as_, cast, who, room):
    family = as_(who)
    path = f"/{room}/children/{cast.students['petya']}/"
    assert f"{path}year/" in family.get(f"{path}diary/").text
    page = family.get(f"{path}year/")
    assert page.status_code == 200 and "2 четверть" in page.text
    strangers = f"/{room}/children/{cast.students['fedya']}/year/"
    assert family.get(strangers).status_code == 404


def test_a_quarantine_is_told_to_the_class_it_is_about(as_, cast, in_school):
    with in_school() as session:
        year_id = session.get(ClassGroup, cast.classes["5-А"]).year_id
        for name, why in (("5-А", "ветрянка"), ("5-Б", "ангина")):
            own = {"class_group_id": cast.classes[name], "reason": why, "kind": REMOTE}
            days = {"starts_on": MONDAY, "ends_on": MONDAY}
            session.add(Quarantine(year_id=year_id, **own, **days))
        session.commit()
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/year/").text
    assert "ветрянка" in page and "ангина" not in page
