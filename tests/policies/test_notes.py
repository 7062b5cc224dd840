"""Analytic notes (5.2(13)): written by the administrator from figures, signed, read above."""

from datetime import date, time, timedelta
from io import BytesIO

from docx import Document

from models import clock
from models.control.note import AnalyticNote, write_note
from models.control.note_text import composed
from models.control.snapshot import take_snapshot
from models.printable import share
from models.school.groups import AT_HOME

DAY = timedelta(days=1)
PATH = "/administrator/control/notes/"


def write(as_) -> str:
    answer = as_("admin").post(PATH, {"term": "1"})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_note_is_written_from_the_figures_edited_and_signed(as_, cast, in_school):
    place, admin = write(as_), as_("admin")
    page = admin.get(place).text
    assert "В соответствии с пунктом 5.2(13) регламента" in page and "черновик" in page
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        text, version = note.text, note.version
        assert str(note.figures["whole"][1]) in text
    own = {"text": text + "\n\nПредложить поощрить.", "council": "", "seen": version}
    assert admin.post(place, own).status_code == 302
    assert admin.post(place, own | {"text": "Чужое", "seen": version}).status_code == 409
    assert admin.post(place, own | {"text": ""}).status_code in (409, 422)
    signed = own | {"seen": version + 1, "sign": "1", "sure": "1"}
    assert admin.post(place, signed).status_code == 302
    page = admin.get(place).text
    assert "подписана" in page and "<textarea" not in page
    with in_school() as session:
        version = session.query(AnalyticNote).one().version
    changed = {"text": "Иначе", "council": "педсовет, протокол № 2", "seen": version}
    assert admin.post(place, changed).status_code == 422  # signed: the text stays
    told = changed | {"text": own["text"]}
    assert admin.post(place, told).status_code == 302  # where it was presented may follow
    document = admin.get(f"{place}docx")
    assert "wordprocessingml" in document.mimetype
    words = "\n".join(part.text for part in Document(BytesIO(document.data)).paragraphs)
    assert "Предложить поощрить." in words and "педсовет, протокол № 2" in words
    paper = admin.get(f"{place}print")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")


def test_the_director_reads_notes_and_writes_none(as_, cast, officials):
    place = write(as_).replace("administrator", "director")
    director = as_("director")
    assert "1 четверть" in director.get("/director/control/notes/").text
    assert director.get(place).status_code == 200
    assert director.post(place, {"text": "Другое"}).status_code == 405
    assert director.get("/director/control/notes/987/").status_code == 404
    for who, room in (("dora", "deputy_head"), ("olga", "operator"), ("igor", "inspector")):
        assert as_(who).get(place.replace("director", room)).status_code == 404


def test_the_administrator_is_told_of_a_quarter_without_a_signed_note(as_, cast, in_school):
    admin = as_("admin")
    assert "Нет подписанной справки: 1 четверть" in admin.get("/administrator/").text
    place = write(as_)
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        signed = {"text": note.text, "council": "", "seen": note.version, "sign": "1", "sure": "1"}
    assert admin.post(place, signed).status_code == 302
    assert "Нет подписанной справки" not in admin.get("/administrator/").text


def test_a_period_that_has_not_begun_has_no_note(as_, cast):
    refused = as_("admin").post(PATH, {"term": "4"})
    assert refused.status_code == 422


def test_a_note_of_a_term_that_goes_on_says_so_and_is_not_signed_before_its_end(
    as_, cast, in_school, monkeypatch
):
    admin = as_("admin")
    place = admin.post(PATH, {"term": "2"}).headers["Location"]
    page = admin.get(place).text
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        counted, ends_on = note.last, note.term_ends_on
        own = {"text": note.text, "council": "", "seen": note.version, "sign": "1", "sure": "1"}
    assert counted < ends_on
    for day in (counted, ends_on):
        assert f"{day:%d.%m.%Y}" in page.split("<textarea")[0]
    assert 'name="sign"' not in page and 'name="sure"' not in page
    for day in (counted, ends_on):
        later = clock.at(day, time(23))
        monkeypatch.setattr("models.clock.now", lambda later=later: later)
        refused = as_("admin").post(place, own)
        assert refused.status_code == 422 and f"до {ends_on:%d.%m.%Y}" in refused.text
    with in_school() as session:
        assert session.query(AnalyticNote).one().is_open


def test_the_chart_has_the_control_that_came_after_the_term_and_judged_its_lessons(
    as_, cast, in_school, monkeypatch
):
    moment = clock.at(date(2026, 12, 1), time(9))
    monkeypatch.setattr("models.clock.now", lambda: moment)
    with in_school() as session:
        snapshot = take_snapshot(date(2026, 11, 30))
        judged = snapshot.last
        session.commit()
        note = write_note("Период", date(2026, 11, 9), judged, None)
        assert [day for day, *_ in note.figures["trend"]] == ["2026-11-30"]
        session.rollback()
        before = write_note("Период", date(2026, 11, 9), judged - DAY, None)
        assert before.figures["trend"] == []


