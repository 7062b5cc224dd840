"""The plan of work: whose a thing without a name is, and why its numbers do not begin with one."""

from tests.policies.test_documents import entered

REGISTER = "/operator/school/documents/plan/"
OWN = {"on_date": "2026-11-16", "due_on": "2026-11-20"}


def test_a_thing_of_the_plan_without_a_name_is_whose_who_wrote_it(as_, cast):
    olga = as_("olga")
    entered(as_, "plan", OWN | {"number": "1", "title": "Обучить завучей"})
    page = olga.get(REGISTER).text
    assert "Ваших записей в реестре пока нет." in page and "номера общие на всю школу" in page
    assert "дело остаётся за тем, кто его вносит" in olga.get(f"{REGISTER}new").text
    entered(as_, "plan", OWN | {"number": "2", "title": "Сверить журналы"}, "olga", "operator")
    home = olga.get("/operator/").text
    assert "Сверить журналы: сделать" in home and "Обучить завучей" not in home
