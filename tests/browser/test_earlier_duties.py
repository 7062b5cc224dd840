"""«Мои сроки» is read at once; what is not done of long ago comes after, and nothing jumps."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import engine
from models.audit.author import system
from models.base import db
from models.journal.days import open_day
from models.school.calendar import the_year
from tests.cast import MONDAY

PART = "**/teacher/duties/earlier/"


@pytest.fixture
def weeks_before(app):
    with app.app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        for weeks in (1, 5):
            open_day(the_year(MONDAY), MONDAY - timedelta(weeks=weeks))
        db.session.commit()


@pytest.mark.parametrize("width", [360, 1366])
def test_what_is_old_comes_after_the_page_and_nothing_jumps(enter, weeks_before, server, width):
    page = enter("boris", viewport={"width": width, "height": 768})
    page.wait_for_load_state("networkidle")  # the home page has parts of its own
    waiting = []
    page.route(PART, lambda route: waiting.append(route))
    page.goto(f"{server.address}/teacher/duties/")
    below = page.get_by_role("heading", name="В моём классе у других учителей")
    expect(page.get_by_role("link", name="Не внесённое раньше")).to_be_visible()
    before = below.bounding_box()["y"]
    waiting[0].continue_()
    line = page.get_by_text("Раньше не внесено: ")
    expect(line).to_be_visible()
    assert abs(below.bounding_box()["y"] - before) < 1
    line.click()
    expect(page.get_by_text("12.10, 4 урок").first).to_be_visible()
    assert page.errors == []
