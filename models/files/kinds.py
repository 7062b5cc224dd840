"""What a file is, told by its content: documents, pictures, and files of office programs.

A file of an office program is an archive of XML (.docx, .odt and their like) or, of the old ones,
a compound file. It must have the part that makes it what it claims, may not unpack to far more
than it is, and declares no document types: these are what harms who opens it.
"""

import io
import re
import zipfile

from models.files.gate import DAMAGES, DTD, LARGEST_UNPACKED, check_packing
from models.refusal import Refused

PDF, JPEG, PNG = "pdf", "jpg", "png"
_HEADS = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_ARCHIVES = {  # kind → the part that makes it one
    "docx": r"word/document\d*\.xml",
    "pptx": r"ppt/presentation\d*\.xml",
    "xlsx": r"xl/workbook\d*\.xml",
    "odt": "content.xml",
    "odp": "content.xml",
    "ods": "content.xml",
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = {"doc": ("WordDocument",), "ppt": ("PowerPoint Document",), "xls": ("Workbook", "Book")}
MEDIA = {
    PDF: "application/pdf",
    JPEG: "image/jpeg",
    PNG: "image/png",
    "docx": f"{_OOXML}wordprocessingml.document",
    "pptx": f"{_OOXML}presentationml.presentation",
    "xlsx": f"{_OOXML}spreadsheetml.sheet",
    "odt": f"{_ODF}text",
    "odp": f"{_ODF}presentation",
    "ods": f"{_ODF}spreadsheet",
    "doc": "application/msword",
    "ppt": "application/vnd.ms-powerpoint",
    "xls": "application/vnd.ms-excel",
}
_MOST_PARTS = 5000
_CHUNK = 1 << 16
_SMALLEST_COMPOUND = 3 * 512


def picture_or_pdf(content: bytes) -> str | None:
    """pdf, jpg or png by the first bytes; None for anything else."""
    return next((kind for kind, head in _HEADS.items() if content.startswith(head)), None)


def refuse_false(content: bytes, kind: str) -> None:
    """Refuse a file that is not the `kind` (of MEDIA) its name promises."""
    if kind in _HEADS:
        true = content.startswith(_HEADS[kind])
    elif kind in _STREAMS:
        true = _is_compound(content, _STREAMS[kind])
    else:
        true = _is_archive(content, kind)
    if not true:
        raise Refused(f"Внутри файла не то, что обещает его имя: это не .{kind}.")


def _is_compound(content: bytes, streams: tuple[str, ...]) -> bool:
    named = any(stream.encode("utf-16-le") in content for stream in streams)
    return content.startswith(_COMPOUND) and len(content) >= _SMALLEST_COMPOUND and named


def _is_archive(content: bytes, kind: str) -> bool:
    """Whether it is an honest archive of this kind; refuses one that would do harm."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
            if not any(re.fullmatch(_ARCHIVES[kind], part.filename) for part in parts):
                return False
            if kind.startswith("od") and _said_type(book) != MEDIA[kind].encode():
                return False
            _check_parts(book, parts)
    except DAMAGES:
        raise Refused(f"Файл .{kind} повреждён и не открывается. Сохраните его заново.") from None
    return True


def _said_type(book: zipfile.ZipFile) -> bytes:
    with book.open("mimetype") as part:
        return part.read(200).strip()


def _check_parts(book: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS:
        raise Refused("Файл устроен подозрительно: в нём слишком много частей.")
    left = LARGEST_UNPACKED
    for part in parts:
        check_packing(part)
        left -= _checked_size(book, part, left)


def _checked_size(book: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The true size of a part, unpacked piece by piece; refuses one that passes what is left."""
    size, tail = 0, b""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Refused("Файл устроен подозрительно: распаковка непомерно велика.")
            window = tail + chunk
            if is_xml and any(word in window for word in DTD):
                raise Refused("В файле есть DOCTYPE или ENTITY: такой файл не принимаем.")
            tail = window[-32:]
    return size
