"""Averages and what they propose: exact arithmetic on Decimals, no database.

No federal rule turns an average into a term's mark: each school decides. Known tables are
4.5/3.5/2.5, 4.6/3.6/2.6 and 4.65/3.65/2.65; the school's own is a setting by grade and course.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HALVES = {5: Decimal("4.5"), 4: Decimal("3.5"), 3: Decimal("2.5")}
LOWEST = 2


@dataclass(frozen=True)
class Weighted:
    """A mark as the average sees it."""

    value: Decimal
    weight: Decimal = Decimal(1)


def weighted_average(marks: Sequence[Weighted]) -> Decimal | None:
    """The exact weighted mean, or None where nothing counts yet."""
    weight = sum((mark.weight for mark in marks), Decimal(0))
    if not weight:
        return None
    return sum((mark.value * mark.weight for mark in marks), Decimal(0)) / weight


def shown_average(average: Decimal | None) -> str:
    """An average as people read it: two digits, a comma, rounded half up («4,67»)."""
    if average is None:
        return ""
    return str(average.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")


def proposed_mark(
    average: Decimal | None, thresholds: Mapping[int, Decimal] = HALVES
) -> int | None:
    """The highest mark whose threshold the exact average reaches; None without an average."""
    if average is None:
        return None
    reached = (mark for mark, least in sorted(thresholds.items(), reverse=True) if average >= least)
    return next(reached, LOWEST)


def missing_to_next(
    average: Decimal | None, thresholds: Mapping[int, Decimal] = HALVES
) -> tuple[int, Decimal] | None:
    """(the next mark up, how much the average lacks to it), or None at the top or without one."""
    if average is None:
        return None
    above = [(least - average, mark) for mark, least in thresholds.items() if average < least]
    return (min(above)[1], min(above)[0]) if above else None


def trend(values: Sequence[Decimal], width: int = 40, height: int = 12) -> str:
    """An SVG path through the last marks, 5 at the top; empty below three of them."""
    if len(values) < 3:
        return ""
    last = len(values) - 1
    points = [
        f"{index * width // last} {round(height - 1 - (value - 2) * (height - 2) / 3)}"
        for index, value in enumerate(values)
    ]
    return "M" + "L".join(points)
