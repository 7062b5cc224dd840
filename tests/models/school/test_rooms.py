"""A room is said as people say it."""

import pytest

from models.school.timetable import room_words


@pytest.mark.parametrize(
    ("name", "said"),
    [("12", "каб. 12"), ("2-14а", "каб. 2-14а"), ("Столярная мастерская", "Столярная мастерская")],
)
def test_only_a_number_is_called_a_cabinet(name, said):
    assert room_words(name) == said
