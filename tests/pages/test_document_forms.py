"""The form of a register: what must be filled is said, what does not matter is not asked."""

import re

from models.office.documents.document import Document

DEMANDS = "/{}/school/documents/demand/"
DEMAND = {"number": "1", "on_date": "2026-11-16", "title": "Пропуски", "text": "Внесите"}
DEMAND |= {"due_on": "2026-11-20"}


def labels(page: str) -> dict[str, str]:
    found = re.findall(r'<label for="(\w+)">(.*?)</label>', page)
    return {name: re.sub(r"<[^>]+>", "", words) for name, words in found}


def test_an_operator_is_asked_for_only_where_the_demand_is_to_one(as_, cast, in_school):
    path = DEMANDS.format("administrator")
    page = as_("admin").get(f"{path}new").text
    assert labels(page)["person_id"] == "Какому оператору (обязательно, если запрос оператору)"
    assert 'class="field of-operator"' in page  # the sheet hides it until the sort is chosen
    assert "person_id" not in labels(as_("olga").get(DEMANDS.format("operator") + "new").text)
    refused = as_("admin").post(path, DEMAND | {"sort": "operator"})
    assert refused.status_code == 422 and "Выберите оператора." in refused.text
    chosen = {"sort": "movement", "person_id": cast.people["olga"]}
    assert as_("admin").post(path, DEMAND | chosen).status_code == 302
    with in_school() as session:
        assert session.query(Document).one().person_id is None


def test_what_must_be_filled_is_said_beside_its_name(as_):
    said = labels(as_("admin").get(DEMANDS.format("administrator") + "new").text)
    assert said["title"].endswith("(обязательно)") and said["sort"].endswith("(обязательно)")
    assert all(words.count("(") == 1 for name, words in said.items() if name != "scan")
