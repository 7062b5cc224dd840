"""The end of a parent's rights to a child: by a court's decision or another document, or because
somebody else's parent was written down by mistake."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.office.paper import FamilyPaper
from models.office.papering import annul
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


def annul_guardianship(row: Guardianship, why: str, today: date, by: int | None) -> None:
    """This person was never the child's parent: the link ends as if from its first day, and so do
    the papers given for the child. `by` is an account. Raises Refused without a reason."""
    why = why.strip()
    if not why or len(why) > LONGEST_BASIS:
        raise Refused(f"Напишите, что внесено неверно (до {LONGEST_BASIS} знаков).")
    if row.is_annulled:
        raise Refused("Эта связь уже отменена. Обновите страницу.")
    row.from_date = row.from_date or today
    row.until, row.basis = row.from_date - timedelta(days=1), why
    papers = db.session.scalars(
        select(FamilyPaper).where(
            FamilyPaper.person_id == row.person_id,
            FamilyPaper.student_id == row.student_id,
            FamilyPaper.annulled_at.is_(None),
        )
    )
    for paper in papers.all():
        annul(paper, f"Чужой ребёнок: {why}"[:LONGEST_BASIS], by)
    db.session.flush()
