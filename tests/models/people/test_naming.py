"""What can be a name is judged in one place, by hand as from files."""

import pytest

from models.exchange.list_rows import Faulty, name_of
from models.exchange.names import squeezed
from models.naming import fault_of_name, fault_of_person
from models.printable import printable

PEOPLE = [
    "Иванов",
    "Петров-Водкин",
    "Д'Артаньян",
    "О’Нил",
    "А. П.",
    "Ёлкина",
    "Nguyễn",
    "Кизи Оглы",
    "",
]
NO_PEOPLE = [
    "<script>",
    "Иванов2",
    "Иван\u200bов",
    "\u200b",
    "\u202eвонавИ",
    "И/И",
    "-",
    "\u3164",
    "😀",
]
NAMES = [
    "5-А",
    "Алгебра (углублённая)",
    "каб. № 3",
    "C++ и C#",
    "x < 3",
    "«Окно»",
    "—",
    "👍",
]
NO_NAMES = [
    "\u200b",
    "a\u2060b",
    "\u202eа",
    "\u200d",
    "\u3164",
    "<script>alert(1)</script>",
    "< img>",
    "а\x07",
]


@pytest.mark.parametrize("text", PEOPLE)
def test_people_are_named_so(text):
    assert fault_of_person(text) == ""


@pytest.mark.parametrize("text", NO_PEOPLE)
def test_nobody_is_named_so(text):
    assert "буквы, дефис, апостроф" in fault_of_person(text)


@pytest.mark.parametrize("text", NAMES)
def test_things_are_named_so(text):
    assert fault_of_name(text) == ""


@pytest.mark.parametrize("text", NO_NAMES)
def test_nothing_is_named_so(text):
    assert fault_of_name(text)


def test_blanks_nobody_sees_are_taken_away_at_the_door_and_from_files():
    assert printable("Ива\u200bнов\u00ad\u2060") == "Иванов"
    assert squeezed("\u200b \u202eИва\u00adнов ") == "Иванов"
    assert printable("семья 👨\u200d👩\u200d👧") == "семья 👨\u200d👩\u200d👧"


@pytest.mark.parametrize("given", ["<b>Пётр</b>", "Пётр 2"])
def test_a_row_of_a_list_says_which_name_cannot_be(given):
    with pytest.raises(Faulty) as fault:
        name_of({"surname": "Иванов", "given": given})
    assert fault.value.column == "Имя" and "буквы" in fault.value.reason
    with pytest.raises(Faulty, match="буквы"):
        name_of({"full_name": f"Иванов {given}"})
