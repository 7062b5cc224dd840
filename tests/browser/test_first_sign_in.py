"""From the administrator's press to a parent who reads the diary on a phone."""

import re
import time

import pytest

from models.people.account import Account
from tests.slips import PASSWORD, of_class

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
PHONE = {"width": 360, "height": 740}
MOST_FIELDS, MOST_SECONDS = 6, 120


def test_a_parent_gets_from_the_slip_to_the_diary_by_five_fields(
    enter, browser, server, cast, in_school, paper
):
    with in_school() as session:
        session.query(Account).filter_by(login="maria").one().password_hash = None
        session.commit()
    admin = enter("admin")
    admin.goto(f"{server.address}{of_class(cast)}")
    with admin.expect_download() as saved:
        admin.click("button[name=all][value=parent]")
    assert saved.value.suggested_filename == "codes.pdf"
    slip = next(slip for slip in paper if slip["login"] == "maria")
    phone = browser.new_page(viewport=PHONE)
    begun = time.monotonic()
    phone.goto(f"{slip['address']}?login={slip['login']}")  # what the QR code says
    assert phone.input_value("#login") == "maria", "the QR code fills the login in"
    phone.fill("#code", slip["code"])
    phone.fill("#password", PASSWORD)
    phone.fill("#again", PASSWORD)
    phone.check("#rules")
    shown = phone.locator("main input:not([type=hidden])").count()
    phone.click("main button")
    phone.wait_for_url(re.compile("/parent/"))
    assert "Пётр" in phone.content() and phone.locator(".day").count()
    assert shown <= MOST_FIELDS and time.monotonic() - begun < MOST_SECONDS
    phone.close()
