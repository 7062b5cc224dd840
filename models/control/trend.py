"""How the shares in time go from control to control, by the counts that snapshots kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.control.duty import RULE
from models.control.official import official
from models.control.snapshot import ControlSnapshot
from models.control.snapshot_tally import SnapshotTally
from models.printable import share

MOST = 12  # controls: about half a year


@dataclass(frozen=True)
class Point:
    """A control day, the duties it judged, and how many of them were done in time."""

    day: date
    due: int
    in_time: int

    @property
    def percent(self) -> int:
        return share(self.in_time, self.due)

    @property
    def label(self) -> str:
        return f"{self.day:%d.%m}"


def trends(counted_by: str, most: int = MOST, until: date | None = None) -> dict[str, list[Point]]:
    """Name of a rule, person or class → its points, the oldest first; one select. `until`: of
    controls that judged lessons up to this day; a control itself comes days later."""
    shown = official() if until is None else official().where(ControlSnapshot.last <= until)
    last = shown.limit(most).subquery()
    in_time = SnapshotTally.due - SnapshotTally.not_done - SnapshotTally.late
    rows = db.session.execute(
        select(SnapshotTally.name, ControlSnapshot.control_on, SnapshotTally.due, in_time)
        .join(ControlSnapshot, ControlSnapshot.id == SnapshotTally.snapshot_id)
        .join(last, last.c.id == ControlSnapshot.id)
        .where(SnapshotTally.counted_by == counted_by, SnapshotTally.due > 0)
        .order_by(ControlSnapshot.control_on)
    )
    found: dict[str, list[Point]] = {}
    for name, *point in rows:
        found.setdefault(name, []).append(Point(*point))
    return found


def school_trend(most: int = MOST, until: date | None = None) -> list[Point]:
    """The whole school's points, the oldest first; one select."""
    days: dict[date, tuple[int, int]] = {}
    for points in trends(RULE, most, until).values():
        for point in points:
            due, in_time = days.get(point.day, (0, 0))
            days[point.day] = (due + point.due, in_time + point.in_time)
    return [Point(day, *counts) for day, counts in sorted(days.items())]
