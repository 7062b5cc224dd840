"""How full the journal of a class is (4.6): who sees it, and what it says."""

import re
from datetime import timedelta

from models.people.person import Person
from models.school.timetable import LessonSlot
from tests.cast import MONDAY


def page(room: str, cast, name: str) -> str:
    return f"/{room}/school/fullness/{cast.classes[name]}/"


def test_the_office_sees_every_class(as_, cast):
    for who, room in (("admin", "administrator"), ("director", "director")):
        table = as_(who).get(f"/{room}/school/fullness/").text
        assert all(f">{name}</a>" in table for name in ("5-А", "5-Б", "6-А"))
        assert as_(who).get(page(room, cast, "6-А")).status_code == 200


def test_a_deputy_head_sees_the_classes_of_the_own_grades(as_, cast, officials):
    dora = as_("dora")
    table = dora.get("/deputy_head/school/fullness/").text
    assert ">5-А</a>" in table and ">6-А</a>" not in table
    assert dora.get(page("deputy_head", cast, "5-Б")).status_code == 200
    assert dora.get(page("deputy_head", cast, "6-А")).status_code == 404


def test_an_operator_sees_the_own_classes(as_, cast):
    olga = as_("olga")
    table = olga.get("/operator/school/fullness/").text
    assert ">5-Б</a>" in table and ">5-А</a>" not in table
    assert olga.get(page("operator", cast, "5-Б")).status_code == 200
    assert olga.get(page("operator", cast, "5-А")).status_code == 404


def test_others_have_no_such_page(as_, cast, officials):
    for who, room in (("anna", "teacher"), ("sonya", "secretary"), ("maria", "parent")):
        assert as_(who).get(page(room, cast, "5-А")).status_code == 404


def test_what_lacks_is_said_and_leads_to_where_it_is_mended(as_, cast, in_school):
    with in_school() as session:
        fedya = session.get(Person, cast.people["fedya"])
        assert fedya.birth_date is None
        session.query(LessonSlot).filter_by(number=2).one().valid_to = MONDAY - timedelta(days=1)
        session.commit()
    said = as_("admin").get(page("administrator", cast, "5-Б")).text
    assert "Расписания класса нет." in said
    assert f'href="/administrator/people/{fedya.id}">Фёдоров Ф.' in said
    assert 'href="/administrator/imports/"' in said
    for_operator = as_("olga").get(page("operator", cast, "5-Б")).text
    assert "Список ведёт администратор журнала." in for_operator
    assert re.search(r"переносит \w+ \w\.</p>", for_operator)  # one stop behind the initials


def test_lessons_are_due_a_week_after_them(as_, cast, on_day):
    lesson = cast.lessons["5-Б", "Математика"]  # the first of those
    missing = f'href="/operator/lessons/{lesson}/">Математика: без записей уроков 1 из 1'
    on_day(MONDAY + timedelta(days=6))
    assert missing not in as_("olga").get(page("operator", cast, "5-Б")).text
    on_day(MONDAY + timedelta(days=7))
    assert missing in as_("olga").get(page("operator", cast, "5-Б")).text
    as_("olga").type("operator", cast, ("5-Б", "Математика"), "fedya", "5")
    assert missing not in as_("olga").get(page("operator", cast, "5-Б")).text
