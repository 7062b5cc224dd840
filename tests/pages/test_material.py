"""Material of a lesson: true files within limits, each thing once."""

import io

import pytest

from models.journal.plans import material
from models.journal.plans.material import LessonMaterial
from models.office import paper_file
from models.office.paper_file import PaperFile
from tests.models.files.test_kinds import bomb, document
from tests.plans import MATHS

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def lesson(cast) -> str:
    return f"/teacher/lessons/{cast.lessons[MATHS]}/"


def file(content: bytes, name: str) -> dict:
    return {"file": (io.BytesIO(content), name)}


def test_a_document_is_taken_for_what_is_inside_it(as_, lesson, in_school):
    anna = as_("anna")
    assert anna.post(f"{lesson}materials", file(document(), "план.docx")).status_code == 302
    for content, said in ((b"PK\x03\x04 rubbish", "повреждён"), (bomb(), "непомерно")):
        answer = anna.post(f"{lesson}materials", file(content, "план.docx"))
        assert answer.status_code == 422 and said in answer.text
    with in_school() as session:
        assert session.query(LessonMaterial).count() == 1


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("MOST_BYTES_OF_A_LESSON", "Файлы одного урока занимают вместе не больше 1 МБ"),
        ("MOST_BYTES_OF_AN_ACCOUNT", "Ваши файлы за год занимают вместе не больше 1 МБ"),
    ],
)
def test_the_files_of_a_lesson_and_of_a_teacher_have_bounds(as_, lesson, monkeypatch, limit, said):
    monkeypatch.setattr(material, limit, 2**20)
    anna, half = as_("anna"), PNG + b"0" * 600_000
    assert anna.post(f"{lesson}materials", file(half, "а.png")).status_code == 302
    answer = anna.post(f"{lesson}materials", file(half, "б.png") | {"title": "Схема"})
    assert answer.status_code == 422 and said in answer.text and "Схема" in answer.text


def test_the_papers_of_a_person_have_bounds(as_, cast, in_school, monkeypatch):
    monkeypatch.setattr(paper_file, "MOST_OF_A_PERSON", 2**20)
    where = f"{cast.students['petya']}/people/{cast.people['maria']}/"
    typed = {"kind": "stop", "form": "paper", "day": "2026-11-10"}
    scan = {"scan": (io.BytesIO(PNG + b"0" * 2**20), "скан.png")}
    answer = as_("admin").post(f"/administrator/papers/students/{where}", typed | scan)
    assert answer.status_code == 422 and "Файлы одного человека" in answer.text
    with in_school() as session:
        assert session.query(PaperFile).count() == 0
