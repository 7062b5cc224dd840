"""What must be read on the grid however narrow it is: the pupils' numbers, a refusal."""

import pytest
from playwright.sync_api import expect

from models.journal.days import open_day
from models.school.calendar import the_year
from tests.browser.sheet import Sheet
from tests.cast import MONDAY, START

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]


@pytest.fixture
def sheet(enter, server, cast, in_school) -> Sheet:
    with in_school() as session:
        for offset in range((MONDAY - START).days):
            open_day(the_year(MONDAY), MONDAY.fromordinal(START.toordinal() + offset))
        session.commit()
    found = Sheet(enter("anna"), server, cast)
    found.page.set_viewport_size({"width": 700, "height": 500})
    found.page.reload()
    return found


def test_the_number_of_a_pupil_is_in_sight_however_far_the_table_is_scrolled(sheet):
    page = sheet.page
    page.evaluate("document.querySelector('.grid').style.width = '1600px'")
    page.evaluate("document.querySelector('.grid-box').scrollLeft = 9999")
    frame = page.locator(".grid-box").bounding_box()
    number = page.locator("tbody td.n").first.bounding_box()
    name = page.locator("tbody th[scope=row]").first.bounding_box()
    assert page.evaluate("document.querySelector('.grid-box').scrollLeft") > 100
    assert number["x"] >= frame["x"]
    assert name["x"] >= number["x"] + number["width"] - 1  # beside it, not over it


def test_a_long_refusal_is_read_to_its_end(sheet):
    said = "Не записано «9»: такой отметки нет. Можно: 5, 4, 3, 2, н, б, уп, оп и точка. " * 2
    words = sheet.page.locator("#grid-status")
    words.evaluate(
        """(status, said) => { const span = document.createElement("span");
        span.textContent = said; status.replaceChildren(span);
        status.className = "grid-status bad"; }""",
        said,
    )
    expect(words).to_be_visible()
    shown = words.locator("span").evaluate(
        """span => { const box = span.getBoundingClientRect();
        const low = document.elementFromPoint(box.left + 9, box.bottom - 4);
        return [box.left >= 0, box.right <= innerWidth, box.height > 25, low === span]; }"""
    )
    assert shown == [True, True, True, True]
