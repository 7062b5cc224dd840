"""The rights matrix: the same for administrator and director, and true (2.4)."""

import re

import pytest

from models.access.grants import GRANTS
from models.access.right_words import WORDS
from models.access.role import Role


@pytest.mark.parametrize(("name", "room"), [("admin", "administrator"), ("director", "director")])
def test_the_matrix_tells_every_right_of_every_role(as_, name, room):
    page = as_(name).get(f"/{room}/rights/").text
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)
    actions = {words: action for action, words in WORDS.items()}
    assert {actions[words] for words, _ in rows} == set(WORDS)
    for words, cells in rows:
        given = re.findall(r"<td>(.*?)</td>", cells)
        for role, said in zip(Role, given, strict=True):
            assert (said == "да") == (actions[words] in GRANTS[role]), (words, role)


@pytest.mark.parametrize("name", ["anna", "olga", "maria", "petya"])
def test_nobody_else_reads_it(as_, name):
    for room in ("administrator", "director"):
        assert as_(name).get(f"/{room}/rights/").status_code == 403


def test_own_rights_are_told_in_the_same_words(as_):
    page = as_("anna").get("/teacher/rights/").text
    assert WORDS["cell.write"] in page and WORDS["order.enter"] not in page
