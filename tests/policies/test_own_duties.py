"""«Мои сроки»: many stand by class, nearest first; what is old and not done is not forgotten."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.journal.days import open_day
from models.school.calendar import Term, the_year
from models.school.school import the_school
from tests.cast import MONDAY

WEEK = timedelta(days=7)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def weeks_before(in_school):
    """The lessons of Mondays so many weeks ago, in which nothing was entered."""

    def open_days(*ago: int) -> None:
        with in_school() as session:
            for weeks in ago:
                open_day(the_year(MONDAY), MONDAY - weeks * WEEK)
            session.commit()

    return open_days


def earlier(as_, who: str = "anna", room: str = "teacher") -> str:
    """What comes after the page, at the end of its list."""
    part = as_(who).get(f"/{room}/duties/earlier/", headers=HTMX).text
    assert "<html" not in part
    return part


def test_what_is_older_than_three_weeks_and_not_done_stands_in_one_line(as_, cast, weeks_before):
    # marks of the first quarter, 5-А and 6-А
    assert "<summary>Раньше: 2</summary>" in earlier(as_)
    weeks_before(5)
    line = earlier(as_)
    assert "<summary>Раньше: 4</summary>" in line  # a lesson in each; 5-Б is the operator's
    assert "12.10, 1 урок" in line and "нет темы урока" in line


def test_the_page_comes_before_what_is_old_and_leads_to_it_without_a_script(
    as_, cast, weeks_before
):
    weeks_before(1, 5)
    anna = as_("anna")
    page = anna.get("/teacher/duties/").text
    assert "12.10, 1 урок" not in page and "09.11, 1 урок" in page
    late = page.split("Срок прошёл")[1]
    assert 'hx-get="/teacher/duties/earlier/" hx-trigger="load"' in late
    assert '<a href="/teacher/duties/earlier/">' in late
    whole = anna.get("/teacher/duties/earlier/").text
    assert "<h1>Мои сроки</h1>" in whole and "09.11, 1 урок" in whole and "hx-trigger" not in whole
    assert '<details class="more" open><summary>Раньше: 4</summary>' in whole


def test_where_nothing_is_left_of_before_the_part_says_so(as_, cast, on_day):
    on_day(date(2026, 9, 28))
    assert 'hx-get="/teacher/duties/earlier/"' in as_("anna").get("/teacher/duties/").text
    assert "Раньше 07.09 всё внесено." in earlier(as_)
    on_day(date(2026, 9, 14))  # three weeks ago there was no school
    assert "duties/earlier/" not in as_("anna").get("/teacher/duties/").text


def test_exam_marks_are_ahead_for_the_whole_month_in_which_they_are_waited_for(
    as_, cast, in_school, on_day
):
    with in_school() as session:
        the_school().set_rule("exam_grades", [5])
        for term in session.query(Term).filter_by(grade=5, number=4):
            term.ends_on = date(2027, 5, 25)
        session.commit()
    on_day(date(2027, 6, 20))  # due by the end of the 24th
    for part in (
        as_("anna").get("/teacher/duties/").text.split("Срок прошёл")[0],
        as_("anna").get("/teacher/duties/next/", headers=HTMX).text,
    ):
        assert re.search(r">итоговая</span>.*Отметки промежуточной и итоговой", part)


def test_an_old_one_is_explained_as_any_other(as_, cast, in_school, weeks_before):
    weeks_before(5)
    anna = as_("anna")
    page = earlier(as_)
    key = page.split('name="key" value="')[1].split('"')[0]
    refused = anna.post("/teacher/duties/explanations", {"key": key, "text": " "})
    assert refused.status_code == 422
    assert f'value="{key}"' in refused.text.split("open><summary>Раньше: ")[1]
    form = {"key": key, "text": "не было света"}
    assert anna.post("/teacher/duties/explanations", form).status_code == 302
    assert "не было света" in earlier(as_)


def test_what_is_an_operators_from_before_the_last_control_is_there_too(as_, cast, weeks_before):
    weeks_before(8)
    line = earlier(as_, "olga", "operator")
    assert "<summary>Раньше: 2</summary>" in line  # the lesson, and the marks of the first quarter
    assert "21.09, 2 урок" in line and "1 четверть" in line


def test_few_stand_in_one_list_and_many_by_class_the_nearest_first(as_, cast, weeks_before):
    anna = as_("anna")
    weeks_before(1)
    late = anna.get("/teacher/duties/").text.split("Срок прошёл")[1]
    assert "<b>5-А</b>" not in late
    weeks_before(*range(2, 10))
    page = earlier(as_).split("<summary>Раньше: ")[1]
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
