"""What is new in the program: to each what is about them, and once on the page."""

from models.release_notes import Release
from tests.policies.test_notices import NEWS, letter, sent

NEW = Release("версия 0.9", "- Тема берётся из плана.\n+ Задание видно в дневнике.")


def test_families_read_only_what_is_about_them(as_, monkeypatch):
    monkeypatch.setattr("models.release_notes.releases", lambda: [NEW])
    for who, room in (("maria", "parent"), ("petya", "student")):
        page = as_(who).get(f"/{room}/notices/").text
        assert "Задание видно в дневнике." in page and "Тема берётся из плана." not in page
    page = as_("anna").get("/teacher/notices/").text
    assert "Задание видно в дневнике." in page and "Тема берётся из плана." in page
    for_families = {"from": "news", "role": "parent"}
    form = as_("admin").get("/administrator/school/notices/new", query_string=for_families).text
    assert "- Задание видно в дневнике." in form and "Тема берётся" not in form


def test_news_without_a_line_for_families_shows_them_no_heading(as_, monkeypatch):
    of_staff = Release("версия 0.9", "- Тема берётся из плана.")
    monkeypatch.setattr("models.release_notes.releases", lambda: [of_staff])
    assert "Что нового в журнале" not in as_("maria").get("/parent/notices/").text


def test_what_a_notice_tells_stands_on_the_page_once(as_, monkeypatch):
    monkeypatch.setattr("models.release_notes.releases", lambda: [NEW])
    sent(as_, {"title": NEW.headline, "text": NEW.told(), "roles": ["teacher"]})
    page = as_("anna").get("/teacher/notices/").text
    assert page.count("Тема берётся из плана.") == 1
    assert "Что нового в журнале" in as_("olga").get("/operator/notices/").text


def test_the_sign_of_messages_counts_what_is_unread_on_every_page(as_):
    place, anna = sent(as_, NEWS), as_("anna")
    for page in ("/teacher/", "/teacher/duties/", "/teacher/notices/"):
        assert "Сообщения, непрочитанных 1" in anna.get(page).text
        assert '<span class="count" aria-hidden="true">1</span>' in anna.get(page).text
    anna.post(letter(place, "teacher"))
    assert "непрочитанных" not in anna.get("/teacher/").text
