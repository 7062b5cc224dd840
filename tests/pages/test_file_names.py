"""Files that leave Klass are called in Russian by what they hold."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask import Response

from blueprints.file_name import call


def name_of(answer) -> str:
    """The name a browser saves the answer under."""
    return unquote(re.search(r"filename\*=UTF-8''(\S+)", answer.headers["Content-Disposition"])[1])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Список 5-А.pdf", "Список 5-А.pdf"),
        ("Уроки Иванова П. П..ics", "Уроки Иванова П. П.ics"),
        ("Приказ № 3/4: «о режиме».pdf", "Приказ № 3 4 «о режиме».pdf"),
        ("..\\..\\<b>\r\nX: 1.zip", ".. .. b X 1.zip"),
        ("///.csv", "Файл.csv"),
        ("я" * 300 + ".pdf", "я" * 120 + ".pdf"),
    ],
)
def test_a_name_is_one_that_any_disk_takes(name, kept):
    answer = call(Response(b""), name)
    assert name_of(answer) == kept
    assert f"filename=klass.{name.rpartition('.')[2]};" in answer.headers["Content-Disposition"]


def test_files_of_the_school_are_called_by_what_they_hold(as_, cast):
    admin, own = as_("admin"), cast.classes["5-А"]
    found = {
        f"/administrator/school/pupils/classes/{own}/print": "Список 5-А на 16.11.2026.pdf",
        "/administrator/exports/lists/pupils.csv": "Ученики на 16.11.2026.csv",
        "/administrator/control/deadlines/print": "Сроки по регламенту.pdf",
        "/administrator/help/memo/print": "Памятка о безопасности.pdf",
    }
    for path, name in found.items():
        answer = admin.get(path)
        assert (path, answer.status_code) == (path, 200)
        assert name_of(answer) == name


def test_calendars_are_called_by_whose_lessons_they_hold(as_, cast):
    family = as_("maria").get(f"/parent/children/{cast.students['petya']}/calendar")
    assert name_of(family) == "Уроки Петров П.ics"


def test_a_file_gets_its_name_in_one_place():
    for source in Path("blueprints").rglob("*.py"):
        told = "Content-Disposition" in source.read_text(encoding="utf-8")
        assert not told or source.name == "file_name.py", source
