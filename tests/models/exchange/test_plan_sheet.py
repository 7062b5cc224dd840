"""A plan's table is read as lists are, in any encoding, and refused at once where it is no plan."""

import time

import pytest
import xlsxwriter

from models.exchange.plan_sheet import guess, read_sheet, read_topics, text_of_file
from models.exchange.sheet import decoded
from models.refusal import Refused

PLAN = "Тема;Часы\r\nДроби;3\r\nПроценты и доли;1\r\n"


def read(path, content: bytes):
    path.write_bytes(content)
    sheet = read_sheet(text_of_file(path))
    topics, faults = read_topics(sheet, guess(sheet))
    return [(topic.name, topic.hours) for topic in topics], faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_plan_is_read_in_every_encoding_that_programs_write(tmp_path, encoding, separator):
    content = PLAN.replace(";", separator).encode(encoding)
    assert read(tmp_path / "plan.csv", content) == ([("Дроби", 3), ("Проценты и доли", 1)], [])


def test_a_topic_may_end_its_lines_in_quotes(tmp_path):
    content = 'Тема;Часы\n"Дроби;\nих сложение";2\nПроценты;1\n'.encode()
    assert read(tmp_path / "plan.csv", content)[0][0] == ("Дроби; их сложение", 2)


def test_hours_without_a_topic_are_told_and_a_section_with_its_hours_is_none(tmp_path):
    rows = ("Раздел;Тема;Часы", "Раздел 1;;4", "Раздел 1;Дроби;3", "Раздел 1;;1", "Числа;;2", ";;5")
    topics, faults = read(tmp_path / "plan.csv", "\n".join(rows).encode())
    assert topics == [("Дроби", 3)]
    assert [fault.row for fault in faults] == [4, 5, 6]
    assert all("темы" in fault.reason for fault in faults)


@pytest.mark.parametrize("size", [24 * 2**20, 3 * 2**20])
def test_a_huge_list_is_refused_at_once(tmp_path, size):
    path = tmp_path / "plan.csv"
    line = "Тема урока;1;раздел\n".encode()
    path.write_bytes(line * (size // len(line)))
    began = time.process_time()
    with pytest.raises(Refused, match=r"слишком велик|больше 1000 строк"):
        text_of_file(path)
    assert time.process_time() - began < 0.5


def test_a_huge_workbook_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number in range(20_000):
            page.write_row(number, 0, ["Тема урока", 1, "раздел", "задание", "ещё", "и ещё"])
    began = time.process_time()
    with pytest.raises(Refused, match="не план одного предмета"):
        text_of_file(path)
    assert time.process_time() - began < 1


def test_the_encoding_of_a_large_list_is_told_by_its_beginning():
    text = "Иванов;Иван;5-А\r\n" * 400_000
    data = text.encode("cp1251")
    began = time.process_time()
    assert decoded(data) == text
    assert time.process_time() - began < 1
