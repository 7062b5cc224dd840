"""A screen that was left is covered, keeps what was typed, and goes on with the password."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.sheet import MATHS, Sheet

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
AWAY = "16:00"  # minutes and seconds
LOCK = """async () => fetch("/lock/", {
  method: "POST", headers: { "X-CSRFToken": document.body.dataset.csrf } })"""


@pytest.fixture
def page(enter):
    """anna's browser, whose clock is in the test's hands."""
    page = enter("anna")
    page.clock.install()
    return page


def leave(page) -> None:
    page.clock.fast_forward(AWAY)
    expect(page.locator("#lock")).to_be_visible()


def come_back(page, password: str = PASSWORD) -> None:
    page.fill("#lock-password", password)
    page.click("#lock form:first-of-type button")


def test_an_open_form_is_covered_and_keeps_what_was_typed(page, server, cast):
    page.goto(f"{server.address}/teacher/lessons/{cast.lessons[MATHS]}/")
    page.fill("[name=topic]", "Дроби, ещё не сохранённые")
    leave(page)
    assert not page.locator("[name=topic]").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#lock")).to_be_visible()
    come_back(page, "не тот")
    expect(page.locator("#lock-said")).to_contain_text("Пароль не подходит")
    come_back(page)
    expect(page.locator("#lock")).to_be_hidden()
    assert page.input_value("[name=topic]") == "Дроби, ещё не сохранённые"
    assert page.errors == []


def test_the_server_answers_nothing_while_the_page_is_covered(page, server, cast):
    address = f"{server.address}/teacher/lessons/{cast.lessons[MATHS]}/"
    page.goto(address)
    with page.expect_response("**/lock/"):
        leave(page)
    other = page.context.new_page()
    assert other.goto(address).status == 401
    assert "Экран закрыт" in other.text_content("h1")
    other.fill("#word", PASSWORD)
    other.click("main form:first-of-type button")
    other.wait_for_url(address)
    expect(page.locator("#lock")).to_be_hidden()  # and the first page opens with it


def test_marks_typed_before_a_lock_go_when_it_is_opened(page, server, cast):
    sheet = Sheet(page, server, cast)
    page.evaluate(LOCK)
    sheet.type("54")
    expect(page.locator("#lock")).to_be_visible()
    come_back(page)
    expect(page.locator("#lock")).to_be_hidden()
    sheet.saved()
    sheet.shows(olya="5", petya="4")
    page.reload()
    sheet.shows(olya="5", petya="4")


def test_an_open_editor_outlives_the_lock(page, server, cast):
    sheet = Sheet(page, server, cast)
    sheet.press("Enter")
    sheet.type("5 4")
    leave(page)
    come_back(page)
    expect(page.locator("#lock")).to_be_hidden()
    editor = page.locator("#editor")
    assert editor.input_value() == "5 4" or sheet.cell("olya").text_content() == "5 4"


def test_who_touches_the_page_is_not_covered(page, server, cast):
    page.goto(f"{server.address}/teacher/lessons/{cast.lessons[MATHS]}/")
    for _ in range(4):
        page.clock.fast_forward("06:00")
        with page.expect_response("**/lock/presence"):
            page.keyboard.press("Shift")
    assert not page.locator("#lock").is_visible()


def test_the_first_key_after_a_sleep_goes_nowhere(page, server, cast):
    """A laptop that slept: its timers did not run."""
    sheet = Sheet(page, server, cast)
    page.evaluate("localStorage.setItem('klass-touched-' + document.body.dataset.account, '1')")
    sheet.type("5")
    expect(page.locator("#lock")).to_be_visible()
    come_back(page)
    sheet.shows(olya="")


def test_a_family_has_no_lock(enter, server):
    page = enter("maria")
    page.goto(f"{server.address}/parent/own/")
    assert page.locator("#lock").count() == 0
