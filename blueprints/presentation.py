"""How templates show things: moments on the school's clock, assets that may be kept for ever."""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from flask import Flask, url_for

from models import clock
from models.access.device import device_words
from models.audit.wording import wording
from models.audit.words import title
from models.printable import ended, opened, share, thousands
from models.school.timetable import room_words

NBSP = "\u00a0"


def attach(app: Flask) -> None:
    """Put filters and helpers on the templates of the app."""
    app.template_filter("moment")(moment)
    app.template_filter("by_when")(by_when)
    app.template_filter("wall")(wall)
    app.template_filter("device")(device_words)
    app.template_filter("size")(size)
    app.template_filter("ago")(ago)
    app.template_filter("ended")(ended)
    app.template_filter("opened")(opened)
    app.template_filter("thousands")(thousands)
    app.template_global("share_of")(share)
    app.template_filter("room")(room)
    app.template_filter("wording")(wording)
    app.template_filter("table_title")(title)
    app.template_global("fresh_key")(lambda: token_hex(16))
    folder = Path(app.static_folder)
    app.template_global("asset")(lambda name: _asset(folder, name))


def moment(value: datetime | None) -> str:
    """A moment on the wall clock of the school: «24.11 в 16:05», with the year if another."""
    if value is None:
        return ""
    local = clock.school_time(value)
    year = "" if local.year == clock.today().year else f".{local.year}"
    return f"{local:%d.%m}{year} в {local:%H:%M}"


def printed_at(value: datetime) -> str:
    """The moment of a print, with its year: a paper outlives it. «29.11.2026 в 04:09»."""
    return f"{clock.school_time(value):%d.%m.%Y в %H:%M}"


def by_when(value: datetime) -> str:
    """A deadline: «до 24.11, 13:15», or «до конца 24.11» where the day itself is the limit."""
    local = clock.school_time(value)
    if (local.hour, local.minute) == (0, 0):
        return f"до конца {local - timedelta(days=1):%d.%m}"
    return f"до {local:%d.%m}, {local:%H:%M}"


def wall(value: datetime) -> str:
    """A real moment (of a sign-in, not of the school's day), said by the clock of the school."""
    return moment(value + (clock.now() - clock.real_now()))


def ago(value: datetime) -> str:
    """How long ago a real moment was: «40 мин назад», «6 ч назад», «3 д назад»."""
    minutes = max(0, int((clock.real_now() - value).total_seconds() // 60))
    if not minutes:
        return "только что"
    for limit, unit, word in ((90, 1, "мин"), (48 * 60, 60, "ч")):
        if minutes < limit:
            return f"{minutes // unit}{NBSP}{word} назад"
    return f"{minutes // 1440}{NBSP}д назад"


def size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1024:
        return f"{count}{NBSP}Б"
    if count < 1024**2:
        return f"{count / 1024:.0f}{NBSP}КБ"
    return f"{count / 1024**2:.1f}{NBSP}МБ".replace(".", ",")


def room(names: str) -> str:
    """Rooms as people call them: «каб. 32» for a number, «Спортивный зал» as it is."""
    return room_words(names).replace("каб. ", f"каб.{NBSP}")


@lru_cache(maxsize=1)
def asset_version() -> str:
    """Changes whenever a page, a script or the style sheet does."""
    root = Path(__file__).parents[1]
    files = sorted(f for part in ("static", "templates") for f in (root / part).rglob("*.*"))
    return hashlib.sha256("".join(_digest(file) for file in files).encode()).hexdigest()[:10]


def _asset(folder: Path, name: str) -> str:
    return url_for("static", filename=name, v=_digest(folder / name))


@lru_cache(maxsize=256)
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]
