"""Lessons of days that are over: a timetable changed afterwards must not make what is overdue in
them vanish."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from models import clock
from models.base import db
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.refusal import Refused
from models.school.subject import Course

_NAMED = 3  # lessons in the sentence


def past_lessons(groups: Collection[int], first: date) -> dict[int, str]:
    """The lessons of these groups from `first` to yesterday: number → «05.11 Русский язык»."""
    rows = db.session.execute(
        select(Lesson.id, Lesson.on_date, Course.name)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(
            Journal.study_group_id.in_(sorted(groups)),
            Lesson.on_date >= first,
            Lesson.on_date < clock.today(),
        )
        .order_by(Lesson.on_date, Lesson.number)
    )
    return {row.id: f"{row.on_date:%d.%m} {row.name}" for row in rows}


def refuse_lost(before: dict[int, str], after: dict[int, str]) -> None:
    """Refuse a change after which lessons of days that are over are there no more."""
    lost = [words for number, words in before.items() if number not in after]
    if lost:
        more = f" и ещё {len(lost) - _NAMED}" if len(lost) > _NAMED else ""
        raise Refused(
            f"Эти уроки уже прошли: {', '.join(lost[:_NAMED])}{more}. Убрать их из расписания "
            "может администратор журнала. Начните с сегодняшнего дня или верните их в сетку."
        )
