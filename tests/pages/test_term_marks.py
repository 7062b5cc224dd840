"""Marks of periods: the program proposes, the teacher decides, everybody may ask why."""

from datetime import timedelta

import pytest

from models.journal.days import open_day
from models.journal.term_mark import TermMark
from models.school.calendar import Term, the_year
from models.school.school import the_school
from tests.cast import MONDAY
from tests.marks_grid import MATHS, Hand, problems, told


@pytest.fixture
def anna(as_, cast) -> Hand:
    return Hand(as_("anna"), cast)


@pytest.fixture
def period(anna) -> str:
    """The quarter that goes on."""
    return anna.period()[0]


def page_of(anna: Hand, period: str) -> str:
    return anna.visitor.get(f"{anna.path}/periods/{period}/").text


def why(anna: Hand, cast, period: str, pupil: str = "petya", fragment: bool = False):
    path = f"{anna.path}/periods/{period}/students/{cast.students[pupil]}"
    return anna.visitor.get(path, fragment=fragment)


def test_a_mark_is_given_in_the_grid_and_shown_by_it(anna, cast, period):
    answer = anna.mark_period([("petya", "4", 0)], period)
    assert answer.status_code == 200
    given = told(answer.text)[period, str(cast.students["petya"])]
    assert (given.text, given.version) == ("4", 1)
    assert anna.period()[1] == given


@pytest.mark.parametrize(
    ("typed", "given"),
    [("н", "н/а"), ("о", "осв"), ("з", "зач"), ("зачёт", "зач"), (" 5 ", "5"), ("", "")],
)
def test_short_words_become_whole_ones(anna, period, typed, given):
    assert anna.mark_period([("petya", typed, 0)], period).status_code == 200
    assert anna.period()[1].text == given


@pytest.mark.parametrize("typed", ["6", "5 4", "н5", "отлично", "1", "<b>"])
def test_what_is_no_mark_of_a_period_is_refused_in_words(anna, period, typed):
    answer = anna.mark_period([("petya", typed, 0)], period)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert anna.period()[1].text == ""


def test_a_block_of_period_marks_is_one_step_and_names_what_it_left(anna, cast, period):
    anna.mark_period([("olya", "3", 0)], period)
    answer = anna.mark_period([("petya", "5", 0), ("olya", "4", 0)], period).text
    assert told(answer)[period, str(cast.students["petya"])].text == "5"
    [(stale, _)] = problems(answer)
    assert (stale["period"], stale["mine"], stale["theirs"]) == (period, "4", "3")
    assert "stale" in stale


def test_a_repeated_block_is_given_once_and_still_tells_what_it_left(anna, cast, period):
    cells = [("petya", "н", 0), ("olya", "7", 0)]
    anna.mark_period(cells, period, key="t1")
    again = anna.mark_period(cells, period, key="t1").text
    assert told(again)[period, str(cast.students["petya"])].text == "н/а"
    [(refused, said)] = problems(again)
    assert refused["mine"] == "7" and "Не понимаю" in said
    assert anna.period()[1].version == 1


@pytest.mark.parametrize(
    "cells", [[], [("petya", "5", 0), ("petya", "4", 0)], [("petya", "5" * 13, 0)]]
)
def test_an_odd_block_is_refused_whole(anna, period, in_school, cells):
    assert anna.mark_period(cells, period).status_code == 422
    with in_school() as session:
        assert session.query(TermMark).count() == 0


@pytest.mark.parametrize("name", ["t99999", "t", "exam", "год", "x" * 300])
def test_a_period_the_journal_does_not_have_is_refused(anna, name):
    assert anna.mark_period([("petya", "5", 0)], name).status_code == 422
    assert anna.visitor.get(f"{anna.path}/periods/{name[:40]}/").status_code == 404


def test_a_pupil_of_another_class_gets_no_mark_here(anna, period):
    answer = anna.mark_period([("fedya", "5", 0)], period)
    assert answer.status_code == 422
    assert "нет в списке" in answer.text


def test_a_closed_period_takes_no_mark(anna, cast, in_school, period):
    with in_school() as session:
        for term in session.query(Term).filter_by(grade=5, number=2):
            term.close(None)
        session.commit()
    answer = anna.mark_period([("petya", "5", 0)], period)
    assert answer.status_code == 422
    assert "Период закрыт" in answer.text
    page = page_of(anna, period)
    assert "Период закрыт" in page and 'name="value-' not in page


def test_long_before_the_quarter_ends_all_that_is_proposed_is_given_after_a_question(
    anna, in_school, period
):
    anna.write("5 5 4")
    with in_school() as session:
        ends = session.get(Term, int(period[1:])).ends_on
    path = f"{anna.path}/periods/{period}/"
    asked = anna.visitor.post(path, {"proposed": "1"})
    assert f"кончается {ends:%d.%m.%Y}" in asked.text and "Выставить всё же?" in asked.text
    assert anna.period()[1].text == ""
    assert anna.visitor.post(path, {"proposed": "1", "early": "1"}).status_code == 302
    assert anna.period()[1].text == "5"


def test_the_list_proposes_and_in_the_last_week_one_press_gives_what_is_proposed(
    anna, cast, in_school, on_day, period
):
    with in_school() as session:
        ends = session.get(Term, int(period[1:])).ends_on
    anna.block([("petya", "5 5 4", 0), ("olya", "3 2", 0)])
    anna.mark_period([("olya", "2", 0)], period)
    page = page_of(anna, period)
    assert "Выставить предложенные: 1" in page
    path = f"{anna.path}/periods/{period}/"
    on_day(ends - timedelta(days=7))
    assert anna.visitor.post(path, {"proposed": "1"}).status_code == 302
    assert [anna.period(who)[1].text for who in ("petya", "olya")] == ["5", "2"]


