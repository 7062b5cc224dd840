"""What a person decided about a timetable: kept by content, so the next export finds it."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.exchange.questions import Question


class TimetableDecision(Row, Audited, db.Model):
    """The chosen shares of a shared lesson, or the pupil of a home row."""

    __tablename__ = "timetable_decision"

    key: Mapped[str] = mapped_column(String(400), unique=True)
    answer: Mapped[list]  # shares as JSON, or [student id]


def decisions() -> dict[str, list]:
    """All decisions: question key → answer."""
    return {row.key: row.answer for row in db.session.scalars(select(TimetableDecision))}


def decide(key: str, answer: list) -> None:
    """Keep an answer; a second answer replaces the first."""
    row = db.session.scalar(select(TimetableDecision).where(TimetableDecision.key == key))
    if row is None:
        db.session.add(TimetableDecision(key=key, answer=answer))
    elif row.answer != answer:
        row.answer = answer


def accept_proposals(questions: list[Question]) -> int:
    """Take the first option of every open question that has one; returns how many."""
    taken = 0
    for question in questions:
        if question.options:
            decide(question.key, [share.as_json() for share in question.options[0]])
            taken += 1
    db.session.flush()
    return taken
