"""The school's own name and address: mended on the page of settings, printed at once."""

import re
from html import unescape

import pytest

from models.audit.entry import Entry
from models.audit.wording import wording
from models.journal.settings import typed_settings
from models.school.school import the_school

PAGE = "/administrator/settings/"
NAME, ADDRESS = "Школа № 12 посёлка Лесной", "Лесной, ул. Школьная, 3"


@pytest.fixture
def form(in_school):
    """The form as the page shows it, with what somebody typed in it."""

    def fill(**typed) -> dict:
        with in_school():
            school = the_school()
            return typed_settings(school) | {"seen": [school.rules_seen]} | typed

    return fill


def said(in_school) -> tuple[str, str]:
    with in_school():
        return the_school().name, the_school().address


def test_a_mended_name_stands_on_every_page_and_paper_at_once(as_, form, in_school):
    admin = as_("admin")
    typed = form(school_name=f"  {NAME} ", school_address=ADDRESS)
    assert admin.post(PAGE, typed).status_code == 302
    assert said(in_school) == (NAME, ADDRESS)
    for page in (admin.get(PAGE).text, as_("anna").get("/teacher/").text):
        assert 'class="school" href' in page and NAME in page


def test_the_log_tells_the_name_from_and_to(as_, form, in_school):
    was, _ = said(in_school)
    admin = as_("admin")
    admin.post(PAGE, form(school_name=NAME, school_address=ADDRESS, mark_one="1"))
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="school", action="update").one()
        told = wording(entry)
    assert told == (
        f"Настройки: название школы: {was} → {NAME}; "
        f"адрес школы: не задан → {ADDRESS}; отметка 1: нет → да"
    )
    assert told in unescape(admin.get("/administrator/audit/?table=school").text)


WRONG = [
    ("school_name", "", "Напишите название школы"),
    ("school_name", "   ", "Напишите название школы"),
    ("school_name", "Ш" * 201, "Не длиннее 200 знаков."),
    ("school_name", "Шко\u3164ла № 12", "невидимые знаки"),
    ("school_name", "\u2800", "невидимые знаки"),
    ("school_name", "Школа <b>12</b>", "наберите название словами"),
    ("school_address", "д" * 201, "Не длиннее 200 знаков."),
    ("school_address", "Лесной\u034f, 3", "невидимые знаки"),
]


@pytest.mark.parametrize(("field", "typed", "why"), WRONG)
def test_a_name_that_cannot_be_is_refused_at_its_field(as_, form, in_school, field, typed, why):
    before = said(in_school)
    answer = as_("admin").post(PAGE, form(**{field: typed, "mark_one": "1"}))
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert why in page and f'id="why-{field}"' in page
    assert re.search(r'name="mark_one" value="1" checked', page), "what else was typed is kept"
    assert said(in_school) == before


def test_of_two_windows_the_second_is_told_the_name_of_the_first(as_, form, in_school):
    admin, mine = as_("admin"), form(school_name="Школа № 13")
    admin.post(PAGE, form(school_name=NAME))
    answer = admin.post(PAGE, mine)
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert f"Сейчас в школе: {NAME}" in page and 'value="Школа № 13"' in page
    assert said(in_school)[0] == NAME
