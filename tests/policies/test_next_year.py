"""The next year: the administrator keeps it, the director reads the plan, nobody else sees it."""

import pytest

PAGES = ("", "plan")
STEPS = ("classes", "pupils", "teaching")
WRITES = ("", *STEPS, "plan", "undoing")


@pytest.mark.parametrize("page", PAGES + STEPS)
def test_the_administrator_opens_every_step(as_, page):
    assert as_("admin").get(f"/administrator/school/next-year/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_the_director_reads_the_plan_and_has_no_form_in_it(as_, page):
    answer = as_("director").get(f"/director/school/next-year/{page}")
    assert answer.status_code == 200
    assert 'method="post" action="/director/school' not in answer.text


def test_the_director_has_none_of_the_steps(as_):
    director = as_("director")
    for page in STEPS:
        assert director.get(f"/director/school/next-year/{page}").status_code == 404
    assert director.post("/director/school/next-year/plan").status_code == 405
    assert director.post("/director/school/next-year/undoing").status_code == 404


@pytest.mark.parametrize("name", ["director", "dora", "olga", "anna", "maria", "petya"])
def test_nobody_else_has_the_key_to_the_keepers_pages(as_, officials, name):
    visitor = as_(name)
    for page in PAGES + STEPS:
        assert visitor.get(f"/administrator/school/next-year/{page}").status_code == 403
    for page in WRITES:
        assert visitor.post(f"/administrator/school/next-year/{page}").status_code == 403


@pytest.mark.parametrize(
    ("name", "room"), [("dora", "deputy_head"), ("anna", "teacher"), ("maria", "parent")]
)
def test_no_other_room_has_such_a_page(as_, officials, name, room):
    assert as_(name).get(f"/{room}/school/next-year/").status_code == 404
