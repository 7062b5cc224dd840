"""A password anybody would try first is refused; a sentence of one's own is not."""

import pytest

from models.people.password import _common, check_password
from models.refusal import Refused


@pytest.mark.parametrize(
    "password",
    [
        "коротко",
        "12345678",
        "qwertyui",
        "Password1",
        "йцукенгшщ",
        "gfhjkm123",
        "пароль123",
        "Школа2026",
        "anna2026!",
        "Петрова ANNA",
        "аааааааа",
    ],
)
def test_what_is_tried_first_is_refused(password):
    with pytest.raises(Refused):
        check_password("anna", password)


@pytest.mark.parametrize(
    "password", ["Сирень и 42 кота", "три слова подряд", "x7!Kd0q_z", "д" * 9 + "ом" * 60]
)
def test_a_password_of_ones_own_is_taken_whatever_its_signs(password):
    check_password("anna", password)


def test_the_list_has_more_than_three_thousand():
    assert len(_common()) > 3000
