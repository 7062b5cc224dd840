"""Help is about the page one stands on, in plain words, and says who sees it."""

import re

from blueprints.help_texts import help_texts
from models.security_memo import MEMO


def test_the_mark_on_a_page_leads_to_help_about_it(as_, cast):
    page = as_("anna").get("/teacher/duties/").text
    (link,) = re.findall(r'class="own help-mark" href="([^"]+)"', page)
    text = as_("anna").get(link).text
    assert "<h1>Мои сроки</h1>" in text and "Кто видит эту страницу" in text
    assert "Оператор" in text and "Директор" not in text.split("Кто видит эту страницу")[1]


def test_a_refused_form_keeps_the_help_of_its_page(as_, cast):
    answer = as_("admin").post("/administrator/school/documents/act/", {"number": ""})
    assert answer.status_code == 422
    assert (
        "/help/pages/new_document" in answer.text or "/help/pages/document_register" in answer.text
    )


def test_help_on_another_rooms_page_is_not_here(as_, cast):
    assert as_("maria").get("/parent/help/pages/backups").status_code == 404
    assert as_("anna").get("/teacher/help/pages/no-such").status_code == 404


def test_the_contents_have_what_the_room_has_and_no_more(as_, cast):
    teacher, parent = as_("anna").get("/teacher/help/").text, as_("maria").get("/parent/help/").text
    assert "Журнал: отметки и пропуски" in teacher and "Резервные копии" not in teacher
    assert "Дневник: неделя" in parent and "Мои сроки" not in parent


def test_texts_are_short_and_plain():
    for text in help_texts().values():
        assert 40 < len(text.body) < 1500, text.title
        latin = set(re.findall(r"[A-Za-z]{3,}", text.body)) - {"Ctrl", "Excel", "CSV", "aSc", "FET"}
        assert latin <= {"OneRoster"}, f"{text.title}: {latin}"


def test_no_text_is_about_a_page_that_is_nowhere(app):
    mounted = {rule.endpoint.rpartition(".")[2] for rule in app.url_map.iter_rules()}
    assert {name.rpartition(".")[2] for name in help_texts()} <= mounted


def test_the_memo_has_every_clause_of_section_three_and_is_printed(as_, cast):
    assert {"3.1", "3.2", "3.3", "3.4", "3.5"} <= {rule.clause for rule in MEMO}
    page = as_("anna").get("/teacher/help/memo").text
    assert all(rule.title in page for rule in MEMO)
    paper = as_("anna").get("/teacher/help/memo/print")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")
