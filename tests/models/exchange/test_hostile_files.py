"""A file that is not what it claims is refused in words, with memory bounded."""

import io
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from models.exchange.asc import read_timetable
from models.exchange.pupils_sheet import read_pupils
from models.files.gate import LARGEST_FILE
from models.refusal import Refused
from tests.empty_school import DATA

BILLION = """<?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<timetable><lessons>&b;</lessons></timetable>"""
MEMORY = 220 * 1024  # kilobytes, Python itself included


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(400):
                part.write(b"\0" * (1 << 20))
    return packed.getvalue()


SHEETS = {
    "nothing": (b"", "пуст"),
    "text": ("Собрание в пятницу".encode(), "не таблица"),
    "old excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "старого Excel"),
    "broken zip": ((DATA / "pupils.xlsx").read_bytes()[:9000], "повреждён"),
    "a picture in a zip": (b"PK\x03\x04" + b"\0" * 400, "повреждён"),
    "too large": (b"PK\x03\x04" + b"\0" * (LARGEST_FILE + 1), "слишком велик"),
    "a zip bomb": (bomb(), "непомерно"),
}
XMLS = {
    "nothing": (b"", "пуст"),
    "a spreadsheet": ((DATA / "pupils.xlsx").read_bytes(), "не файл XML"),
    "entities": (BILLION.encode(), "DOCTYPE"),
    "entities in another encoding": (BILLION.encode("utf-16"), "DOCTYPE"),
    "another xml": (b"<?xml version='1.0'?><invoice/>", "не расписание"),
    "broken": (b"<timetable><lessons>", "повреждён"),
    "half of it": ((DATA / "timetable-asc.xml").read_bytes()[:60_000], "повреждён"),
}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_false_spreadsheet_is_refused_in_words(tmp_path, kind):
    content, word = SHEETS[kind]
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused, match=word):
        read_pupils(path)


@pytest.mark.parametrize("kind", XMLS)
def test_a_false_timetable_is_refused_in_words(tmp_path, kind):
    content, word = XMLS[kind]
    path = tmp_path / "timetable.xml"
    path.write_bytes(content)
    with pytest.raises(Refused, match=word):
        read_timetable(path)


def test_a_list_of_far_too_many_rows_is_refused(tmp_path):
    path = tmp_path / "many.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for number in range(61_000):
        page.write_row(number, 0, ["Иванов", "Иван", "5-А"])
    book.close()
    with pytest.raises(Refused, match="61000 строк"):
        read_pupils(path)


def test_a_bomb_does_not_eat_the_memory(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    # VmHWM, not ru_maxrss: the latter is inherited through fork from this big test process.
    code = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from models.exchange.pupils_sheet import read_pupils\n"
        "from models.refusal import Refused\n"
        "try:\n    read_pupils(Path(sys.argv[1]))\n"
        "except Refused:\n"
        "    status = Path('/proc/self/status').read_text()\n"
        "    print(re.search(r'VmHWM:\\s+(\\d+) kB', status).group(1))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < MEMORY
