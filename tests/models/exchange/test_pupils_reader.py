"""The given list of pupils, read: who goes in, what is refused and why, whose parents."""

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as some

from models.exchange.asc import read_timetable
from models.exchange.class_names import parse_class
from models.exchange.families import families
from models.exchange.pupils_sheet import read_pupils
from models.refusal import Refused
from tests.empty_school import DATA

HEADER = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Класс", "Пол", "Мать", "Телефон"]
HEADER += ["Отец", "Телефон", "Эл. почта"]


@pytest.fixture(scope="module")
def sheet():
    known = set(read_timetable(DATA / "timetable-asc.xml").classes)
    return read_pupils(DATA / "pupils.xlsx", known)


def write(path, rows, header=HEADER):
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for number, row in enumerate([header, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return path


def test_616_rows_give_612_pupils_and_four_faults(sheet):
    pupils, faults = sheet
    assert len(pupils) == 612
    assert [(f.row, f.column, f.value) for f in faults] == [
        (61, "Фамилия", "Ершова Анастасия"),
        (104, "Дата рождения", "31.02.2014"),
        (204, "Класс", "12-Ы"),
        (304, "Фамилия", ""),
    ]
    assert [f.reason for f in faults] == [
        "Этот ученик уже есть в строке 60.",
        "Такой даты нет. Пишите день.месяц.год.",
        "Такого класса в школе нет.",
        "Нет фамилии.",
    ]


def test_the_total_row_is_no_pupil(sheet):
    assert not [p for p in sheet[0] if p.surname.startswith("Итого")]


def test_every_pupil_has_class_sex_and_birthday(sheet):
    assert len({(p.grade, p.letter) for p in sheet[0]}) == 24
    assert {p.sex for p in sheet[0]} == {"m", "f"}
    assert all(p.birth_date for p in sheet[0])


def test_two_namesakes_in_parallel_classes_stay_two(sheet):
    by_name = {}
    for pupil in sheet[0]:
        by_name.setdefault((pupil.surname, pupil.given), []).append(pupil)
    twins = [
        same
        for same in by_name.values()
        if {(p.grade, p.letter) for p in same} >= {(8, "А"), (8, "Б")}
    ]
    assert twins


def test_brothers_and_sisters_share_their_parents(sheet):
    parents, doubts = families(sheet[0])
    assert len(parents) == 879
    assert len([p for p in parents if len(p.rows) > 1]) == 106
    assert len(doubts) == 4


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["Мать", "89141", "", "a@x.ru"], ["Мать", "89142", "", "a@x.ru"]], 1),
        ([["Алёна Ёлкина", "1", "Пётр", ""], ["Алена Елкина", "2", "Петр", ""]], 2),
        ([["Мать", "1", "", ""], ["Мать", "2", "", ""]], 2),
    ],
)
def test_sameness_of_parents_needs_more_than_a_name(tmp_path, rows, number):
    lines = [
        ["Елкин", f"Сын{'аб'[n]}", "", "", "5-А", "м", mother, phone, father, "", email]
        for n, (mother, phone, father, email) in enumerate(rows)
    ]
    pupils, faults = read_pupils(write(tmp_path / "list.xlsx", lines))
    assert faults == []
    assert len(families(pupils)[0]) == number


@pytest.mark.parametrize(
    "written", ["5-А", "5А", '5 "А"', "5 А", "5A", "5-a", " 5 - А ", "5«А»", "5 А класс"]
)
def test_a_class_is_known_however_it_is_written(written):
    assert parse_class(written) == (5, "А")


@pytest.mark.parametrize("written", ["З инд", "Ш инд", "", "0-А", "12-Ы", "А5", "5-АБ", None])
def test_what_is_no_class_is_not_taken_for_one(written):
    assert parse_class(written) is None


@given(some.integers(1, 11), some.sampled_from("АБВГД"), some.sampled_from(["", " ", "-", " - "]))
def test_any_spelling_of_a_class_is_read_back(grade, letter, between):
    assert parse_class(f" {grade}{between}{letter.lower()} ") == (grade, letter)


@pytest.mark.parametrize("written", ["м", "М", "муж", "муж.", "мужской"])
def test_sex_in_many_spellings(tmp_path, written):
    row = ["Иванов", "Иван", "", "01.02.2015", "5-А", written]
    assert read_pupils(write(tmp_path / "list.xlsx", [row]))[0][0].sex == "m"


def test_columns_may_stand_in_any_order(tmp_path):
    path = write(tmp_path / "list.xlsx", [["5Б", "Пётр", "Сидоров"]], ["Класс", "Имя", "Фамилия"])
    (pupil,), faults = read_pupils(path)
    assert (pupil.surname, pupil.given, pupil.grade, pupil.letter) == ("Сидоров", "Пётр", 5, "Б")
    assert faults == []


def test_a_sheet_without_the_needed_columns_is_refused(tmp_path):
    with pytest.raises(Refused, match="Не нахожу строку заголовков"):
        read_pupils(write(tmp_path / "list.xlsx", [["x", "y"]], ["Раз", "Два"]))