def form_of(cast, **values: str) -> dict:
    """The list's form: what stands in the fields, nothing stood there before."""
    data: dict = {"student": [cast.students[who] for who in values]}
    for who, value in values.items():
        student = cast.students[who]
        fields = {f"value-{student}": value, f"was-{student}": "", f"version-{student}": "0"}
        data |= fields
    return data


def test_the_list_saves_what_it_understands_and_keeps_the_rest_typed(anna, cast, period):
    path = f"{anna.path}/periods/{period}/"
    answer = anna.visitor.post(path, form_of(cast, petya="4", olya="7"))
    assert answer.status_code == 422
    assert 'value="7"' in answer.text and "Не понимаю" in answer.text
    top = answer.text.split('role="alert"')[1].split("</p>")[0]
    assert "Не сохранено: 1, остальное записано" in top
    assert f'href="#mark-{cast.students["olya"]}"' in top
    assert f'id="mark-{cast.students["olya"]}"' in answer.text
    assert [anna.period(who)[1].text for who in ("petya", "olya")] == ["4", ""]


def test_the_list_overwrites_nobody(anna, cast, period):
    anna.mark_period([("petya", "3", 0)], period)
    path = f"{anna.path}/periods/{period}/"
    answer = anna.visitor.post(path, form_of(cast, petya="5"))
    assert answer.status_code == 422
    assert "поставили «3»" in answer.text and 'value="5"' in answer.text
    assert anna.period()[1].text == "3"


def test_the_whole_list_by_hand_without_javascript(anna, cast, period):
    path = f"{anna.path}/periods/{period}/"
    assert anna.visitor.post(path, form_of(cast, petya="5", olya="н/а")).status_code == 302
    page = page_of(anna, period)
    assert "Отметки стоят у всех" in page
    assert 'value="н/а"' in page


def test_a_mark_unlike_the_proposed_one_is_seen(anna, period):
    anna.write("5")
    anna.mark_period([("petya", "3", 0)], period)
    assert "не как предложено" in page_of(anna, period)
    assert "differs" in anna.visitor.get(f"{anna.path}/").text


def test_the_explanation_shows_every_mark_the_sum_and_the_table(anna, cast, period):
    anna.write("5 5 4")
    page = why(anna, cast, period).text
    assert "Сумма 14 : 3" in page and "4,67" in page
    assert "от 4,5 ставится 5" in page
    assert "Предлагается: <b>5</b>" in page
    part = why(anna, cast, period, fragment=True).text
    assert "<html" not in part and "Сумма 14 : 3" in part


def test_the_explanation_remembers_who_gave_what(anna, cast, period):
    anna.mark_period([("petya", "4", 0)], period)
    anna.mark_period([("petya", "5", 1)], period)
    page = why(anna, cast, period).text
    assert "Учитель А." in page
    assert "4 → 5" in page


def test_a_pupil_without_marks_is_told_so(anna, cast, period):
    assert "пока нет" in why(anna, cast, period).text
    assert why(anna, cast, period, "fedya").status_code == 404


@pytest.fixture
def last_quarter(anna, cast, in_school) -> list[str]:
    """All periods of the year: quarters, and «year» behind the last."""
    with in_school() as session:
        terms = session.query(Term).filter_by(grade=5).order_by(Term.number)
        names = [f"t{term.id}" for term in terms]
        open_day(the_year(MONDAY), MONDAY)
        session.commit()
    return [*names, "year"]


def test_the_years_mark_is_proposed_from_all_its_quarters(anna, cast, last_quarter):
    *quarters, year = last_quarter
    for name, mark in zip(quarters, "5544", strict=True):
        assert "Выставить предложенные" not in page_of(anna, year)
        anna.mark_period([("petya", mark, 0)], name)
    assert "Выставить предложенные: 1" in page_of(anna, year)
    page = why(anna, cast, year).text
    assert "Сумма 18 : 4" in page and "Предлагается: <b>5</b>" in page
    assert anna.mark_period([("petya", "5", 0)], year).status_code == 200


def test_the_family_reads_the_years_mark_behind_the_last_quarter(anna, as_, cast, last_quarter):
    *quarters, year = last_quarter
    anna.mark_period([("petya", "4", 0)], quarters[-1])
    anna.mark_period([("petya", "5", 0)], year)
    marks = f"/parent/children/{cast.students['petya']}/marks/"
    maria = as_("maria")
    assert "год 5" in maria.get(f"{marks}?term={quarters[-1][1:]}").text
    assert "год 5" not in maria.get(f"{marks}?term={quarters[0][1:]}").text


def test_the_title_of_the_journal_leads_to_the_list(anna, period):
    assert f'href="{anna.path}/periods/{period}/"' in anna.visitor.get(f"{anna.path}/").text
    assert anna.place == MATHS


def test_where_no_marks_are_given_none_are_missing(anna, in_school, period):
    assert "Не закрыто учеников" in page_of(anna, period)
    with in_school() as session:
        the_school().set_rule("unmarked_grades", [1, 5])
        session.commit()
    page = page_of(anna, period)
    assert "Отметки здесь не ставятся" in page
    assert "Не закрыто учеников" not in page and "почему" not in page


def test_who_only_reads_gets_no_form_to_send(as_, anna, cast, period):
    assert '<form method="post">' in page_of(anna, period)
    path = f"/director/journals/{cast.journals[MATHS]}/periods/{period}/"
    page = as_("director").get(path).text
    assert "Ср." in page and '<form method="post">' not in page
