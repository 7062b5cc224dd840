"""Files made for somebody who asked: they lie in the data folder under random names, for a day."""

import time
from pathlib import Path

KEPT_SECONDS = 24 * 3600


def folder(data: Path) -> Path:
    """Where they lie."""
    place = data / "exports"
    place.mkdir(parents=True, exist_ok=True)
    return place


def sweep(place: Path) -> None:
    """Take away what nobody fetched within a day."""
    for file in place.iterdir():
        if file.stat().st_mtime < time.time() - KEPT_SECONDS:
            file.unlink(missing_ok=True)


def made(result: dict, data: Path) -> Path | None:
    """The file of a finished run; None where it is gone."""
    name = str(result.get("file", ""))
    path = folder(data) / name
    return path if name.isalnum() and path.is_file() else None
