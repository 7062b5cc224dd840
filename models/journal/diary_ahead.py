"""What a pupil has to do for the next school day: of each of its subjects the last homework."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import bindparam

from models.base import line_to_database
from models.journal.diary_lessons import lessons_with_homework
from models.journal.diary_plan import Planned, groups_named, planned_week, sits
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.material import shown_at
from models.office.order import ELECTRONIC, the_modes
from models.school.calendar import monday
from models.school.places import groups_of
from models.school.subject import Course
from models.school.timetable import CANCELLED as OFF
from models.school.timetable import CHANGE_WORD

LOOK_BACK = timedelta(days=35)  # a lesson a week, and the holidays between
WEEKS_AHEAD = 3  # the next school day after the longest holidays in which lessons go on

_SET = (
    lessons_with_homework(
        Course.name,
        Lesson.id,
        Lesson.on_date,
        Journal.study_group_id,
        Homework.text,
        IndividualHomework.text,
    )
    .where(
        Course.name.in_(bindparam("subjects", expanding=True)),
        Lesson.status != CANCELLED,
        (Homework.text != "") | (IndividualHomework.text != ""),
    )
    .order_by(Lesson.on_date.desc(), Lesson.number.desc())
)


@dataclass
class Task:
    """The homework of one subject, and on which day it was given."""

    subject: str
    given_on: date
    homework: str
    individual: str  # what is set for this pupil alone
    material: list[tuple] = field(default_factory=list)  # (id, title, link or nothing, size)


@dataclass
class Ahead:
    """The next school day and what is set for it, in the order of its lessons."""

    day: date
    tasks: list[Task]


def set_ahead(student_id: int, grade: int, today: date) -> Ahead | None:
    """What is set for the next school day after `today`; None where nothing is known of it. Two
    selects, where nothing of the school's order changed since it was last asked."""
    day, subjects = _next_day(student_id, grade, today)
    if day is None:
        return None
    given = _given(student_id, subjects, today)
    tasks = [given[subject] for subject in subjects if subject in given]
    return Ahead(day, tasks) if tasks else None


def _next_day(student_id: int, grade: int, today: date) -> tuple[date | None, list[str]]:
    """The day and its subjects, each once, in the order of lessons."""
    for week in range(WEEKS_AHEAD + 1):
        planned = planned_week(student_id, grade, monday(today) + timedelta(weeks=week))
        there = [one for one in planned if one.day > today and not _is_off(one)]
        if there:
            day = min(one.day for one in there)
            lines = sorted((o.line for o in there if o.day == day), key=lambda line: line.number)
            return day, list(dict.fromkeys(line.subject for line in lines))
    return None, []


def _is_off(planned: Planned) -> bool:
    return planned.line.note.startswith(CHANGE_WORD[OFF])


def _given(student_id: int, subjects: list[str], today: date) -> dict[str, Task]:
    """Subject → the last homework given in it; of lessons in which the pupil sat and which the
    family may read."""
    first, week = today - LOOK_BACK, monday(today)
    spans = groups_of(student_id, week, week + timedelta(days=6))  # as the week itself asks
    asked = {"groups": list(spans), "subjects": subjects, "student_id": student_id}
    groups, found, lessons = groups_named(tuple(sorted(spans))), {}, {}
    for subject, lesson_id, day, group_id, homework, individual in line_to_database().execute(
        _SET, asked | {"first": first, "last": today}
    ):
        is_open = the_modes().of(groups[group_id], day) == ELECTRONIC
        if subject not in found and is_open and sits(spans[group_id], day):
            found[subject] = Task(subject, day, homework or "", individual or "")
            lessons[lesson_id] = subject
    for lesson_id, material in shown_at(list(lessons)).items():
        found[lessons[lesson_id]].material = material
    return found
