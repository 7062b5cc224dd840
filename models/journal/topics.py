"""What the topic of a lesson may be: what parallel groups were taught and this one was not yet."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.base import db
from models.journal.facts import JournalFacts
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.school.groups import StudyGroup

MOST = 8


@dataclass(frozen=True)
class ProposedTopic:
    """A topic, and one of the groups that had it."""

    topic: str
    group: str


def proposed_topics(journal: JournalFacts, day: date) -> list[ProposedTopic]:
    """Topics of the course in the grade's other journals that this journal has not had, the
    earliest first."""
    had = select(Lesson.topic).where(Lesson.journal_id == journal.id)
    rows = db.session.execute(
        select(Lesson.topic, func.min(StudyGroup.name))
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(
            Journal.course_id == journal.course.id,
            Journal.year_id == journal.year_id,
            Journal.id != journal.id,
            StudyGroup.grade == journal.group.grade,
            Lesson.topic != "",
            Lesson.on_date <= day,
            Lesson.topic.not_in(had),
        )
        .group_by(Lesson.topic)
        .order_by(func.max(Lesson.on_date))
        .limit(MOST)
    )
    return [ProposedTopic(*row) for row in rows]
