"""Every page says which section of its room it lies in, and has a way back."""

import re

import pytest

CURRENT = re.compile(r'<nav aria-label="Разделы">.*?aria-current="(\w+)">([^<]+)<', re.S)


def current(page: str) -> tuple[str, ...]:
    """How the navigation marks a section, and which."""
    found = CURRENT.search(page)
    return found.groups() if found else ()


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/orders/new", "Приказы"),
        ("/requests/", "Приказы"),
        ("/rights/", "Приказы"),
        ("/access/staff/", "Доступ"),
        ("/papers/on-paper", "Заявления"),
        ("/sign-ins/", "Люди"),
        ("/work-kinds/", "Настройки"),
    ],
)
def test_a_page_below_a_section_shows_the_section(as_, path, section):
    assert current(as_("admin").get(f"/administrator{path}").text) == ("true", section)


def test_a_section_itself_is_the_page(as_):
    assert current(as_("admin").get("/administrator/papers/").text) == ("page", "Заявления")
    assert current(as_("anna").get("/teacher/rights/").text) == ("page", "Мои права")


def test_pages_of_the_account_belong_to_no_section(as_):
    assert current(as_("admin").get("/administrator/own/").text) == ()


@pytest.mark.parametrize("path", ["own/", "own/data/"])
@pytest.mark.parametrize(("name", "room"), [("maria", "parent"), ("petya", "student")])
def test_a_family_finds_back_to_the_diary(as_, name, room, path):
    page = as_(name).get(f"/{room}/{path}").text
    assert f'<p class="crumbs"><a href="/{room}/">Дневник</a></p>' in page


def test_a_parent_of_two_goes_to_the_other_child_where_she_reads_who_looked(as_, cast):
    child = cast.students["petya"]
    page = as_("maria").get(f"/parent/children/{child}/viewings/").text
    assert f'href="/parent/children/{cast.students["katya"]}/viewings/"' in page
