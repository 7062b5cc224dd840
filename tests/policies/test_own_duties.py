"""«Мои сроки»: many stand by class, nearest first; what is old and not done is not forgotten."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from models.journal.days import open_day
from models.school.calendar import the_year
from tests.cast import MONDAY

WEEK = timedelta(days=7)


@pytest.fixture
def weeks_before(in_school):
    """The lessons of Mondays so many weeks ago, in which nothing was entered."""

    def open_days(*ago: int) -> None:
        with in_school() as session:
            for weeks in ago:
                open_day(the_year(MONDAY), MONDAY - weeks * WEEK)
            session.commit()

    return open_days


def test_what_is_older_than_three_weeks_and_not_done_stands_in_one_line(as_, cast, weeks_before):
    before = as_("anna").get("/teacher/duties/").text
    assert "<summary>Раньше: 2</summary>" in before  # marks of the first quarter, 5-А and 6-А
    weeks_before(5)
    page = as_("anna").get("/teacher/duties/").text
    line = page.split("<summary>Раньше: ")[1]
    assert line.startswith("4</summary>")  # a lesson in each; 5-Б is the operator's
    assert "12.10, 1 урок" in line and "нет темы урока" in line
    assert "12.10" not in page.split("<summary>Раньше: ")[0]


def test_an_old_one_is_explained_as_any_other(as_, cast, in_school, weeks_before):
    weeks_before(5)
    anna = as_("anna")
    page = anna.get("/teacher/duties/").text.split("<summary>Раньше: ")[1]
    key = page.split('name="key" value="')[1].split('"')[0]
    refused = anna.post("/teacher/duties/explanations", {"key": key, "text": " "})
    assert refused.status_code == 422 and "<details" in refused.text
    form = {"key": key, "text": "не было света"}
    assert anna.post("/teacher/duties/explanations", form).status_code == 302
    assert "не было света" in anna.get("/teacher/duties/").text


def test_what_is_an_operators_from_before_the_last_control_is_there_too(as_, cast, weeks_before):
    weeks_before(8)
    page = as_("olga").get("/operator/duties/").text
    line = page.split("<summary>Раньше: ")[1]
    assert line.startswith("2</summary>")  # the lesson, and the marks of the first quarter
    assert "21.09, 2 урок" in line and "1 четверть" in line


def test_few_stand_in_one_list_and_many_by_class_the_nearest_first(as_, cast, weeks_before):
    anna = as_("anna")
    weeks_before(1)
    late = anna.get("/teacher/duties/").text.split("Срок прошёл")[1]
    assert "<b>5-А</b>" not in late
    weeks_before(*range(2, 10))
    page = anna.get("/teacher/duties/").text.split("<summary>Раньше: ")[1]
    assert page.startswith("1") and "<summary><b>5-А</b>: " in page
    assert "<summary><b>6-А</b>: " in page and page.index("5-А</b>") < page.index("6-А</b>")
    of_class = page.split("<summary><b>5-А</b>: ")[1].split("</details>\n")[0]
    assert "Математика · 5-А" in of_class.split("<b>6-А</b>")[0]


def test_a_class_teacher_reads_whose_the_lessons_of_the_class_are(as_, cast, weeks_before):
    weeks_before(1)
    below = as_("boris").get("/teacher/duties/").text.split("В моём классе у других учителей")[1]
    assert "Математика · 5-А" in below
    assert re.search(r'<td data-label="учитель">[А-Я][а-я]+ А\.</td>', below)


def test_a_long_word_of_an_explanation_does_not_stretch_the_page(as_, cast, weeks_before):
    weeks_before(1)
    anna = as_("anna")
    key = anna.get("/teacher/duties/").text.split('name="key" value="')[1].split('"')[0]
    word = "ы" * 300
    anna.post("/teacher/duties/explanations", {"key": key, "text": word})
    assert f'<span class="said">{word}</span>' in anna.get("/teacher/duties/").text
    assert f'<td class="full said">{word}</td>' in (
        as_("admin").get("/administrator/control/explanations/").text
    )
    sheet = Path("static/css/klass.css").read_text(encoding="utf-8")
    assert re.search(r"\.said\b[^{}]*\{ overflow-wrap: anywhere; \}", sheet)
