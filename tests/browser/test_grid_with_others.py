"""The grid where something stands in the way: colleagues, conflicts, refusals, old marks."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import clock
from models.journal.cell import Mark
from tests.browser.sheet import Sheet
from tests.marks_grid import Hand

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
NEWS = 9_000  # a colleague's change is there within eight seconds


@pytest.fixture
def sheet(enter, server, cast) -> Sheet:
    return Sheet(enter("anna"), server, cast)


@pytest.fixture
def colleague(as_, cast) -> Hand:
    """The same journal, open at another computer."""
    return Hand(as_("anna"), cast)


def test_a_colleagues_change_appears_and_leaves_an_open_editor_alone(sheet, colleague):
    sheet.press("Enter")
    sheet.type("5 4")
    colleague.block([("olya", "2", 0), ("petya", "3", 0)])
    expect(sheet.cell("petya")).to_have_text("3", timeout=NEWS)
    assert sheet.page.input_value("#editor") == "5 4"
    sheet.press("Enter")  # what the colleague wrote there was never shown: both are told
    conflict = sheet.page.locator("#conflict")
    conflict.wait_for(state="visible")
    assert "Там стоит: 2" in conflict.text_content()
    assert colleague.look("olya").text == "2"


def test_news_under_an_editor_that_was_left_come_after_it(sheet, colleague):
    sheet.press("Enter")
    colleague.block([("olya", "2", 0), ("petya", "3", 0)])
    expect(sheet.cell("petya")).to_have_text("3", timeout=NEWS)
    sheet.press("Escape")
    expect(sheet.cell("olya")).to_have_text("2", timeout=NEWS)


@pytest.mark.parametrize(("choice", "stands"), [("theirs", "2"), ("mine", "5")])
def test_in_a_conflict_the_teacher_chooses(sheet, colleague, choice, stands):
    colleague.write("2", "olya")
    sheet.type("5")
    conflict = sheet.page.locator("#conflict")
    conflict.wait_for(state="visible")
    assert "Там стоит: 2" in conflict.text_content() and "Вы ввели: 5" in conflict.text_content()
    conflict.locator(f"[data-choose={choice}]").click()
    sheet.shows(olya=stands)
    expect(sheet.page.locator("td.waiting, td.refused")).to_have_count(0)
    assert colleague.look("olya").text == stands


@pytest.mark.parametrize(("choice", "stands"), [("ok", "4"), ("", "5")])
def test_an_old_mark_asks_for_a_reason(enter, server, cast, colleague, in_school, choice, stands):
    colleague.write("5", "olya")
    with in_school() as session:
        session.query(Mark).one().entered_at = clock.now() - timedelta(days=20)
        session.commit()
    sheet = Sheet(enter("anna"), server, cast)
    sheet.type("4")
    dialog = sheet.page.locator("#reason")
    dialog.wait_for(state="visible")
    dialog.locator("input").fill("ошибка при вводе")
    dialog.locator(f"button[value='{choice}']").click()
    sheet.shows(olya=stands)
    expect(sheet.page.locator("td.waiting, td.refused")).to_have_count(0)
    assert colleague.look("olya").text == stands


def test_refused_text_stays_until_the_teacher_has_dealt_with_it(sheet):
    sheet.press("Enter")
    sheet.type("57")
    sheet.press("Enter")
    sheet.page.wait_for_selector("#editor.refused")
    sheet.page.reload()
    sheet.page.wait_for_selector("td.refused")
    sheet.says("Не записано с прошлого раза: 1")
    assert "57" in sheet.cell("olya").get_attribute("title")


@pytest.mark.parametrize("before", ["", "4"])
def test_escape_leaves_a_refused_cell_as_it_was(enter, server, cast, colleague, before):
    if before:
        colleague.write(before, "olya")
    sheet = Sheet(enter("anna"), server, cast)
    sheet.press("Enter")
    sheet.type("57")
    sheet.press("Enter")
    sheet.page.wait_for_selector("#editor.refused")
    sheet.press("Escape")
    sheet.shows(olya=before)
    assert "refused" not in (sheet.cell("olya").get_attribute("class") or "")


@pytest.fixture
def slow(sheet):
    """The first write is on its way until `slow()` lets it arrive; those after it are not."""
    held = []
    sheet.page.route("**/cells", lambda way: way.continue_() if held else held.append(way))

    def arrive() -> None:
        while not held:
            sheet.page.wait_for_timeout(20)
        held[0].continue_()

    return arrive


def test_a_refusal_does_not_take_what_is_being_typed_for_the_next_pupil(sheet, slow, colleague):
    sheet.press("Enter")
    sheet.type("57")
    sheet.press("Enter", "Enter")
    sheet.type("4 3")
    slow()
    expect(sheet.cell("olya")).to_have_class(re.compile("refused"))
    assert sheet.page.input_value("#editor") == "4 3"
    sheet.press("Enter")
    expect(sheet.cell("petya")).to_have_text("4 3")
    expect(sheet.page.locator("td.waiting")).to_have_count(0)
    assert (colleague.look("olya").text, colleague.look("petya").text) == ("", "4 3")


def test_a_conflict_does_not_end_what_is_being_typed(sheet, slow, colleague):
    colleague.write("2", "olya")
    sheet.type("5")
    sheet.press("Enter")
    sheet.type("4")
    slow()
    sheet.page.locator("#conflict").wait_for(state="visible")
    sheet.type(" 3")
    sheet.press("Enter")
    expect(sheet.cell("petya")).to_have_text("4 3")
    expect(sheet.page.locator("td.waiting")).to_have_count(0)
    assert (colleague.look("olya").text, colleague.look("petya").text) == ("2", "4 3")


def test_a_click_elsewhere_keeps_what_was_typed_where_it_was_typed(sheet, colleague):
    sheet.press("Enter")
    sheet.type("4 3")
    sheet.cell("petya").click()
    sheet.saved()
    sheet.shows(olya="4 3", petya="")
    assert (colleague.look("olya").text, colleague.look("petya").text) == ("4 3", "")


def test_a_block_of_period_marks_tells_what_was_not_given(sheet, colleague):
    sheet.type("54")
    sheet.saved()
    sheet.page.reload()
    sheet.page.wait_for_selector("td.active")
    name, _ = colleague.period()
    sheet.period("olya").click()
    colleague.mark_period([("petya", "2", 0)], name)
    sheet.press("KeyG")
    conflict = sheet.page.locator("#conflict")
    conflict.wait_for(state="visible")
    assert "2" in conflict.text_content() and "4" in conflict.text_content()
    conflict.locator("[data-choose=theirs]").click()
    expect(sheet.period("petya")).to_have_text("2")
    expect(sheet.period("olya")).to_have_text("5")


def test_ones_own_second_window_is_called_so(sheet, colleague):
    colleague.write("2", "olya")
    sheet.type("5")
    conflict = sheet.page.locator("#conflict")
    conflict.wait_for(state="visible")
    assert "вы сами в другом окне" in conflict.text_content()
    sheet.says("вы сами в другом окне")
    conflict.locator("[data-choose=theirs]").click()
    colleague.write("3", "petya")
    sheet.says("Изменено в другом окне или другими: 1")
