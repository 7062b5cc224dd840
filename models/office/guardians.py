"""The end of a parent's rights to a child, by a court's decision or another document."""

from datetime import date, timedelta

from models.people.guardian import LONGEST_BASIS, Guardianship
from models.refusal import Refused


def end_guardianship(row: Guardianship, on: date | None, basis: str, today: date) -> None:
    """From the day `on` the parent has no access to the child, on that very day neither; None
    takes the end back. Raises Refused without a document."""
    basis = basis.strip()
    if on is None:
        row.until, row.basis = None, ""
        return
    if not basis or len(basis) > LONGEST_BASIS:
        raise Refused(f"Напишите документ: что, номер и дата (до {LONGEST_BASIS} знаков).")
    if on > today + timedelta(days=366):
        raise Refused("Дата слишком далеко впереди. Проверьте год.")
    row.until, row.basis = on - timedelta(days=1), basis
