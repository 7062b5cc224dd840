"""Analytic notes (5.2(13)): written by the administrator from figures, signed, read above."""

from io import BytesIO

from docx import Document

from models.control.note import AnalyticNote

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
    signed = own | {"seen": version + 1, "sign": "1"}
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
        signed = {"text": note.text, "council": "", "seen": note.version, "sign": "1"}
    assert admin.post(place, signed).status_code == 302
    assert "Нет подписанной справки" not in admin.get("/administrator/").text


def test_a_period_that_has_not_begun_has_no_note(as_, cast):
    refused = as_("admin").post(PATH, {"term": "4"})
    assert refused.status_code == 422
