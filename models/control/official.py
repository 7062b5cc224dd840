"""Which snapshot of a control day counts: the first one taken after the operators' hour."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from models import clock
from models.audit.entry import Entry
from models.base import db
from models.control.deadlines import is_control
from models.control.rule_set import numbers_by_day
from models.control.snapshot import ControlSnapshot, hour_of

EARLY, REPEAT = "предварительный", "повторный"
MADE_UP_FOR = 31  # days back in which a control without a snapshot gets one


def official() -> Select:
    """The ids of the official snapshots, the newest control day first."""
    query = select(ControlSnapshot.id).where(ControlSnapshot.official)
    return query.order_by(ControlSnapshot.control_on.desc())


def official_snapshots() -> dict[date, int]:
    """Control day → its official snapshot; one select."""
    rows = select(ControlSnapshot.control_on, ControlSnapshot.id).where(ControlSnapshot.official)
    return dict(db.session.execute(rows).all())


def before(snapshot: ControlSnapshot) -> ControlSnapshot | None:
    """The official snapshot of the control day before this one's, to compare with."""
    return db.session.scalar(
        select(ControlSnapshot)
        .where(ControlSnapshot.official, ControlSnapshot.control_on < snapshot.control_on)
        .order_by(ControlSnapshot.control_on.desc())
        .limit(1)
    )


def badge(snapshot: ControlSnapshot, officials: dict[date, int]) -> str:
    """What tells a snapshot from the official one of its day; of that itself nothing.
    `officials`: as `official_snapshots` has them."""
    if snapshot.official:
        return ""
    there = officials.get(snapshot.control_on)
    return REPEAT if there is not None and there < snapshot.id else EARLY


def controls_to_take(today: date, now: datetime) -> list[date]:
    """Control days of late whose hour is over and that have no official snapshot, the oldest
    first. None from before the school was in Klass."""
    numbers_on, there = numbers_by_day(), official_snapshots()
    days = (today - timedelta(days=n) for n in range(MADE_UP_FOR, -1, -1))
    waiting = (day for day in days if is_control(day, numbers_on) and day not in there)
    begun = _begun()
    return [day for day in waiting if begun <= hour_of(day) <= now]


def _begun() -> datetime:
    """The moment of the first entry of the audit: the founding."""
    first = select(Entry.school_at).order_by(Entry.id).limit(1)
    return db.session.scalar(first) or clock.now()
