"""The matrix is read by people: every action and every role has its Russian words."""

import re

from models.access.grants import ACTIONS, GRANTS
from models.access.right_words import REACH, WORDS, may_do
from models.access.role import Role

RUSSIAN = re.compile(r"[а-яё][а-яё ,;:.-]*", re.IGNORECASE)


def test_every_action_has_russian_words_and_no_words_lack_an_action():
    assert WORDS.keys() == ACTIONS
    assert [words for words in WORDS.values() if not RUSSIAN.fullmatch(words)] == []
    assert len(set(WORDS.values())) == len(WORDS)


def test_every_role_says_how_far_it_goes():
    assert REACH.keys() == set(Role) == GRANTS.keys()
    assert [words for words in REACH.values() if not RUSSIAN.fullmatch(words)] == []


def test_a_roles_words_are_its_grants():
    for role in Role:
        assert len(may_do(role)) == len(GRANTS[role])
