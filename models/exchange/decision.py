"""What a person decided about a timetable: kept by content, so the next export finds it."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db
from models.exchange.questions import Question, is_home
from models.people.student import Student


class TimetableDecision(Row, Audited, db.Model):
    """The chosen shares of a shared lesson, or the pupil of a home row."""

    __tablename__ = "timetable_decision"

    key: Mapped[str] = mapped_column(String(400), unique=True)
    answer: Mapped[list]  # shares as JSON, or `pupil_answer`


def pupil_answer(student: Student) -> list:
    """The pupil of a home row, by id and name: an id may come back to another child after the
    list of pupils was undone."""
    return [student.id, student.person.full_name]


def decisions() -> dict[str, list]:
    """All decisions that still hold: question key → answer. Whose pupil left the database, or
    is no longer called so, is asked again."""
    answers = {row.key: row.answer for row in db.session.scalars(select(TimetableDecision))}
    named = [answer[0] for key, answer in answers.items() if is_home(key)]
    pupils = db.session.scalars(select(Student).where(Student.id.in_(named))) if named else ()
    living = {student.id: pupil_answer(student) for student in pupils}
    return {
        key: answer
        for key, answer in answers.items()
        if not is_home(key) or living.get(answer[0]) == answer
    }


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
