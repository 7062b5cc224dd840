"""Applications and consents: a row in one press, what is wrong is said, files are kept apart."""

import io
import os

import pytest

from models.audit.entry import Entry
from models.audit.wording import wording
from models.office.paper import FamilyPaper
from models.office.paper_file import PaperFile
from models.people.guardian import Guardianship
from models.people.person import Person
from tests.cast import MONDAY

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
SIG = bytes.fromhex("3082010a0609")


@pytest.fixture
def olyas_mother(cast, in_school) -> int:
    """A mother who has brought nothing yet; her number."""
    with in_school() as session:
        session.add(person := Person(surname="Орлова", given="Нина", phone="8 914 000"))
        session.flush()
        own = {"student_id": cast.students["olya"], "kind": "mother"}
        session.add(Guardianship(**own, person_id=person.id))
        session.commit()
        return person.id


def of_class(cast, name: str = "5-А") -> str:
    return f"/administrator/papers/classes/{cast.classes[name]}/"


def of_member(cast, person_id: int, child: str) -> str:
    return f"/administrator/papers/students/{cast.students[child]}/people/{person_id}/"


def papers_of(in_school, person_id: int) -> list[str]:
    with in_school() as session:
        rows = session.query(FamilyPaper).filter_by(person_id=person_id)
        return [f"{row.kind} {row.on_date:%d.%m} {row.form}" for row in rows]


def test_application_and_consent_are_one_press(as_, cast, in_school, olyas_mother):
    admin, key = as_("admin"), f"{olyas_mother}-{cast.students['olya']}"
    assert f'value="{key}"' in admin.get(of_class(cast)).text
    answer = admin.post(of_class(cast), {"one": key, "day": "2026-11-10"}, follow_redirects=True)
    assert "заявление и согласие от 10.11.2026" in answer.text
    assert 'value="2026-11-10"' in answer.text, "the date stays for the next row"
    there = ["application 10.11 paper", "consent 10.11 paper"]
    assert papers_of(in_school, olyas_mother) == there
    again = admin.post(of_class(cast), {"one": key, "day": "2026-11-10"}, follow_redirects=True)
    assert "Всё уже было записано" in again.text
    assert papers_of(in_school, olyas_mother) == there


def test_many_are_ticked_and_taken_at_once(as_, cast, in_school, olyas_mother):
    maria = f"{cast.people['maria']}-{cast.students['petya']}"
    keys = [f"{olyas_mother}-{cast.students['olya']}", maria]
    answer = as_("admin").post(of_class(cast), {"who": keys, "day": MONDAY.isoformat()})
    assert answer.status_code == 302
    assert len(papers_of(in_school, olyas_mother)) == 2
    assert len(papers_of(in_school, cast.people["maria"])) == 4, "who has both keeps them"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-11-17"}, "ещё не наступила"),
        ({"day": "1999-01-01"}, "слишком давняя"),
        ({"day": "вчера"}, "Укажите дату"),
        ({"who": []}, "Отметьте тех"),
        ({"who": ["1-1"]}, "не записан родителем"),
        ({"who": ["чужой"]}, "не записан родителем"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_ticks_stay(
    as_, cast, in_school, olyas_mother, typed, said
):
    key = f"{olyas_mother}-{cast.students['olya']}"
    answer = as_("admin").post(of_class(cast), {"day": "2026-11-10", "who": [key]} | typed)
    assert answer.status_code == 422 and said in answer.text
    if "who" not in typed:
        assert f'value="{key}" checked' in answer.text
    assert papers_of(in_school, olyas_mother) == []


def test_nobody_of_another_class_is_taken(as_, cast, olyas_mother):
    key = f"{olyas_mother}-{cast.students['olya']}"
    answer = as_("admin").post(of_class(cast, "6-А"), {"one": key, "day": "2026-11-10"})
    assert answer.status_code == 422


def test_a_withdrawal_is_entered_with_its_day_and_told_in_the_audit(as_, cast, in_school):
    admin, maria = as_("admin"), cast.people["maria"]
    typed = {"kind": "withdrawal", "form": "paper", "day": "2026-11-20", "note": "по почте"}
    assert admin.post(of_member(cast, maria, "petya"), typed).status_code == 302
    page = admin.get(of_class(cast)).text
    assert "отзыв согласия с 20.11" in page
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="family_paper").all()[-1]
        assert wording(entry).startswith("Заявление или согласие семьи: создано")
        assert entry.student_id == cast.students["petya"]


SENSELESS = [
    ({"kind": "application"}, "уже есть, от 01.09.2026"),
    ({"kind": "consent"}, "уже есть"),
    ({"kind": "refusal"}, "заявление действует"),
    ({"kind": "withdrawal", "day": "2026-08-01"}, "отзывать нечего"),
    ({"kind": "stop", "day": "2026-08-01"}, "прекращать нечего"),
    ({"kind": "stop", "day": "2028-08-01"}, "ещё не наступила"),
    ({"kind": "letter"}, "Выберите, что за бумага"),
    ({"kind": "stop", "form": "stone"}, "Выберите, что за бумага"),
    ({"kind": "stop", "note": "я" * 201}, "не длиннее 200"),
    ({"kind": "stop", "day": ""}, "Укажите дату"),
    ({"kind": "stop", "form": "electronic"}, "приложите файл .pdf и подпись .sig"),
]


