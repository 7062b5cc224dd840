"""Which material a family's diary shows."""

from sqlalchemy import select

from models.base import db
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.office.order import ELECTRONIC, the_modes
from models.school.groups import StudyGroup
from models.school.places import groups_of


def shows_material(student_id: int, lesson_id: int) -> bool:
    """Whether the pupil's diary shows the material of this lesson."""
    found = db.session.execute(
        select(Lesson.on_date, StudyGroup)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(Lesson.id == lesson_id)
    ).one_or_none()
    if found is None:
        return False
    day, group = found
    spans = groups_of(student_id, day, day).get(group.id, ())
    sits = any(first <= day and (last is None or day <= last) for first, last in spans)
    return sits and the_modes().of(group, day) == ELECTRONIC
