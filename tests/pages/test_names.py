"""No page takes a name that nobody could read, and each says why."""

import pytest

from models.journal.lesson import Lesson
from models.people.person import Person
from tests.plans import MATHS

TAG = "<script>alert(1)</script>"
BAD = (TAG, "\u200d\u200d", "\u3164")


@pytest.mark.parametrize("name", BAD)
def test_of_a_plan_a_topic_and_material(as_, cast, in_school, name):
    with in_school() as session:
        course_id = session.get(Lesson, cast.lessons[MATHS]).journal.course_id
    anna, pair = as_("anna"), f"{course_id}-5"
    refused = anna.post("/teacher/plans/new", {"pair": pair, "name": name})
    assert refused.status_code == 422 and "Название плана." in refused.text
    sheet = {"pair": pair, "text": f"Тема\tЧасы\nДроби\t1\n{name}\t2"}
    preview = anna.post("/teacher/plans/new", sheet)
    assert "Не возьмутся строки: 1" in preview.text and "Тем 1, часов 1" in preview.text
    link = {"url": "https://example.org", "title": name}
    refused = anna.post(f"/teacher/lessons/{cast.lessons[MATHS]}/materials", link)
    assert refused.status_code == 422 and "Название материала." in refused.text


@pytest.mark.parametrize("name", [*BAD, "Иванов7"])
def test_of_a_parent(as_, cast, in_school, name):
    fedya = cast.students["fedya"]
    typed = {"surname": name, "given": "Анна", "kind": "mother"}
    for field in ("patronymic", "phone", "email", "basis"):
        typed[field] = ""
    with in_school() as session:
        before = session.query(Person).count()
    answer = as_("admin").post(f"/administrator/school/pupils/{fedya}/parents/", typed)
    assert answer.status_code == 422 and "буквы, дефис, апостроф" in answer.text
    with in_school() as session:
        assert session.query(Person).count() == before
