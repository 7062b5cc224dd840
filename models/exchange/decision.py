"""What a person decided about an import: kept by content, so the next file finds it."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.exchange.questions import Question, is_home
from models.exchange.staff import SOMEBODY_NEW, is_teacher
from models.people.employee import Employee
from models.people.student import Student


class TimetableDecision(Row, Audited, db.Model):
    """The chosen shares of a shared lesson, the pupil of a home row, or who a teacher is."""

    __tablename__ = "timetable_decision"

    key: Mapped[str] = mapped_column(String(400), unique=True)
    answer: Mapped[list]  # shares as JSON, or `named_answer`


def named_answer(one: Student | Employee) -> list:
    """The pupil of a home row or a member of staff, by id and name: an id may come back to
    somebody else after a list was undone."""
    return [one.id, one.person.full_name]


def decisions() -> dict[str, list]:
    """All decisions that still hold: question key → answer. Who left the database, or is no
    longer called so, is asked about again."""
    answers = {row.key: row.answer for row in db.session.scalars(select(TimetableDecision))}
    for model, is_of in ((Student, is_home), (Employee, is_teacher)):
        ours = {key: answer for key, answer in answers.items() if is_of(key)}
        living = _living(model, [answer[0] for answer in ours.values()])
        for key, answer in ours.items():
            if answer[0] != SOMEBODY_NEW and living.get(answer[0]) != answer:
                del answers[key]
    return answers


def _living(model, ids: list[int]) -> dict[int, list]:
    rows = db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ()
    return {one.id: named_answer(one) for one in rows}


def still_open(questions: list[dict]) -> list[dict]:
    """Of the questions a run kept those that nobody has decided, as things stand now."""
    answers = decisions()
    return [question for question in questions if not answers.get(question["key"])]


def decide(key: str, answer: list) -> None:
    """Keep an answer; a second answer replaces the first."""
    row = db.session.scalar(select(TimetableDecision).where(TimetableDecision.key == key))
    if row is None:
        db.session.add(TimetableDecision(key=key, answer=answer))
    elif row.answer != answer:
        row.answer = answer


def undecide(key: str) -> None:
    """Ask again: «решить позже»."""
    row = db.session.scalar(select(TimetableDecision).where(TimetableDecision.key == key))
    if row is not None:
        db.session.delete(row)


def accept_proposals(questions: list[Question]) -> int:
    """Take the first option of every open question that has one; returns how many."""
    taken = 0
    for question in questions:
        if question.options:
            decide(question.key, [share.as_json() for share in question.options[0]])
            taken += 1
    db.session.flush()
    return taken
