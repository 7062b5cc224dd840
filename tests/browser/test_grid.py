"""The grid under a teacher's hands: the keyboard, blocks, the card, colleagues and conflicts.

The browser does not know the database, so one of them is enough here; the main job
(test_main_job.py) is done on both.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from models.journal.days import open_day
from models.school.calendar import the_year
from tests.browser.sheet import MATHS, Sheet
from tests.cast import MONDAY
from tests.marks_grid import seat_more_pupils

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
A_WEEK_AGO = date(2026, 11, 9)


@pytest.fixture
def sheet(enter, server, cast) -> Sheet:
    return Sheet(enter("anna"), server, cast)


@pytest.fixture
def large(in_school, cast) -> list[str]:
    """Ten more pupils in the class, and the lesson of a week ago."""
    with in_school() as session:
        names = seat_more_pupils(cast, 10)
        open_day(the_year(MONDAY), A_WEEK_AGO)
        session.commit()
    return names


def test_one_press_is_one_mark_in_either_layout(large, enter, server, cast):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.press("5", "KeyY", "Comma", "KeyE", "KeyJ")
    for letter, code in (("н", "KeyY"), ("б", "Comma"), ("У", "KeyE"), ("о", "KeyJ")):
        sheet.russian(letter, code)
    sheet.saved()
    sheet.shows(olya="5", petya="н", u1="б", u2="уп", u3="оп")
    sheet.shows(u4="н", u5="б", u6="уп", u7="оп")
    sheet.active("u8")


def test_a_whole_class_is_typed_with_one_press_a_pupil_and_no_page_load(large, enter, server, cast):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.press(*"5432", "KeyY", *"5432543")
    sheet.saved()
    sheet.shows(olya="5", petya="4", u1="3", u3="н", u10="3")
    assert sheet.loads == 1
    assert sheet.page.errors == []
    sizes = [len(answer.body()) for answer in sheet.answers]
    assert len(sizes) == 12 and max(sizes) <= 1200


def test_the_keys_that_lead_through_the_grid(large, enter, server, cast):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.active("olya")
    sheet.press("PageDown")
    sheet.active("u9")
    sheet.press("PageUp")
    sheet.active("olya")
    sheet.press("ArrowLeft", "ArrowDown")
    earlier = int(sheet.page.locator("td.active").get_attribute("data-column"))
    assert earlier != cast.columns[MATHS]
    sheet.press("Tab")
    sheet.active("petya")
    sheet.press("Shift+Tab")
    sheet.active("petya", earlier)
    sheet.press("End")
    assert sheet.page.locator("td.active").get_attribute("data-period")
    sheet.press("Home")
    sheet.active("petya", earlier)
    sheet.press("Control+Home")
    sheet.active("olya", earlier)


def test_fill_and_delete_on_a_selection_are_each_one_step_back(large, enter, server, cast):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.type("5")
    sheet.saved()
    sheet.press("ArrowUp", "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown")
    sheet.says("Выделено клеток: 4")
    sheet.press("Control+KeyD")
    sheet.saved()
    sheet.shows(olya="5", petya="5", u1="5", u2="5", u3="")
    sheet.press("Delete")
    sheet.saved()
    sheet.shows(olya="", petya="", u1="", u2="")
    sheet.press("Control+KeyZ")
    sheet.shows(olya="5", petya="5", u1="5", u2="5")
    sheet.press("Control+KeyZ")
    sheet.shows(olya="5", petya="", u1="", u2="")
    sheet.press("Control+KeyY")
    sheet.shows(petya="5", u1="5", u2="5")
    assert len(sheet.answers) == 6  # a mark, a fill, an erasure, two back, one again
    sheet.page.reload()
    sheet.shows(olya="5", petya="5", u2="5")


def test_a_pasted_column_is_shown_first_and_written_when_confirmed(sheet):
    sheet.paste("4\nн\n")
    preview = sheet.page.locator("#preview")
    preview.wait_for(state="visible")
    assert "Встанет на место: 2 из 2" in preview.text_content()
    assert "Орлова Ольга" in preview.text_content()
    sheet.shows(olya="", petya="")
    preview.locator("button[value=ok]").click()
    sheet.saved()
    sheet.shows(olya="4", petya="н")


def test_a_paste_that_is_not_confirmed_writes_nothing(sheet):
    sheet.paste("4\n57\n")
    preview = sheet.page.locator("#preview")
    preview.wait_for(state="visible")
    assert "Встанет на место: 1 из 2" in preview.text_content()
    assert "Не понимаю «57»" in preview.text_content()
    preview.locator("button[value='']").click()
    sheet.says("Ничего не записано")
    sheet.shows(olya="", petya="")


def test_a_block_with_names_goes_to_its_pupils_and_says_who_is_not_there(sheet):
    sheet.paste("Петров Пётр\t5\nОрлова Ольга\t3\nСидоров Иван\t4\nпетров петр\t2")
    preview = sheet.page.locator("#preview")
    preview.wait_for(state="visible")
    assert "Некуда поставить: Сидоров Иван: 4, петров петр: 2" in preview.text_content()
    preview.locator("button[value=ok]").click()
    sheet.saved()
    sheet.shows(olya="3", petya="5")


def test_a_column_is_typed_as_one_line(large, enter, server, cast):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.press("Shift+Enter")
    sheet.type("5 4+3 - н")
    sheet.press("Enter")
    preview = sheet.page.locator("#preview")
    preview.wait_for(state="visible")
    preview.locator("button[value=ok]").click()
    sheet.saved()
    sheet.shows(olya="5", petya="4 3", u1="", u2="н")


def test_space_opens_the_card_and_its_details_are_kept(sheet):
    sheet.type("5")
    sheet.saved()
    sheet.press("ArrowUp", "Space")
    card = sheet.page.locator("#card")
    card.wait_for(state="visible")
    card.locator("[name=comment]").fill("у доски")
    card.locator(".card-form .row button").click()
    card.wait_for(state="hidden")
    assert "note" in sheet.cell("olya").get_attribute("class")
    sheet.active("olya")
    sheet.type("4")
    sheet.saved()  # the version moved on with the card
    sheet.shows(olya="4")


def test_one_key_says_the_rest_are_here_and_ctrl_z_takes_it_back(sheet, cast):
    head = sheet.page.locator(f'th[data-lesson="{cast.lessons[MATHS]}"]')
    sheet.press("KeyG")
    sheet.says("Отсутствующие отмечены")
    assert "checked" in head.get_attribute("class")
    sheet.press("Control+KeyZ")
    sheet.says("Возвращено")
    sheet.page.wait_for_function(
        "id => !document.querySelector(`th[data-lesson='${id}']`).classList.contains('checked')",
        arg=cast.lessons[MATHS],
    )


def test_the_mark_of_a_period_is_one_press_and_all_that_is_proposed_another(sheet):
    sheet.type("54")
    sheet.saved()
    sheet.page.reload()
    sheet.page.wait_for_selector("td.active")
    sheet.period("olya").click()
    sheet.press("KeyG")
    sheet.saved()
    assert sheet.period("olya").text_content() == "5"
    assert sheet.period("petya").text_content() == "4"
    sheet.press("KeyP")
    sheet.saved()
    assert sheet.period("olya").text_content() == "зач"


def test_the_proposal_and_the_difference_follow_each_mark(enter, server, cast, sheet):
    other = Sheet(enter("anna"), server, cast)
    sheet.type("5")
    expect(sheet.period("olya")).to_have_attribute("data-p", "5")
    expect(other.period("olya")).to_have_attribute("data-p", "5", timeout=9_000)
    sheet.period("olya").click()
    sheet.press("5")
    expect(sheet.period("olya")).to_have_text("5")
    expect(other.period("olya")).to_have_text("5", timeout=9_000)
    sheet.go("olya")
    sheet.press("2")
    expect(sheet.period("olya")).to_have_class(re.compile("differs"))
    expect(other.period("olya")).to_have_class(re.compile("differs"), timeout=9_000)
    sheet.go("olya")
    sheet.press("5")
    expect(sheet.period("olya")).not_to_have_class(re.compile("differs"))


def test_a_retake_is_decided_with_one_press_on_the_card(sheet, cast):
    average = sheet.page.locator(f"#avg-{cast.students['olya']}")
    sheet.press("2", "+", "4")
    sheet.saved()
    sheet.says("считать ли прежнюю")
    expect(average).to_have_text("3,00")
    sheet.go("olya")
    sheet.press("Space")
    card = sheet.page.locator("#card")
    expect(card.locator("button[hidden]")).to_be_hidden()
    card.locator("[name=comment]").first.press("Enter")  # saves, and decides nothing
    card.wait_for(state="hidden")
    expect(average).to_have_text("3,00")
    sheet.press("Space")
    card.locator("button[name=instead]").click()
    card.wait_for(state="hidden")
    expect(average).to_have_text("4,00")
    expect(sheet.cell("olya")).to_have_class(re.compile("note"))
    sheet.press("Space")
    card.locator("button[name=both]").click()
    card.wait_for(state="hidden")
    expect(average).to_have_text("3,00")
    expect(sheet.cell("olya")).not_to_have_class(re.compile("note"))


def test_ctrl_z_takes_back_what_was_written_on_the_card(sheet):
    sheet.type("5")
    sheet.saved()
    sheet.press("ArrowUp", "Space")
    card = sheet.page.locator("#card")
    card.locator("[name=comment]").fill("у доски")
    card.locator("[name=comment]").press("Enter")
    card.wait_for(state="hidden")
    expect(sheet.cell("olya")).to_have_class(re.compile("note"))
    sheet.press("Control+KeyZ")
    expect(sheet.cell("olya")).not_to_have_class(re.compile("note"))
    sheet.shows(olya="5")
    sheet.press("Control+KeyZ")
    sheet.shows(olya="")
    sheet.press("Control+KeyY", "Control+KeyY")
    expect(sheet.cell("olya")).to_have_class(re.compile("note"))
    sheet.shows(olya="5")


@pytest.mark.parametrize("width", [1366, 900, 360])
def test_the_grid_stays_where_it_is_however_long_the_message(enter, server, cast, width):
    sheet = Sheet(enter("anna", viewport={"width": width, "height": 740}), server, cast)
    long = "Не записано «57»: " + "очень длинная причина, " * 20
    before = sheet.page.locator(".grid-box").bounding_box()
    sheet.page.evaluate("text => klassGrid.say(text, true)", long)
    assert sheet.page.locator(".grid-box").bounding_box() == before
    assert sheet.status.get_attribute("title") == long
    sheet.page.evaluate("() => klassGrid.say('')")
    assert sheet.page.locator(".grid-box").bounding_box() == before
