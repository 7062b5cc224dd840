"""«Мои сроки»: many stand by class, nearest first; what is old and not done is not forgotten."""

import re
from datetime import date, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from models import clock
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
    assert "<summary>Раньше не внесено: 2</summary>" in earlier(as_)
    weeks_before(5)
    line = earlier(as_)
    assert (
        "<summary>Раньше не внесено: 4</summary>" in line
    )  # a lesson in each; 5-Б is the operator's
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
    assert '<details class="more" open><summary>Раньше не внесено: 4</summary>' in whole


def test_where_nothing_is_left_of_before_the_part_says_so(as_, cast, on_day):
    on_day(date(2026, 9, 28))
    assert 'hx-get="/teacher/duties/earlier/"' in as_("anna").get("/teacher/duties/").text
    assert '<p class="done">Всё внесено с начала года.</p>' in earlier(as_)
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
    assert f'value="{key}"' in refused.text.split("open><summary>Раньше не внесено: ")[1]
    form = {"key": key, "text": "не было света"}
    assert anna.post("/teacher/duties/explanations", form).status_code == 302
    assert "не было света" in earlier(as_)


def test_what_is_an_operators_from_before_the_last_control_is_there_too(as_, cast, weeks_before):
    weeks_before(8)
    line = earlier(as_, "olga", "operator")
    assert (
        "раньше не внесено: 2</summary>" in line
    )  # the lesson, and the marks of the first quarter
    assert "21.09, 2 урок" in line and "1 четверть" in line


def test_few_stand_in_one_list_and_many_by_class_the_nearest_first(as_, cast, weeks_before):
    anna = as_("anna")
    weeks_before(1)
    late = anna.get("/teacher/duties/").text.split("Срок прошёл")[1]
    assert "<b>5-А</b>" not in late
    weeks_before(*range(2, 10))
    page = earlier(as_).split("<summary>Раньше не внесено: ")[1]
    assert page.startswith("1") and "<summary><b>5-А</b>: " in page
    assert "<summary><b>6-А</b>: " in page and page.index("5-А</b>") < page.index("6-А</b>")
    of_class = page.split("<summary><b>5-А</b>: ")[1].split("</details>\n")[0]
    assert 'Математика · <span class="nw">5-А</span>' in of_class.split("<b>6-А</b>")[0]


def test_a_class_teacher_reads_whose_the_lessons_of_the_class_are(as_, cast, weeks_before):
    weeks_before(1)
    below = as_("boris").get("/teacher/duties/").text.split("В моём классе у других учителей")[1]
    assert 'Математика · <span class="nw">5-А</span>' in below
    assert re.search(
        r'<td data-label="учитель"><span class="nw">[А-Я][а-я]+ А\.</span></td>', below
    )


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


def test_done_of_late_and_not_done_before_stand_in_one_line_and_nothing_is_green(as_, cast):
    line = "С 24.10 всё внесено; "
    page, part = as_("olga").get("/operator/duties/").text, earlier(as_, "olga", "operator")
    assert f'<p>{line}<a href="/operator/duties/earlier/">не внесённое раньше</a></p>' in page
    assert f"<summary>{line}раньше не внесено: 1</summary>" in part
    assert 'class="done"' not in page.split("Срок прошёл")[1] + part


def test_the_head_of_a_class_says_how_much_is_due_by_which_day(as_, cast, weeks_before):
    weeks_before(*range(2, 10))
    page = earlier(as_)
    assert re.search(r"<b>5-А</b>: \d+, первый срок до 14.09, 13:15, последний до ", page)


def test_the_head_of_a_class_with_few_deadlines_names_each(app):
    by_due = app.jinja_env.get_template("control/_own.html").module.by_due
    due = [clock.at(date(2026, *day), time(18)) for day in ((11, 30), (12, 15))]
    rows = [[SimpleNamespace(due=due[0])]] * 2 + [[SimpleNamespace(due=due[1])]] * 17
    with app.app_context():
        assert by_due(rows) == "2 до 30.11, 18:00; 17 до 15.12, 18:00"


def test_an_operator_says_beforehand_why_paper_will_be_late_and_a_teacher_does_not(
    as_, cast, in_school
):
    olga, path = as_("olga"), "/operator/duties/explanations"
    ahead = olga.get("/operator/duties/").text.split("Срок прошёл")[0]
    assert "объяснить заранее" in ahead
    lesson = {"key": f"l{cast.lessons['5-Б', 'Математика']}", "text": "журнал ещё у учителя"}
    assert olga.post(path, lesson).status_code == 302
    assert "журнал ещё у учителя" in olga.get("/operator/duties/").text.split("Срок прошёл")[0]
    told = as_("admin").get("/administrator/control/explanations/").text
    assert "журнал ещё у учителя" in told
    assert "объяснить заранее" not in as_("anna").get("/teacher/duties/").text


def test_an_operator_reads_the_own_figures_as_the_administrator_does(as_, cast, on_day):
    on_day(date(2026, 12, 1))
    page, part = as_("olga").get("/operator/duties/").text, earlier(as_, "olga", "operator")
    assert '<p id="own-work" class="muted"><a href="/operator/duties/earlier/">' in page
    assert 'id="own-work" class="muted" hx-swap-oob="true">5-Б, с ' in part
    assert "сроков прошло 2, вовремя 0, позже срока 0, не внесено 2; внесено записей 0." in part
    assert "own-work" not in earlier(as_) + as_("anna").get("/teacher/duties/").text
    whole = as_("olga").get("/operator/duties/earlier/").text
    assert whole.count('id="own-work"') == 1
    assert "сроков прошло 2" in whole.split("Моя работа за четверть")[1]