@pytest.mark.parametrize(("typed", "said"), SENSELESS)
def test_a_senseless_paper_is_refused_and_kept_in_the_form(as_, cast, in_school, typed, said):
    maria = cast.people["maria"]
    asked = {"form": "paper", "day": "2026-11-10", "note": "важно"} | typed
    answer = as_("admin").post(of_member(cast, maria, "petya"), asked)
    assert answer.status_code == 422 and said in answer.text
    if asked["note"] == "важно":
        assert 'value="важно"' in answer.text
    assert len(papers_of(in_school, maria)) == 4


def test_a_wrong_entry_is_annulled_with_a_reason_and_stays_in_the_register(as_, cast, in_school):
    admin, ivan = as_("admin"), cast.people["ivan"]
    path = of_member(cast, ivan, "fedya")
    typed = {"kind": "withdrawal", "form": "paper", "day": "2026-11-10"}
    admin.post(path, typed)
    assert as_("ivan").get("/parent/").status_code == 403
    with in_school() as session:
        wrong = session.query(FamilyPaper).filter_by(kind="withdrawal").one().id
    undo = f"/administrator/papers/{wrong}/annulment"
    assert admin.post(undo, {"why": " "}).status_code == 422
    assert admin.post(undo, {"why": "не тот ученик"}).status_code == 302
    assert admin.post(undo, {"why": "ещё раз"}).status_code == 422
    assert "не тот ученик" in admin.get(path).text
    assert as_("ivan").get("/parent/").status_code == 302


def sent(files: dict, **typed) -> dict:
    asked = {"kind": "stop", "form": "paper", "day": "2026-11-10"} | typed
    return asked | {name: (io.BytesIO(content), title) for name, (title, content) in files.items()}


def send(admin, path, files, **typed):
    return admin.post(path, sent(files, **typed), content_type="multipart/form-data")


def test_a_signed_document_is_kept_beside_its_signature(as_, cast, in_school, a_stage):
    admin, path = as_("admin"), of_member(cast, cast.people["maria"], "petya")
    files = {"scan": ("../../Отзыв.exe", PDF), "signature": ("Отзыв.pdf.sig", SIG)}
    assert send(admin, path, files, form="electronic").status_code == 302
    with in_school() as session:
        rows = session.query(PaperFile).order_by(PaperFile.id).all()
        assert [(row.name, row.kind) for row in rows] == [
            ("Отзыв.pdf", "pdf"),
            ("Отзыв.pdf.sig", "sig"),
        ]
        folder = a_stage.settings.data / "papers"
        for row, content in zip(rows, (PDF, SIG), strict=True):
            stored = folder / row.stored
            assert stored.read_bytes() == content and "Отзыв" not in row.stored
            assert os.stat(stored).st_mode & 0o077 == 0
        answer = admin.get(f"/administrator/papers/{rows[0].paper_id}/files/{rows[0].id}")
        assert answer.data == PDF and answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        stray = f"/administrator/papers/{rows[0].paper_id + 1}/files/{rows[0].id}"
        assert admin.get(stray).status_code == 404


WRONG_FILES = [
    ({"scan": ("скан.pdf", b"MZ\x90 program")}, "Этот файл другой"),
    ({"scan": ("скан.pdf", b"")}, "Файл пуст"),
    ({"scan": ("скан.html", b"<html>")}, "Этот файл другой"),
    ({"scan": ("скан.pdf", PDF + b"0" * (10 * 2**20))}, "можно до 10 МБ"),
    ({"signature": ("a.sig", SIG)}, "добавьте и его"),
    ({"scan": ("a.jpg", b"\xff\xd8\xff\xe0"), "signature": ("a.sig", SIG)}, "к документу .pdf"),
    ({"scan": ("a.pdf", PDF), "signature": ("a.sig", b"PK\x03\x04")}, "не файл электронной"),
    ({"scan": ("a.pdf", PDF), "signature": ("a.sig", SIG + b"0" * 2**18)}, "до 200 КБ"),
]


@pytest.mark.parametrize(("files", "said"), WRONG_FILES)
def test_a_file_that_is_not_what_it_claims_is_refused(as_, cast, in_school, files, said):
    path = of_member(cast, cast.people["maria"], "petya")
    answer = send(as_("admin"), path, files)
    assert answer.status_code == 422 and said in answer.text
    with in_school() as session:
        assert session.query(PaperFile).count() == 0
    assert len(papers_of(in_school, cast.people["maria"])) == 4


@pytest.mark.parametrize("kind", ["application", "consent", "stop", "withdrawal", "refusal"])
def test_every_form_can_be_printed(as_, kind):
    answer = as_("admin").get(f"/administrator/papers/forms/{kind}")
    assert answer.data.startswith(b"%PDF-") and answer.mimetype == "application/pdf"


def test_forms_with_names_are_for_those_who_lack_papers(as_, cast, olyas_mother):
    admin = as_("admin")
    assert admin.get(f"{of_class(cast)}forms").data.startswith(b"%PDF-")
    nobody = admin.get(f"{of_class(cast, '6-А')}forms")
    assert nobody.status_code == 422 and "никому не нужны" in nobody.text
    assert admin.get("/administrator/papers/forms/diploma").status_code == 404


def test_families_without_access_are_listed_with_the_reason(as_, cast, olyas_mother):
    admin = as_("admin")
    typed = {"kind": "refusal", "form": "paper", "day": "2026-11-10"}
    assert admin.post(of_member(cast, olyas_mother, "olya"), typed).status_code == 302
    page = admin.get("/administrator/papers/on-paper").text
    assert "Орлова Ольга" in page and "отказ" in page and "Петров Пётр" not in page
    page = admin.get("/administrator/papers/?state=refused").text
    assert "Орлова Нина" in page and "8 914 000" in page