def test_the_chart_of_classes_counts_classes_and_not_those_taught_at_home(as_, cast, in_school):
    place = write(as_)
    classes = [[f"{n}-А", 100, n, 0, 0] for n in range(1, 25)] + [[AT_HOME, 100, 50, 0, 0]]
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        note.figures = note.figures | {"class": classes}
        session.commit()
    assert " из 24, с наименьшей долей" in as_("admin").get(place).text


def test_a_text_longer_than_a_note_holds_is_refused_and_stays(as_, cast, in_school):
    place = write(as_)
    own = {"text": "я" * 8001, "council": "", "seen": 1}
    answer = as_("admin").post(place, own)
    assert answer.status_code == 422 and "я" * 8001 in answer.text
    assert 'maxlength="8000"' not in answer.text  # a browser would cut what is pasted


def signed(as_, in_school, place: str) -> None:
    with in_school() as session:
        note = session.get(AnalyticNote, int(place.rstrip("/").rsplit("/", 1)[1]))
        own = {"text": note.text, "council": "", "seen": note.version, "sign": "1", "sure": "1"}
    assert as_("admin").post(place, own).status_code == 302


def test_a_draft_says_so_and_has_no_line_to_sign_on(as_, cast, in_school):
    place, admin = write(as_), as_("admin")
    draft = Document(BytesIO(admin.get(f"{place}docx").data))
    words = [part.text for part in draft.paragraphs]
    assert words[0] == "ЧЕРНОВИК" and not any("ознакомлен" in one for one in words)
    signed(as_, in_school, place)
    made = Document(BytesIO(admin.get(f"{place}docx").data))
    words = [part.text for part in made.paragraphs]
    assert "ЧЕРНОВИК" not in words
    assert any(one.startswith("Со справкой ознакомлен, директор") for one in words)
    assert "Служебн" in words[-1] and words[-1].endswith("___")


def test_the_document_is_the_schools_a4_and_russian(as_, cast, in_school):
    made = Document(BytesIO(as_("admin").get(f"{write(as_)}docx").data))
    own = made.core_properties
    assert own.title.startswith("Аналитическая справка: 1 четверть")
    assert own.comments == "" and own.language == "ru-RU" and own.author != "python-docx"
    assert (round(made.sections[0].page_width.cm), own.created.year) == (21, 2026)
    assert 'w:val="ru-RU"' in made.styles.element.xml
    assert "en-US" not in made.styles.element.xml.split("w:eastAsia")[0]
    for table in made.tables:
        assert all(cell.text for cell in table.rows[0].cells)


def test_signing_asks_once_more_and_wants_a_text(as_, cast, in_school):
    place, admin = write(as_), as_("admin")
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        own = {"text": note.text + " Ещё.", "council": "", "seen": note.version, "sign": "1"}
    empty = admin.post(place, own | {"text": " "})
    assert empty.status_code == 422 and "Напишите текст справки." in empty.text
    asks = admin.post(place, own, follow_redirects=True).text
    assert "Подписать справку?" in asks and "Ещё." in asks
    with in_school() as session:
        assert session.query(AnalyticNote).one().is_open
    signed(as_, in_school, place)
    assert ".." not in admin.get(place).text.split("подписана")[1].split("</p>")[0]


def test_a_second_note_of_a_quarter_is_asked_about_and_named_so(as_, cast, in_school):
    signed(as_, in_school, write(as_))
    asks = as_("admin").post(PATH, {"term": "1"})
    assert asks.status_code == 422 and "уже есть подписанная" in asks.text
    again = as_("admin").post(PATH, {"term": "1", "again": "1"}, follow_redirects=True)
    assert "учебного года, повторная" in again.text


def test_the_text_names_the_rules_with_the_lowest_share_and_of_what_a_share_is():
    figures = {
        "whole": ["", 1100, 60, 0, 0],
        "rule": [
            ["Тема", 500, 20, 0, 0],
            ["Отсутствующие", 500, 15, 0, 0],
            ["Домашнее задание", 90, 13, 0, 0],
            ["Отметки за период", 10, 8, 0, 0],
        ],
        "class": [["5-А", 1100, 60, 0, 0]],
    }
    text = composed("1 четверть", "01.09.2026", "30.10.2026", figures, [])
    assert "Меньше всего соблюдены: Отметки за период (20 %)" in text
    assert "Наименьшая доля соблюдённых сроков в классах: 5-А (95 %)" in text


def test_shares_are_rounded_as_people_do_and_never_hide_what_lacks():
    assert [share(*one) for one in ((2, 3), (1, 3), (999, 1000), (1, 1000))] == [67, 33, 99, 1]
    assert (share(0, 7), share(7, 7), share(0, 0)) == (0, 100, 100)
