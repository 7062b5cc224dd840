"""Analytic notes (5.2(13)): written by the administrator from figures, signed, read above."""

from datetime import date, time
from io import BytesIO

from docx import Document

from models import clock
from models.control.note import AnalyticNote
from models.control.note_text import composed
from models.control.snapshot import ControlSnapshot
from models.control.snapshot_tally import SnapshotTally
from models.control.trend import school_trend
from models.printable import share
from tests.cast import MONDAY

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


def test_half_a_quarter_is_counted_and_not_signed(as_, cast, in_school, on_day):
    """Neither while it goes on, nor later: the figures are of a part of it."""
    answer = as_("admin").post(PATH, {"term": "2"})
    place = answer.headers["Location"]
    page = as_("admin").get(place).text
    assert "Посчитано по 16.11.2026, а период идёт до 29.12.2026" in page
    assert "Сохранить и подписать" not in page
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        own = {"text": note.text, "council": "", "seen": note.version, "sign": "1", "sure": "1"}
    for day in (MONDAY, date(2027, 1, 20)):
        on_day(day)
        refused = as_("admin").post(place, own)
        assert refused.status_code == 422 and "до 29.12.2026" in refused.text


def test_the_chart_has_each_control_that_judged_lessons_of_the_quarter(in_school):
    """The control of 30.10 judges lessons up to 23.10."""
    with in_school() as session:
        for control, first, last in ((15, 1, 8), (30, 9, 23)):
            days = [date(2026, 10, day) for day in (control, first, last)]
            kept = dict(zip(("control_on", "first", "last"), days, strict=True))
            snapshot = ControlSnapshot(
                official=True, taken_at=clock.at(days[0], time(18, 30)), **kept
            )
            session.add(snapshot)
            session.flush()
            counts = {"counted_by": "rule", "name": "тема", "due": 10, "not_done": 1, "late": 0}
            session.add(SnapshotTally(snapshot_id=snapshot.id, exempt=0, **counts))
        session.flush()
        points = school_trend(until=date(2026, 10, 25))
        assert [(point.label, point.due) for point in points] == [("15.10", 10), ("30.10", 10)]
