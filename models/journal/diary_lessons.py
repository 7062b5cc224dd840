"""Lessons of a pupil's groups and what is set for home, as both parts of the diary ask them."""

from sqlalchemy import Select, bindparam, select

from models.journal.journal import Journal
from models.journal.lesson import Homework, Lesson
from models.journal.plans.homework import IndividualHomework
from models.school.subject import Course


def lessons_with_homework(*columns) -> Select:
    """These columns of lessons, their courses, the homework and what is set for the pupil alone.
    It is executed with `student_id`, `groups`, and the days `first` and `last`."""
    return (
        select(*columns)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .outerjoin(
            IndividualHomework,
            (IndividualHomework.lesson_id == Lesson.id)
            & (IndividualHomework.student_id == bindparam("student_id")),
        )
        .where(
            Journal.study_group_id.in_(bindparam("groups", expanding=True)),
            Lesson.on_date.between(bindparam("first"), bindparam("last")),
        )
    )
