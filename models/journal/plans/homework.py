"""Homework of single pupils, and how long everybody's takes."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.journal.admission import refuse_unseated
from models.journal.facts import JournalFacts
from models.journal.journal import Journal, raise_version
from models.journal.lesson import LONGEST_HOMEWORK, Homework, Lesson, homework_of
from models.refusal import Refused
from models.school.groups import StudyGroup
from models.school.school import Ruled
from models.school.subject import Course

MOST_MINUTES = 300

_OWN_LABEL = re.compile(r"^лично\s*[:–-]\s*", re.IGNORECASE)  # the diary says it itself


class IndividualHomework(Row, Audited, db.Model):
    """What a lesson set for one pupil: only that pupil and the family read it. Emptied it is
    withdrawn."""

    __tablename__ = "individual_homework"
    __table_args__ = (UniqueConstraint("lesson_id", "student_id"),)
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST_HOMEWORK))
    entered_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


@dataclass(frozen=True)
class Load:
    """What is set for home in a class on one day; minutes, of groups of one hour the longest."""

    parts: list[tuple[str, int]]  # course, minutes: of the other lessons
    minutes: int
    limit: int

    @property
    def left(self) -> int:
        return self.limit - self.minutes


def individual_of(lesson_id: int) -> dict[int, str]:
    """Pupil → the own homework of a lesson."""
    rows = db.session.execute(
        select(IndividualHomework.student_id, IndividualHomework.text).where(
            IndividualHomework.lesson_id == lesson_id, IndividualHomework.text != ""
        )
    )
    return dict(rows.all())


def set_individual(lesson: Lesson, student_id: int, text: str, account_id: int | None) -> bool:
    """Set a pupil's own homework, or withdraw it with an empty text; whether that is new."""
    text = _OWN_LABEL.sub("", text.strip())
    if len(text) > LONGEST_HOMEWORK:
        raise Refused(f"Задание не длиннее {LONGEST_HOMEWORK} знаков.")
    refuse_unseated(lesson, student_id)
    raise_version(lesson.journal_id)
    row = db.session.scalar(
        select(IndividualHomework).where(
            IndividualHomework.lesson_id == lesson.id, IndividualHomework.student_id == student_id
        )
    )
    if text == (row.text if row else ""):
        return False
    if row is None:
        row = IndividualHomework(lesson_id=lesson.id, student_id=student_id)
        row.journal_id = lesson.journal_id
        db.session.add(row)
    row.text, row.account_id, row.entered_at = text, account_id, clock.now()
    return True


def set_minutes(lesson: Lesson, text: str, account_id: int | None) -> None:
    """Say how long the lesson's homework takes; refuses what is no number of minutes."""
    text = text.strip()
    minutes = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None
    if text and (minutes is None or minutes > MOST_MINUTES):
        raise Refused(f"Минут от 0 до {MOST_MINUTES}.")
    homework = homework_of(lesson.id)
    if minutes == (homework.minutes if homework else None):
        return
    if homework is None or not homework.text:
        raise Refused("Сначала запишите задание, потом сколько минут оно займёт.")
    homework.minutes, homework.account_id = minutes, account_id


def limit_for(school: Ruled, grade: int) -> int:
    """The most minutes of homework a day in a grade, by the school's settings (СП 2.4.3648-20)."""
    table = school.rule("homework_minutes")
    reached = [int(least) for least in table if int(least) <= grade]
    return table[str(max(reached))] if reached else 0


def load_of(journal: JournalFacts, lesson_id: int, day: date, school: Ruled) -> Load:
    """What the other lessons of the class set on the day the lesson takes place; one select."""
    group = journal.group
    same = StudyGroup.id == group.id
    if group.class_group_id is not None:
        same = or_(same, StudyGroup.class_group_id == group.class_group_id)
    rows = db.session.execute(
        select(Lesson.number, Course.name, Homework.minutes)
        .join(Lesson, Lesson.id == Homework.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .where(same, Lesson.on_date == day, Lesson.id != lesson_id, Homework.minutes > 0)
        .order_by(Lesson.number, Homework.minutes)
    )
    longest = {number: (name, minutes) for number, name, minutes in rows}  # the last is longest
    parts: dict[str, int] = {}
    for name, minutes in longest.values():
        parts[name] = parts.get(name, 0) + minutes
    return Load(list(parts.items()), sum(parts.values()), limit_for(school, group.grade))
