"""What a disk answers when it refuses, in words."""

import errno
import sqlite3

_WHY = {
    errno.ENOSPC: "нет места",
    errno.EDQUOT: "нет места",
    errno.EFBIG: "файл больше, чем принимает этот диск (диск с FAT32 принимает до 4 ГБ)",
    errno.EROFS: "диск открыт только для чтения",
    errno.EACCES: "нет прав на запись",
    errno.EPERM: "нет прав на запись",
    errno.EIO: "диск не читается или не пишется",
    errno.ENOENT: "папка пропала: диск отключён",
    errno.ENODEV: "диск отключён",
}
NO_ROOM = _WHY[errno.ENOSPC]
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: NO_ROOM,
    sqlite3.SQLITE_READONLY: _WHY[errno.EROFS],
    sqlite3.SQLITE_IOERR: _WHY[errno.EIO],
    sqlite3.SQLITE_CORRUPT: "файл базы повреждён",
    sqlite3.SQLITE_NOTADB: "это не файл базы",
}


def why(error: OSError) -> str:
    """Why the disk refused, to go behind a colon."""
    return _WHY.get(error.errno, error.strerror or "ошибка диска")


def why_sqlite(error: sqlite3.Error) -> str | None:
    """Why SQLite refused, where it is the disk or the file; else None."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else _OF_SQLITE.get(code & 0xFF)
