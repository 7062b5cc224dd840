"""The school's settings belong to the administrator."""

import pytest

PAGES = ("settings", "work-kinds", "work-kinds/1")


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_opens_the_settings(as_, page):
    assert as_("admin").get(f"/administrator/{page}/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["director", "olga", "anna", "maria", "petya"])
def test_nobody_else_has_the_key_to_them(as_, page, name):
    visitor = as_(name)
    assert visitor.get(f"/administrator/{page}/").status_code == 403
    assert visitor.post(f"/administrator/{page}/", {"mark_one": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "room"), [("director", "director"), ("anna", "teacher"), ("maria", "parent")]
)
def test_no_other_room_has_such_a_page(as_, name, room):
    for page in PAGES:
        assert as_(name).get(f"/{room}/{page}/").status_code == 404


def test_a_stranger_is_sent_to_the_door(app):
    client = app.test_client()
    for page in PAGES:
        answer = client.get(f"/administrator/{page}/")
        assert answer.status_code == 302 and "/login" in answer.headers["Location"]


def test_a_kind_of_work_that_is_not_there_is_not_found(as_):
    assert as_("admin").get("/administrator/work-kinds/987654/").status_code == 404
