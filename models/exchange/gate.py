"""Is a file what it claims? Asked before anything reads it, with memory bounded."""

import zipfile
from pathlib import Path

from models.refusal import Refused

LARGEST_FILE = 20 * 1024 * 1024  # bytes on disk
LARGEST_UNPACKED = 120 * 1024 * 1024  # bytes of all parts of a workbook
LARGEST_RATIO = 300  # unpacked to packed: beyond it is a bomb
_CHUNK = 1 << 16
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def _head(path: Path) -> bytes:
    size = path.stat().st_size
    if size == 0:
        raise Refused("Файл пуст.")
    if size > LARGEST_FILE:
        raise Refused(
            f"Файл слишком велик: {size // 2**20} МБ. Список или расписание школы занимает "
            f"не больше {LARGEST_FILE // 2**20} МБ."
        )
    with path.open("rb") as file:
        return file.read(4096)


def check_spreadsheet(path: Path) -> None:
    """Refuse what is not an honest .xlsx workbook of bearable size."""
    head = _head(path)
    if head.startswith(_OLE):
        raise Refused(
            "Это файл старого Excel (.xls) или он защищён паролем. Сохраните его как .xlsx."
        )
    if not head.startswith(_ZIP):
        raise Refused("Это не таблица .xlsx. Сохраните список в формате .xlsx и повторите.")
    try:
        with zipfile.ZipFile(path) as book:
            _check_parts(book)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
        raise Refused("Файл .xlsx повреждён и не открывается. Сохраните его заново.") from None


def _check_parts(book: zipfile.ZipFile) -> None:
    names = {part.filename for part in book.infolist()}
    if "xl/workbook.xml" not in names:
        raise Refused("Это архив, но не таблица .xlsx.")
    total = 0
    for part in book.infolist():
        if part.file_size > LARGEST_RATIO * max(part.compress_size, 1000):
            raise Refused("Файл .xlsx устроен подозрительно: распаковка непомерно велика.")
        total += _unpacked(book, part, LARGEST_UNPACKED - total)


def _unpacked(book: zipfile.ZipFile, part, left: int) -> int:
    """The true size of a part, unpacked piece by piece; refuses when it passes what is left."""
    size = 0
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Refused("В таблице слишком много данных: это не список учеников школы.")
    return size


def check_xml(path: Path) -> None:
    """Refuse what is not a plain XML file: no document types, no entities."""
    head = _head(path)
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("Это не файл XML. Выгрузите расписание из aSc в формате XML.")
    if b"<" not in head[:200] and b"<\x00" not in head[:200]:
        raise Refused("Это не файл XML. Выгрузите расписание из aSc в формате XML.")
    if _mentions(path, (b"<!DOCTYPE", b"<!ENTITY", b"<\x00!\x00D\x00", b"<\x00!\x00E\x00")):
        raise Refused("В файле есть DOCTYPE или ENTITY: такой XML не принимаем, он небезопасен.")


def _mentions(path: Path, words: tuple[bytes, ...]) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            window = tail + chunk
            if any(word in window for word in words):
                return True
            tail = window[-32:]
    return False
