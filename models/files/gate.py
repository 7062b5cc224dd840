"""Is a file what it claims? Asked before anything reads it, with memory bounded."""

import struct
import zipfile
import zlib
from pathlib import Path

from models.files.sheet_size import LIST, Bounds, Scan, Size
from models.refusal import Refused

LARGEST_FILE = LIST.largest  # bytes on disk
LARGEST_UNPACKED = 120 * 1024 * 1024  # bytes of all parts of a workbook
MOST_PARTS = 200  # files in an archive
LARGEST_RATIO = 300  # unpacked to packed: beyond it is a bomb
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_WORDS = ("<!DOCTYPE", "<!ENTITY")
DTD = tuple(word.encode(code) for word in _WORDS for code in ("ascii", "utf-16-le", "utf-16-be"))
DAMAGES = (  # all that zipfile raises about a file that is none
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (  # what people take for a list
    (b"%PDF", "документ PDF"),
    (b"{\\rtf", "документ RTF"),
    (b"<timetable", "расписание aSc"),
    (b"<?xml", "файл XML"),
    (b"\xef\xbb\xbf<?xml", "файл XML"),
    (b"<fet", "расписание FET"),
    (b"<html", "страница сайта"),
    (b"<!DOCTYPE", "страница сайта"),
    (b"\x89PNG", "картинка"),
    (b"\xff\xd8\xff", "картинка"),
)


def _head(path: Path, bounds: Bounds = LIST) -> bytes:
    size = path.stat().st_size
    if size == 0:
        raise Refused("Файл пуст.")
    if size > bounds.largest:
        raise Refused(
            f"Файл слишком велик: {size // 2**20} МБ. {bounds.whole} "
            f"не больше {bounds.largest // 2**20} МБ."
        )
    with path.open("rb") as file:
        return file.read(4096)


def is_workbook(path: Path) -> bool:
    """Whether the file begins as a workbook (or any zip) does."""
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def check_table(path: Path, bounds: Bounds = LIST) -> None:
    """Refuse what is neither an honest workbook nor text of bearable size."""
    head = _head(path, bounds)
    if head.startswith((_ZIP, _OLE)):
        check_spreadsheet(path, bounds)
        return
    kind = next((word for start, word in _OTHERS if head.lstrip().startswith(start)), None)
    if kind:
        raise Refused(f"Это {kind}, а нужен список: таблица .xlsx или .csv.")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("Это не таблица .xlsx и не .csv. Сохраните список в одном из этих видов.")


def check_spreadsheet(path: Path, bounds: Bounds = LIST) -> None:
    """Refuse what is not an honest .xlsx workbook of bearable size."""
    head = _head(path, bounds)
    if head.startswith(_OLE):
        raise Refused(
            "Это файл старого Excel (.xls) или он защищён паролем. Сохраните его как .xlsx."
        )
    if not head.startswith(_ZIP):
        raise Refused("Это не таблица .xlsx. Сохраните список в формате .xlsx и повторите.")
    try:
        with zipfile.ZipFile(path) as book:
            _check_parts(book, Size(bounds))
    except DAMAGES:
        raise Refused("Файл .xlsx повреждён и не открывается. Сохраните его заново.") from None


def _check_parts(book: zipfile.ZipFile, size: Size) -> None:
    names = {part.filename for part in book.infolist()}
    if "xl/workbook.xml" not in names:
        raise Refused(f"{_archive(names)}, а нужен список: таблица .xlsx или .csv.")
    total = 0
    for part in book.infolist():
        check_packing(part)
        total += _unpacked(book, part, LARGEST_UNPACKED - total, Scan(size))
    size.check()


def _archive(names: set[str]) -> str:
    """What an archive that is no workbook seems to be."""
    for sign, word in (
        ("word/document.xml", "Это документ Word"),
        ("content.xml", "Это документ OpenOffice (.odt, .ods)"),
        ("manifest.csv", "Это архив OneRoster"),
    ):
        if sign in names:
            return word
    return "Это архив"


def check_packing(part: zipfile.ZipInfo) -> None:
    """Refuse a part of an archive that is locked, or packed as bombs are."""
    if part.flag_bits & _ENCRYPTED:
        raise Refused("Файл защищён паролем. Сохраните его без пароля.")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("Файл сжат необычным способом. Сохраните его заново.")
    if part.file_size > LARGEST_RATIO * max(part.compress_size, 1000):
        raise Refused("Файл устроен подозрительно: распаковка непомерно велика.")


def _unpacked(book: zipfile.ZipFile, part, left: int, scan: Scan) -> int:
    """The true size of a part, unpacked piece by piece; refuses when it passes what is left."""
    size = 0
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise Refused(f"В таблице слишком много данных: {scan.size.bounds.nothing}.")
            scan.feed(chunk)
    scan.feed(b"", last=True)
    return size


def check_archive(path: Path) -> None:
    """Refuse what is not an honest archive of tables in plain text."""
    head = _head(path)
    if not head.startswith(_ZIP):
        raise Refused("Это не архив .zip. Архив OneRoster выгружают одним файлом .zip.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_tables(archive)
    except DAMAGES:
        raise Refused("Архив .zip повреждён и не открывается. Выгрузите его заново.") from None


def _check_tables(archive: zipfile.ZipFile) -> None:
    names = {part.filename for part in archive.infolist()}
    if "xl/workbook.xml" in names:
        raise Refused("Это таблица .xlsx, а нужен архив OneRoster (.zip).")
    if not any(name.rpartition("/")[2].casefold() == "users.csv" for name in names):
        raise Refused(f"{_archive(names)}: нет файла users.csv, это не архив OneRoster.")
    if len(names) > MOST_PARTS:
        raise Refused(f"В архиве больше {MOST_PARTS} файлов: это не архив OneRoster.")
    total = 0
    for part in archive.infolist():
        check_packing(part)
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > LARGEST_UNPACKED:
                    raise Refused("В архиве слишком много данных: это не одна школа.")


def check_xml(path: Path) -> None:
    """Refuse what is not a plain XML file: no document types, no entities."""
    head = _head(path)
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("Это не файл XML. Выгрузите расписание из aSc (XML) или FET и повторите.")
    if b"<" not in head[:200] and b"<\x00" not in head[:200]:
        raise Refused("Это не файл XML. Выгрузите расписание из aSc (XML) или FET и повторите.")
    if _mentions(path, DTD):
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
