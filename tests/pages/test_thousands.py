"""Great numbers are told with a blank between the thousands, on pages of control and on paper."""

import pytest

from models.control.note_text import composed
from models.printable import thousands


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1\u202f000"),
        (17543, "17\u202f543"),
        (1234567, "1\u202f234\u202f567"),
        ("на бумаге", "на бумаге"),
        ("", ""),
        (None, ""),
        (True, "True"),
    ],
)
def test_a_number_is_told_as_people_read_it(count, said):
    assert thousands(count) == said


def test_a_note_tells_its_figures_so():
    figures = {
        "whole": ["", 17543, 1204, 3, 0],
        "rule": [["Тема урока", 9000, 1204, 3, 0]],
        "class": [["5-А", 17543, 1204, 3, 0]],
    }
    operators = [["Служебная О.", 17543, 1204, 3, 0]]
    text = composed("1 четверть", "01.09.2026", "30.10.2026", figures, operators)
    for said in ("наступило сроков: 17\u202f543", "Не выполнено: 1\u202f204", "1\u202f207"):
        assert said in text
    assert "17543" not in text and "1204" not in text


def test_pages_of_control_tell_them_so(app):
    with app.test_request_context():
        shown = app.jinja_env.from_string("{{ count|thousands }}")
        assert shown.render(count=17543) == "17\u202f543"
