"""A heap: rows of one table that go by an act, and which numbers they have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Select

from models import clock


@dataclass(frozen=True)
class Heap:
    """Rows of one table that go: `ids` selects their numbers. `audited`: their entries go, too."""

    model: type
    title: str
    ids: Callable[[date], Select]
    audited: bool = True


def moment(until: date) -> datetime:
    """The beginning of the day in school."""
    return clock.at(until, time.min)
