"""A list of pupils chosen as staff, or of staff as pupils, is stopped before anybody is made."""

import pytest

from models.exchange import pupils_sheet, staff_sheet
from models.refusal import Refused

STAFF = "Фамилия;Имя;Отчество;Должность;Телефон\nКотова;Инна;Сергеевна;учитель;\n"
PUPILS = "Фамилия;Имя;Отчество;Дата рождения;Класс;Мать\nКотов;Ян;;01.02.2014;5-А;\n"


def kept(tmp_path, text: str):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("head", ["Класс", "Дата рождения", "Мама", "Мать"])
def test_pupils_are_not_taken_for_staff(tmp_path, head):
    text = f"Фамилия;Имя;Отчество;{head}\nКотов;Ян;Ильич;\n"
    with pytest.raises(Refused, match=f"Похоже, это список учеников.*«{head}»"):
        staff_sheet.read_list(kept(tmp_path, text), {})


def test_staff_are_not_taken_for_pupils(tmp_path):
    with pytest.raises(Refused, match=r"Похоже, это список сотрудников.*«Должность»"):
        pupils_sheet.read_list(kept(tmp_path, STAFF), {})


def test_each_list_in_its_place_goes_in(tmp_path):
    born = STAFF.replace("Телефон", "Дата рождения")
    assert len(staff_sheet.read_list(kept(tmp_path, STAFF), {}).rows) == 1
    assert len(staff_sheet.read_list(kept(tmp_path, born), {}).rows) == 1
    assert len(pupils_sheet.read_list(kept(tmp_path, PUPILS), {}).rows) == 1
