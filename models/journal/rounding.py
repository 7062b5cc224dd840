"""From which average a mark is proposed: the school's table, by grade and course."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from models.refusal import Refused
from models.school.school import Ruled


def thresholds_of(school: Ruled, grade: int, course: str) -> dict[int, Decimal]:
    """The thresholds that hold for a grade and course: the most particular row of the table
    that fits (both named, then the course, then the grade), else the school's own."""
    fitting = [
        row
        for row in school.rule("rounding_apart")
        if row.get("grade") in (None, grade) and row.get("course") in (None, course)
    ]
    fitting.sort(key=lambda row: (row.get("course") is not None, row.get("grade") is not None))
    table = fitting[-1]["rounding"] if fitting else school.rule("rounding")
    return {int(mark): Decimal(least) for mark, least in table.items()}


def read_thresholds(texts: Mapping[str, str]) -> dict[str, str]:
    """Thresholds as typed («4,5»), checked; raises Refused with the reason."""
    found = {}
    for mark in ("5", "4", "3"):
        try:
            least = Decimal(texts[mark].strip().replace(",", "."))
        except (InvalidOperation, KeyError):
            raise Refused(f"Порог для «{mark}» должен быть числом, например 4,5.") from None
        if not int(mark) - 1 < least <= int(mark):
            raise Refused(f"Порог для «{mark}» должен быть больше {int(mark) - 1} и до {mark}.")
        found[mark] = format(least.normalize(), "f")
    return found
