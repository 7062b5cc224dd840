"""The grid on a phone: short names, a low head, and room for the lessons of two weeks."""

import pytest
from playwright.sync_api import expect

from models.people.person import Person
from models.people.student import Student
from tests.browser.sheet import Sheet

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
SHOWN = "th => getComputedStyle(th, '::after').content"


@pytest.fixture
def namesake(cast, in_school) -> None:
    """Olya is called like petya, but for her given name."""
    with in_school() as session:
        student = session.get(Student, cast.students["olya"])
        person = session.get(Person, student.person_id)
        person.surname, person.given = "Петров", "Павел"
        session.commit()


def names_of(sheet: Sheet) -> list[str]:
    heads = sheet.page.locator("tbody th")
    return [heads.nth(n).evaluate(SHOWN).strip('"') for n in range(heads.count())]


def test_the_grid_is_low_and_leaves_room_for_six_lessons(enter, server, cast):
    sheet = Sheet(enter("anna", **PHONE), server, cast)
    box = sheet.page.locator(".grid-box").bounding_box()
    name = sheet.page.locator("tbody th").first.bounding_box()["width"]
    lesson = sheet.cell("petya").bounding_box()["width"]
    assert box["y"] < 165
    assert (340 - name) / lesson >= 6
    assert lesson >= 24  # a finger finds it
    assert sheet.page.evaluate("() => document.documentElement.scrollWidth") == 360


def test_names_are_short_and_still_tell_pupils_apart(enter, server, cast):
    assert names_of(Sheet(enter("anna", **PHONE), server, cast)) == ["Орлова О.", "Петров П."]


def test_of_two_alike_more_letters_are_shown(namesake, enter, server, cast):
    sheet = Sheet(enter("anna", **PHONE), server, cast)
    assert names_of(sheet) == ["Петров Паве.", "Петров Пётр."]
    whole = sheet.page.locator("tbody th").first
    expect(whole).to_have_text("Петров Павел")  # for readers of the screen, and for a paste


def test_on_a_wide_screen_names_are_whole(enter, server, cast):
    assert names_of(Sheet(enter("anna"), server, cast)) == ["none", "none"]
