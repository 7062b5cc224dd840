"""Where copies and sealed changes go besides the data folder: folders of other disks.

A target is recognised by a marker file, so that a disk that is not there is said to be away and
nothing is written into the empty folder where it would be mounted.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from models import clock
from models.refusal import Refused

MARKER = "klass-copies.txt"
TOLD = "Эта папка принимает копии и записи журнала изменений Klass. Не удаляйте этот файл.\n"


@dataclass(frozen=True)
class Target:
    """One folder that takes copies."""

    place: Path

    @property
    def name(self) -> str:
        return str(self.place)

    def is_beside(self, data: Path) -> bool:
        """Whether it lies on the very disk on which the journal does: that one's end takes both."""
        return self.place.is_dir() and self.place.stat().st_dev == data.stat().st_dev

    def trouble(self) -> str | None:
        """Why nothing can be written there, in a sentence, or None."""
        try:
            if not self.place.is_dir():
                return f"Папки {self.place} нет. Подключите диск, на который идут копии."
            if not (self.place / MARKER).is_file():
                return (
                    f"В папке {self.place} нет файла {MARKER}: диск не подключён или это другой "
                    "диск. Новый диск принимается командой flask backup adopt."
                )
            if not os.access(self.place, os.W_OK) or _read_only(self.place):
                return f"Папка {self.place} открыта только для чтения."
        except OSError as error:
            return f"Папка {self.place} не читается ({error.strerror})."
        return None


def _read_only(place: Path) -> bool:
    return bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def targets(folders: tuple[Path, ...]) -> list[Target]:
    """The targets of the settings."""
    return [Target(folder) for folder in folders]


def present(folders: tuple[Path, ...]) -> list[Path]:
    """Those of the folders whose disk is there."""
    return [folder for folder in folders if (folder / MARKER).is_file()]


def adopt(place: Path, data: Path | None = None) -> None:
    """Make a folder that is there a target. Raises Refused where it cannot be written, or lies in
    the data folder."""
    if data is not None and place.is_relative_to(data.resolve()):
        raise Refused("Это папка самого журнала. Нужна папка на другом диске.")
    if not place.is_dir():
        raise Refused(f"Папки {place} нет. Подключите диск и создайте на нём папку.")
    try:
        (place / MARKER).write_text(f"{TOLD}{clock.real_now():%Y-%m-%d}\n")
    except OSError as error:
        raise Refused(f"В папку {place} нельзя писать ({error.strerror}).") from None
