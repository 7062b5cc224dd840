"""A word without an end, as somebody typed it, is broken to its lines: no page scrolls sideways."""

import pytest

WORD = "ж" * 200
ASIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def told(as_, cast):
    """boris told his 5-А something with such a word in the head and in the text."""
    own = f"/teacher/school/class-notices/classes/{cast.classes['5-А']}/"
    said = {"title": WORD, "text": WORD * 3, "roles": ["parent"], "shown_until": "2026-11-23"}
    answer = as_("boris").post(own, said)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


@pytest.mark.parametrize("width", [360, 1366])
def test_a_family_reads_it_on_its_telephone(enter, server, told, cast, width):
    page = enter("maria", viewport={"width": width, "height": 768})
    for path in (f"children/{cast.students['petya']}/diary/", "notices/"):
        page.goto(f"{server.address}/parent/{path}")
        assert WORD in page.content()
        assert page.evaluate(ASIDE) == 0, path


@pytest.mark.parametrize("width", [360, 1366])
def test_the_class_teacher_who_wrote_it_too(enter, server, told, width):
    page = enter("boris", viewport={"width": width, "height": 768})
    for path in ("/teacher/school/class-notices/", told):
        page.goto(f"{server.address}{path}")
        assert WORD in page.content()
        assert page.evaluate(ASIDE) == 0, path
