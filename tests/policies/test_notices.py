"""Notices to roles and sheets of acquaintance: who must read, who has and when (5.2(15)(16))."""

from models.control.note import AnalyticNote
from models.office.notice import NoticeRead
from models.office.order import Order
from tests.cast import MONDAY

PLACE = "/administrator/school/notices/"
NEWS = {"title": "Новое в журнале", "text": "Тему можно взять из плана.", "roles": ["teacher"]}


def sent(as_, typed: dict) -> str:
    answer = as_("admin").post(PLACE, typed)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def letter(place: str, room: str) -> str:
    return f"/{room}/notices/{place.rstrip('/').rsplit('/', 1)[1]}/reading"


def test_a_notice_waits_on_the_home_page_until_it_is_read(as_, cast, in_school):
    place, anna = sent(as_, NEWS), as_("anna")
    assert "Прочитайте:" in anna.get("/teacher/").text
    assert "Тему можно взять из плана." in anna.get("/teacher/notices/").text
    assert anna.post(letter(place, "teacher")).status_code == 302
    assert anna.post(letter(place, "teacher")).status_code == 302  # twice is once
    assert "Прочитайте:" not in anna.get("/teacher/").text
    page = as_("admin").get(place).text
    assert "Прочитали 1 из 3 сотрудников" in page
    with in_school() as session:
        (read,) = session.query(NoticeRead).all()
        assert (read.person_id, read.account_id) == (cast.people["anna"], cast.accounts["anna"])


def test_nobody_reads_what_is_addressed_to_others(as_, cast, officials):
    place = sent(as_, NEWS)
    assert "Новое в журнале" not in as_("olga").get("/operator/notices/").text
    assert as_("olga").post(letter(place, "operator")).status_code == 404
    assert as_("maria").post(letter(place, "parent")).status_code == 404
    assert as_("director").get(place.replace("administrator", "director")).status_code == 200
    for who, room in (("anna", "teacher"), ("sonya", "secretary"), ("igor", "inspector")):
        assert as_(who).get(place.replace("administrator", room)).status_code == 404
    assert as_("director").post("/director/school/notices/", NEWS).status_code == 405


def test_families_are_told_too_and_stand_on_no_sheet(as_, cast):
    place = sent(as_, NEWS | {"roles": ["parent", "student"]})
    maria = as_("maria")
    assert "Тему можно взять" in maria.get("/parent/notices/").text
    assert maria.post(letter(place, "parent")).status_code == 302
    assert as_("petya").post(letter(place, "student")).status_code == 302


def test_under_an_order_stands_a_sheet_of_who_must_read_who_has_and_when(
    as_, cast, in_school, on_paper, officials
):
    with in_school() as session:
        order = session.query(Order).first().id
    page = as_("admin").get(f"/administrator/orders/{order}/").text
    assert f"/administrator/school/notices/new?order={order}" in page
    form = as_("admin").get(f"{PLACE}new?order={order}").text
    assert "Ознакомление: приказ № 7 от 01.09.2026" in form
    own = {"title": "Ознакомление", "text": "", "order": order, "roles": ["operator"]}
    place = sent(as_, own | {"readers": [cast.people["anna"]]})
    assert "Ознакомлен(а)" in as_("anna").get("/teacher/notices/").text
    as_("anna").post(letter(place, "teacher"))
    signed = {"person": cast.people["olga"], "signed_on": MONDAY.isoformat()}
    early = as_("admin").post(f"{place}signatures", signed | {"signed_on": "2026-08-31"})
    assert early.status_code == 422
    assert as_("admin").post(f"{place}signatures", signed).status_code == 302
    assert as_("admin").get(f"{place}print").data.startswith(b"%PDF")
    (told,) = on_paper
    assert "приказ № 7 от 01.09.2026" in told["basis"]
    lines = {line[0].split()[0] + line[0].split()[1]: line[1:] for line in told["lines"]}
    assert lines["СлужебнаяОльга"] == ["16.11.2026", "подпись на бумаге"]
    assert lines["УчительАнна"][1].startswith("в электронном журнале")
    assert as_("admin").get(f"/administrator/orders/{order}/").text.count(place) == 1


def test_a_notice_without_readers_or_words_is_refused_and_stays_typed(as_, cast):
    for lacks in ({"roles": []}, {"text": " "}, {"title": ""}, {"due_on": "2026-11-01"}):
        answer = as_("admin").post(PLACE, NEWS | lacks)
        assert answer.status_code == 422
    assert "Тему можно взять из плана." in answer.text


def test_what_was_withdrawn_asks_nobody_any_more(as_, cast):
    place = sent(as_, NEWS)
    assert as_("admin").post(f"{place}withdrawal").status_code == 302
    assert "Прочитайте:" not in as_("anna").get("/teacher/").text
    assert as_("anna").post(letter(place, "teacher")).status_code == 404


def test_the_news_of_the_program_is_proposed_and_stands_in_every_room(as_, cast):
    assert "Новое в журнале: версия" in as_("admin").get(f"{PLACE}new?from=news").text
    assert "Что нового в журнале" in as_("maria").get("/parent/notices/").text


def test_a_signed_note_is_brought_before_the_staff(as_, cast, in_school):
    note = as_("admin").post("/administrator/control/notes/", {"term": "1"}).headers["Location"]
    assert "довести до сведения" not in as_("admin").get(note).text  # a draft is nobody's reading
    with in_school() as session:
        found = session.query(AnalyticNote).one()
        text, seen = found.text, found.version
    as_("admin").post(note, {"text": text, "council": "", "seen": seen, "sign": "1", "sure": "1"})
    assert "довести до сведения" in as_("admin").get(note).text
    number = note.rstrip("/").rsplit("/", 1)[1]
    page = as_("admin").get(f"{PLACE}new?note={number}").text
    assert "Справка: 1 четверть" in page and "пунктом 5.2(13)" in page
