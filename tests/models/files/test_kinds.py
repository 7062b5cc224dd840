"""A file is what its content says: false ones and harmful ones are refused in words."""

import io
import zipfile

import pytest

from models.files.kept import bounded, plain_name
from models.files.kinds import picture_or_pdf, refuse_false
from models.refusal import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = '<?xml version="1.0"?><Types/>'
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def archive(**parts) -> bytes:
    """An archive; `__` in a name stands for a slash, `_xml` at its end for .xml."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def document(text: str = "<document/>", **more) -> bytes:
    return archive(Content_Types_xml=TYPES, word__document_xml=text, **more)


def bomb() -> bytes:
    return document("<document>" + " " * (150 * 2**20))


ODT = "application/vnd.oasis.opendocument.text"
TRUE = {
    "docx": document(),
    "pptx": archive(ppt__presentation_xml="<p/>"),
    "xlsx": archive(xl__workbook_xml="<workbook/>"),
    "odt": archive(mimetype=ODT, content_xml="<a/>"),
    "doc": OLE + b"\0" * 2000 + "WordDocument".encode("utf-16-le"),
    "xls": OLE + b"\0" * 2000 + "Workbook".encode("utf-16-le"),
    "pdf": b"%PDF-1.7 text",
    "png": b"\x89PNG\r\n\x1a\n",
}
FALSE = [
    ("docx", b"PK\x03\x04" + b"\0" * 600, "повреждён"),
    ("docx", b"any text", "не то, что обещает"),
    ("docx", archive(holiday__photo="jpeg"), "не то, что обещает"),
    ("docx", TRUE["xlsx"], "не то, что обещает"),
    ("xlsx", document(), "не то, что обещает"),
    ("odt", archive(mimetype="application/zip", content_xml="<a/>"), "не то, что обещает"),
    ("docx", document()[:-40], "повреждён"),
    ("docx", bomb(), "непомерно"),
    ("docx", document(ENTITIES), "DOCTYPE"),
    ("docx", document(ENTITIES.encode("utf-16")), "DOCTYPE"),
    ("docx", document(word__settings_xml=ENTITIES), "DOCTYPE"),
    ("odt", archive(mimetype=ODT, content_xml=ENTITIES), "DOCTYPE"),
    ("doc", OLE + b"\0" * 4000, "не то, что обещает"),
    ("pdf", b"MZ\x90 program", "не то, что обещает"),
]


@pytest.mark.parametrize("kind", TRUE)
def test_an_honest_file_is_taken(kind):
    refuse_false(TRUE[kind], kind)


@pytest.mark.parametrize(("kind", "content", "said"), FALSE)
def test_a_false_or_harmful_file_is_refused(kind, content, said):
    with pytest.raises(Refused, match=said):
        refuse_false(content, kind)


def test_scans_are_known_by_their_first_bytes_alone():
    assert [picture_or_pdf(TRUE[kind]) for kind in ("pdf", "png", "docx")] == ["pdf", "png", None]


def test_a_file_is_read_no_further_than_its_limit():
    asked = []

    def read(most: int) -> bytes:
        asked.append(most)
        return b"0" * most

    with pytest.raises(Refused, match="до 10 МБ"):
        bounded(read)
    assert asked == [10 * 2**20 + 1]


def test_a_name_loses_its_folders_and_gets_the_ending_of_its_content():
    assert plain_name("..\\..\\Отзыв.exe", "pdf", "документ") == "Отзыв.pdf"
    assert plain_name("/", "pdf", "документ") == "документ.pdf"
    assert len(plain_name("я" * 500 + ".docx", "docx", "материал")) <= 120
