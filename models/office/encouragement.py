"""Encouragements of pupils (2.3): date, for what, document, author; the family reads them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.refusal import Refused

LONGEST_TEXT, LONGEST_DOCUMENT, LONGEST_WHY = 300, 80, 200


class Encouragement(Row, Audited, db.Model):
    """«Грамота за победу в олимпиаде». One entered wrongly is annulled, never changed."""

    __tablename__ = "encouragement"
    __table_args__ = (Index("ix_encouragement_student_day", "student_id", "on_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    on_date: Mapped[date]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT), default="")
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")


def encourage(
    student_id: int, on_date: date | None, text: str, document: str, today: date, by: int | None
) -> Encouragement:
    """Enter an encouragement of the pupil. Raises Refused."""
    text, document = " ".join(text.split()), " ".join(document.split())
    if on_date is None or on_date > today:
        raise Refused("Укажите день поощрения: он уже наступил.")
    if not text or len(text) > LONGEST_TEXT:
        raise Refused(f"Напишите, какое поощрение и за что (до {LONGEST_TEXT} знаков).")
    if len(document) > LONGEST_DOCUMENT:
        raise Refused(f"Документ: до {LONGEST_DOCUMENT} знаков.")
    said = {"student_id": student_id, "on_date": on_date, "text": text, "document": document}
    same = select(Encouragement.id).filter_by(**said, annulled_at=None)
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused("Такое поощрение уже внесено.")
    row = Encouragement(**said, entered_by=by)
    db.session.add(row)
    return row


def annul_entry(row, why: str, by: int | None) -> None:
    """Take back what was entered wrongly (an encouragement, a brought mark), with a reason; it
    stays, struck out. Raises Refused."""
    why = " ".join(why.split())[:LONGEST_WHY]
    if row.annulled_at is not None:
        raise Refused("Эта запись уже отменена.")
    if not why:
        raise Refused("Напишите, почему запись отменяется.")
    row.annulled_at, row.annulled_by, row.annulled_why = clock.now(), by, why


def encouragements_of(student_id: int) -> list[Encouragement]:
    """All of a pupil, annulled ones too, the newest first."""
    query = select(Encouragement).where(Encouragement.student_id == student_id)
    return list(db.session.scalars(query.order_by(Encouragement.on_date.desc(), Encouragement.id)))


def encouraged(student_id: int, first: date, last: date) -> list[tuple[date, str]]:
    """What the family reads of these days: (day, for what), in order."""
    rows = db.session.execute(
        select(Encouragement.on_date, Encouragement.text)
        .where(
            Encouragement.student_id == student_id,
            Encouragement.annulled_at.is_(None),
            Encouragement.on_date.between(first, last),
        )
        .order_by(Encouragement.on_date, Encouragement.id)
    )
    return [tuple(row) for row in rows]
