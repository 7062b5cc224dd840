"""A page that was left open gives and takes nothing more once the right to it has ended, and says
so; what was typed meanwhile is kept in the browser."""

import pytest
from playwright.sync_api import expect

from models.school.groups import StudyGroup
from models.school.teaching import TeachingAssignment
from tests.access.things import YESTERDAY
from tests.browser.conftest import PASSWORD
from tests.browser.sheet import MATHS, Sheet
from tests.marks_grid import Hand

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
NEWS = 9_000


@pytest.fixture
def sheet(enter, server, cast) -> Sheet:
    return Sheet(enter("anna"), server, cast)


@pytest.fixture
def look(as_, cast):
    """What the school's director sees in a cell."""
    return Hand(as_("director"), cast, room="director").look


@pytest.fixture
def end_teaching(cast, in_school):
    """anna's teaching of mathematics in 5-А ended yesterday."""

    def end() -> None:
        with in_school() as session:
            group = session.query(StudyGroup).filter_by(name=MATHS[0]).one()
            whose = {"employee_id": cast.employees["anna"], "study_group_id": group.id}
            session.query(TeachingAssignment).filter_by(**whose).one().until = YESTERDAY
            session.commit()

    return end


@pytest.fixture
def block_anna(as_, cast):
    """The administrator closes anna's account."""

    def block() -> None:
        path = f"/administrator/accounts/{cast.accounts['anna']}/blocking"
        assert as_("admin").post(path, {"why": "по приказу"}).status_code == 302

    return block


def test_an_open_grid_learns_by_itself_that_it_is_no_longer_ones_own(sheet, end_teaching):
    end_teaching()
    expect(sheet.status).to_contain_text("не для вас", timeout=NEWS)


def test_a_mark_typed_after_the_duty_ended_is_refused_and_not_lost(sheet, end_teaching, look):
    end_teaching()
    sheet.type("5")
    sheet.says("Не записано «5»")
    assert look("olya").text == ""
    assert "5" in sheet.page.evaluate("JSON.stringify(Object.assign({}, localStorage))")


def test_a_grid_of_a_blocked_account_is_told_to_sign_in(sheet, block_anna):
    block_anna()
    expect(sheet.status).to_contain_text("Вы вышли из Klass", timeout=NEWS)


def test_a_mark_of_a_blocked_account_waits_in_the_browser(sheet, server, block_anna, look):
    block_anna()
    sheet.type("5")
    sheet.says("Вы вышли из Klass")
    assert look("olya").text == ""
    sheet.page.goto(f"{server.address}/teacher/")
    assert "/login" in sheet.page.url


def test_the_password_of_a_blocked_account_does_not_open_a_covered_page(sheet, block_anna):
    page = sheet.page
    page.evaluate("localStorage.setItem('klass-touched-' + document.body.dataset.account, '1')")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#lock")).to_be_visible()
    block_anna()
    page.fill("#lock-password", PASSWORD)
    page.click("#lock form:first-of-type button")
    expect(page.locator("#lock-said")).to_contain_text("Вход закончился")
    expect(page.locator("#lock")).to_be_visible()
