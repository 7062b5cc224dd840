"""A form that makes something makes it once, however often its button is pressed."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.control.note import AnalyticNote
from models.exchange.upload import Upload
from models.journal.plans.material import LessonMaterial
from models.journal.plans.plan import PlanTopic, PlanVersion, TopicPlan
from models.office.notice import Notice
from models.runs.run import Run
from tests.plans import MATHS, follow, make_cast_plan

PLANS = "/teacher/plans/"
PNG = b"\x89PNG\r\n\x1a\n1234"


@pytest.fixture
def plan(cast, in_school) -> int:
    with in_school() as session:
        made = make_cast_plan(cast)
        follow(cast, made)
        session.commit()
        return made.id


@pytest.fixture
def lesson(cast) -> str:
    return f"/teacher/lessons/{cast.lessons[MATHS]}/"


def key_of(page, action: str = "") -> str:
    """The key of the page's form; of several, of the one that leads to `action`."""
    forms = re.findall(r"<form.*?</form>", page.text, re.S)
    form = next(form for form in forms if action in form and 'name="once"' in form)
    return re.search(r'name="once" value="(\w+)"', form)[1]


def twice(client, path: str, data: dict):
    """Both answers, which must lead to one place."""
    first, second = (client.post(path, dict(data)) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    return first.location


def number_of(in_school, model) -> int:
    with in_school() as session:
        return session.query(model).count()


def test_one_link_and_a_second_one_from_the_same_page(as_, lesson, in_school):
    anna = as_("anna")
    key = key_of(anna.get(lesson), "/materials")
    twice(anna, f"{lesson}materials", {"once": key, "url": "https://example.org/a"})
    twice(anna, f"{lesson}materials", {"once": key, "url": "https://example.org/b"})
    assert number_of(in_school, LessonMaterial) == 2
    again = anna.post(f"{lesson}materials", {"url": "https://example.org/b"})
    assert again.status_code == 422 and "уже есть" in again.text


def test_one_file(as_, lesson, in_school):
    anna = as_("anna")
    key = key_of(anna.get(lesson), "/materials")
    for name in ("а.png", "а.png", "б.png"):
        data = {"once": key, "file": (io.BytesIO(PNG), name)}
        assert anna.post(f"{lesson}materials", data).status_code == 302
    assert number_of(in_school, LessonMaterial) == 2


def test_what_was_refused_can_be_sent_again(as_, lesson, in_school):
    anna = as_("anna")
    key = key_of(anna.get(lesson), "/materials")
    wrong = {"once": key, "url": "ftp://example.org"}
    assert anna.post(f"{lesson}materials", wrong).status_code == 422
    twice(anna, f"{lesson}materials", wrong | {"url": "https://example.org"})


def test_one_copy_of_a_plan_and_another_when_the_page_is_opened_anew(as_, plan, in_school):
    anna, path = as_("anna"), f"{PLANS}{plan}/"
    for _ in range(2):
        twice(anna, f"{path}copies", {"once": key_of(anna.get(path), "/copies")})
    assert number_of(in_school, TopicPlan) == 3


def test_one_plan_from_a_sheet_whose_preview_makes_nothing(as_, cast, in_school):
    anna = as_("anna")
    page = anna.get(f"{PLANS}new")
    pair = re.search(r'<option value="(\d+-5)"', page.text)[1]
    typed = {"pair": pair, "text": "Тема\tЧасы\nДроби\t2"}
    preview = anna.post(f"{PLANS}new", typed | {"once": key_of(page)})
    assert preview.status_code == 200 and number_of(in_school, TopicPlan) == 0
    typed |= {"once": key_of(preview), "column": ["name", "hours"], "save": "1"}
    twice(anna, f"{PLANS}new", typed)
    assert number_of(in_school, TopicPlan) == 1


def typed_topics(page) -> dict:
    fields = ("once", "seen", "order", "key", "section", "name", "hours", "term", "homework")
    return {f: re.findall(rf'name="{f}" value="([^"]*)"', page.text) for f in fields}


def test_one_version_of_the_topics(as_, plan, in_school):
    anna, path = as_("anna"), f"{PLANS}{plan}/topics"
    typed = typed_topics(anna.get(path))
    typed["name"][1] = "Доли"
    twice(anna, path, typed)
    assert number_of(in_school, PlanVersion) == 2


def test_a_form_of_topics_whose_fields_came_twice_is_refused(as_, plan, in_school):
    anna, path = as_("anna"), f"{PLANS}{plan}/topics"
    before = number_of(in_school, PlanTopic)
    doubled = {name: values * 2 for name, values in typed_topics(anna.get(path)).items()}
    answer = anna.post(path, doubled)
    assert answer.status_code == 422 and "Обновите страницу" in answer.text
    doubled["seen"] = doubled["seen"][:1]
    assert anna.post(path, doubled).status_code == 422
    assert number_of(in_school, PlanTopic) == before


def test_one_analytic_note(as_, in_school):
    admin, path = as_("admin"), "/administrator/control/notes/"
    twice(admin, path, {"once": key_of(admin.get(path)), "term": "1"})
    assert number_of(in_school, AnalyticNote) == 1


def test_two_that_come_at_the_same_moment_are_one(as_, plan, in_school):
    anna, other, path = as_("anna"), as_("anna"), f"{PLANS}{plan}/copies"
    sent = {"once": key_of(anna.get(f"{PLANS}{plan}/"), "/copies")}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.post(path, dict(sent)), (anna, other)))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert number_of(in_school, TopicPlan) == 2


def test_one_check_of_a_file(as_, cast, in_school):
    operator, rows = as_("admin"), "Фамилия;Имя;Класс\nИванов;Иван;5-А\n"
    places = set()
    for _ in range(2):
        file = (io.BytesIO(rows.encode()), "список.csv")
        answer = operator.post("/administrator/imports/", {"kind": "pupils", "file": file})
        places.add(answer.location)
    assert len(places) == 1
    assert number_of(in_school, Upload) == number_of(in_school, Run) == 1


def test_one_notice_to_everybody(as_, in_school):
    admin, path = as_("admin"), "/administrator/school/notices/"
    key = key_of(admin.get(f"{path}new"), "notices/")
    twice(admin, path, {"once": key, "title": "Совет", "text": "В 15:00", "roles": "teacher"})
    assert number_of(in_school, Notice) == 1
