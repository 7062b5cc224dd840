"""What the director asks the administrator about late or bad filling, and the answer (5.1)."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.refusal import Refused, WrongFields

LONGEST_ABOUT, LONGEST_TEXT = 120, 1000
DAYS_TO_ANSWER = timedelta(days=7)


class Inquiry(Row, Audited, db.Model):
    """The question, by when an answer is wanted, and the answer."""

    __tablename__ = "inquiry"

    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT), default="")
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def waits(self) -> bool:
        return self.answered_at is None

    def reply(self, text: str, by: int | None) -> None:
        """Answer it, once. Raises Refused."""
        text = text.strip()
        if not self.waits:
            raise Refused("На этот запрос уже ответили.")
        if not 0 < len(text) <= LONGEST_TEXT:
            raise Refused(f"Напишите ответ (до {LONGEST_TEXT} знаков).")
        self.answer, self.answered_at, self.answered_by = text, clock.now(), by


def inquire(about: str, text: str, due_on: date | None, by: int | None) -> Inquiry:
    """Ask. Raises WrongFields; the same question that still waits is not asked twice."""
    about, text, problems = about.strip(), text.strip(), {}
    if len(about) > LONGEST_ABOUT:
        problems["about"] = f"Не длиннее {LONGEST_ABOUT} знаков."
    if not 0 < len(text) <= LONGEST_TEXT:
        problems["text"] = f"Напишите вопрос (до {LONGEST_TEXT} знаков)."
    if due_on is None or due_on < clock.today():
        problems["due_on"] = "Укажите день ответа, не раньше сегодняшнего."
    if problems:
        raise WrongFields(problems)
    same = select(Inquiry.id).filter_by(about=about, text=text, answered_at=None)
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused("Такой запрос уже ждёт ответа.")
    made = Inquiry(about=about, text=text, due_on=due_on, asked_by=by)
    db.session.add(made)
    db.session.flush()
    return made


def inquiries(limit: int = 200) -> list[Inquiry]:
    """All of them: those that wait first, then the newest."""
    order = (Inquiry.answered_at.is_not(None), Inquiry.id.desc())
    return list(db.session.scalars(select(Inquiry).order_by(*order).limit(limit)))


def waiting_inquiries() -> int:
    """How many wait for an answer."""
    return db.session.scalar(select(func.count(Inquiry.id)).where(Inquiry.answered_at.is_(None)))


def answered_since(by: int | None, moment: datetime) -> list[Inquiry]:
    """What this account asked and was answered after the moment, the oldest first."""
    query = select(Inquiry).where(Inquiry.asked_by == by, Inquiry.answered_at > moment)
    return list(db.session.scalars(query.order_by(Inquiry.answered_at)))
