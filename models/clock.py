"""The school's clock: real time, or a demonstration time that runs on from one origin.

Rules ask `now()` and `today()`; the audit keeps real time beside it. The origin of a
demonstration clock is stored in the data folder, so that web, worker and schedule share
one clock and a restart does not turn it back.
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

_zone = ZoneInfo("Asia/Vladivostok")
_shift = timedelta(0)


def configure(zone: ZoneInfo, data: Path | None = None, start: datetime | None = None) -> None:
    """Set the school's time zone and, for a demonstration, the origin kept in `data`."""
    global _zone, _shift
    _zone = zone
    _shift = _demonstration_shift(data, start) if start is not None else timedelta(0)


def _demonstration_shift(data: Path, start: datetime) -> timedelta:
    """The distance between school time and real time, made once for one origin."""
    origin = data / "clock.json"
    asked = start.isoformat()
    if origin.exists():
        kept = json.loads(origin.read_text())
        if kept["asked"] == asked:
            return timedelta(seconds=kept["shift"])
    start = start if start.tzinfo else start.replace(tzinfo=_zone)
    shift = start - real_now()
    origin.write_text(json.dumps({"asked": asked, "shift": shift.total_seconds()}))
    return shift


def real_now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The school's moment, UTC (equal to `real_now()` but in a demonstration)."""
    return real_now() + _shift


def zone() -> ZoneInfo:
    """The school's time zone."""
    return _zone


def school_time(moment: datetime) -> datetime:
    """A moment on the clock of the school's wall."""
    return moment.astimezone(_zone)


def today() -> date:
    """The date on the school's calendar."""
    return school_time(now()).date()


def at(day: date, time_of_day) -> datetime:
    """The moment (UTC) of a wall-clock time on a school day."""
    return datetime.combine(day, time_of_day, _zone).astimezone(UTC)


def whole_seconds(wait: timedelta) -> int:
    """Whole seconds, one at least, after which a wait is over."""
    return max(1, -(-wait // timedelta(seconds=1)))


def span(wait: timedelta) -> str:
    """How long a wait is, in words: «15 с», «3 мин»."""
    seconds = whole_seconds(wait)
    return f"{seconds} с" if seconds < 60 else f"{-(-seconds // 60)} мин"
