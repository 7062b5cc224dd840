"""Kinds of work: added, changed, no longer offered; the first of them stays as it is."""

import re

import pytest
from sqlalchemy import select

from models.audit.entry import Entry
from models.audit.wording import wording
from models.journal.cell import Mark
from models.journal.journal import ANSWER, WorkKind

PAGE = "/administrator/work-kinds/"
MATHS = ("5-А", "Математика")
PROJECT = {"name": "Проект", "short": "пр.", "weight": "1,5", "offered": "1"}


def kinds(in_school) -> dict:
    """Name → the rest of each kind."""
    with in_school() as session:
        rows = session.execute(select(*WorkKind.__table__.columns))
        return {row.name: row for row in rows}


@pytest.fixture
def project(as_, in_school) -> int:
    """A kind of work beside the first; its number."""
    as_("admin").post(PAGE, PROJECT)
    return kinds(in_school)["Проект"].id


def form_of(visitor, kind_id: int) -> dict:
    page = visitor.get(f"{PAGE}{kind_id}/").text
    return PROJECT | {"seen": re.search(r'name="seen" value="(\w+)"', page).group(1)}


def test_a_kind_is_added_and_offered_in_a_lesson(as_, cast, in_school):
    assert as_("admin").post(PAGE, PROJECT).status_code == 302
    found = kinds(in_school)["Проект"]
    assert (found.short, str(found.weight.normalize()), found.is_test) == ("пр.", "1.5", False)
    lesson = as_("anna").get(f"/teacher/lessons/{cast.lessons[MATHS]}/").text
    assert ">Проект</option>" in lesson


WRONG = [
    ("name", "", "Напишите название."),
    ("name", "я" * 61, "Не длиннее 60 знаков."),
    ("name", "ответ  на уроке", "Вид работы «ответ на уроке» уже есть."),
    ("short", "очень коротко", "Не длиннее 12 знаков."),
    ("weight", "0", "от 0,1 до 9,9"),
    ("weight", "10", "от 0,1 до 9,9"),
    ("weight", "вдвое", "от 0,1 до 9,9"),
]


@pytest.mark.parametrize(("field", "typed", "said"), WRONG)
def test_what_cannot_be_is_said_and_kept(as_, in_school, field, typed, said):
    answer = as_("admin").post(PAGE, PROJECT | {field: typed})
    assert answer.status_code == 422
    assert said in answer.text and f'value="{typed}"' in answer.text
    assert kinds(in_school).keys() == {ANSWER}


def test_adding_twice_is_refused_in_words(as_, in_school):
    admin = as_("admin")
    assert admin.post(PAGE, PROJECT).status_code == 302
    again = admin.post(PAGE, PROJECT)
    assert again.status_code == 422 and "«Проект» уже есть" in again.text
    assert len(kinds(in_school)) == 2


def test_a_change_is_told_in_words(as_, in_school, project):
    admin = as_("admin")
    typed = form_of(admin, project) | {"weight": "2", "is_test": "1"}
    assert admin.post(f"{PAGE}{project}/", typed).status_code == 302
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="work_kind", action="update").one()
        assert wording(entry) == "Вид работы: вес: 1,5 → 2; пишут все: нет → да (Проект)"


def test_a_kind_withdrawn_is_no_longer_offered_but_stays_where_it_is(as_, cast, project, in_school):
    anna, admin = as_("anna"), as_("admin")
    path = f"/teacher/lessons/{cast.lessons[MATHS]}/"
    column = cast.columns[MATHS]
    typed = form_of(admin, project)
    del typed["offered"]
    assert admin.post(f"{PAGE}{project}/", typed).status_code == 302
    assert ">Проект</option>" not in anna.get(path).text
    lesson = {"topic": "", "homework": "", "version": 1, f"kind-{column}": project}
    refused = anna.post(path, lesson)
    assert refused.status_code == 422 and "больше не предлагается" in refused.text
    refused = anna.post(f"{path}columns", {"kind": project})
    assert refused.status_code in (404, 422)
    assert 'data-label="предлагается">нет</td>' in admin.get(PAGE).text


def test_a_mark_keeps_its_kind_when_that_is_withdrawn(as_, cast, project, in_school):
    anna, admin = as_("anna"), as_("admin")
    anna.type("teacher", cast, MATHS, "petya", "5")
    with in_school() as session:
        session.query(Mark).one().work_kind_id = project
        session.commit()
    typed = form_of(admin, project)
    del typed["offered"]
    admin.post(f"{PAGE}{project}/", typed)
    place = f"columns/{cast.columns[MATHS]}/students/{cast.students['petya']}"
    card = anna.get(f"/teacher/journals/{cast.journals[MATHS]}/{place}/").text
    assert f'value="{project}" selected' in card


def test_the_first_kind_is_neither_withdrawn_nor_renamed(as_, in_school):
    admin, first = as_("admin"), kinds(in_school)[ANSWER]
    typed = form_of(admin, first.id) | {"name": ANSWER}
    del typed["offered"]
    answer = admin.post(f"{PAGE}{first.id}/", typed)
    assert answer.status_code == 422 and "убрать его нельзя" in answer.text
    answer = admin.post(f"{PAGE}{first.id}/", typed | {"offered": "1", "name": "Ответ"})
    assert answer.status_code == 422 and "переименовать его нельзя" in answer.text
    typed |= {"offered": "1", "weight": "2"}
    assert admin.post(f"{PAGE}{first.id}/", typed).status_code == 302
    assert kinds(in_school)[ANSWER].weight == 2


def test_a_stale_form_of_a_kind_loses_nothing(as_, in_school, project):
    admin = as_("admin")
    mine = form_of(admin, project) | {"weight": "3"}
    admin.post(f"{PAGE}{project}/", form_of(admin, project) | {"weight": "2"})
    answer = admin.post(f"{PAGE}{project}/", mine)
    assert answer.status_code == 409
    assert 'value="3"' in answer.text and "Сейчас в школе: 2" in answer.text
    theirs = admin.post(f"{PAGE}{project}/", mine | {"weight": "2"})
    assert theirs.status_code == 409 and "уже сохранено" in theirs.text
    assert kinds(in_school)["Проект"].weight == 2
