"""Copying topic, homework and material to the same teacher's lessons in parallel classes."""

import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.journal.facts import JournalFacts
from models.journal.journal import Journal
from models.journal.lesson import HELD, Lesson, homework_of
from models.journal.plans.material import copy_materials
from models.school.groups import StudyGroup

BEFORE, AFTER = timedelta(days=7), timedelta(days=14)
LONGEST_TOLD = 80  # signs of a text that is told back


@dataclass(frozen=True)
class Parallel:
    """A lesson that could take what this one has; `bare` where it has no topic yet."""

    lesson_id: int
    group: str
    day: date
    number: int
    bare: bool


def parallels_of(
    journal: JournalFacts, lesson: Lesson, own: Collection[int]
) -> dict[str, list[Parallel]]:
    """Group → its lessons near this one's day in those of the journals `own` that are of the
    same course and grade, those without a topic first; one select."""
    rows = db.session.execute(
        select(Lesson.id, StudyGroup.name, Lesson.on_date, Lesson.number, Lesson.topic == "")
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(
            Journal.course_id == journal.course.id,
            Journal.year_id == journal.year_id,
            Journal.id != journal.id,
            Journal.id.in_(own),
            StudyGroup.grade == journal.group.grade,
            Lesson.on_date.between(lesson.on_date - BEFORE, lesson.on_date + AFTER),
            Lesson.status == HELD,
        )
        .order_by(StudyGroup.name, Lesson.on_date, Lesson.number)
    )
    found: dict[str, list[Parallel]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(Parallel(*row[:4], bool(row[4])))
    return {group: sorted(these, key=lambda p: not p.bare) for group, these in found.items()}


def copy_to(source: Lesson, target: Lesson, account_id: int | None) -> list[str]:
    """Copy what the target does not have itself; returns in words what was copied. What stands
    there already is never replaced."""
    target.locked()
    ours, theirs = homework_of(source.id), homework_of(target.id)
    topic = target.topic or source.topic
    stands = theirs.text if theirs else ""
    text = stands or (ours.text if ours else "")
    copied = [f"тема «{_short(topic)}»"] if topic != target.topic else []
    copied += [f"задание «{_short(text)}»"] if text != stands else []
    target.write(topic, text, seen=target.version, account_id=account_id)
    db.session.flush()
    if text != stands:
        homework_of(target.id).minutes = ours.minutes
    if copy_materials(source.id, target, account_id):
        copied.append("материал")
    return copied


def _short(text: str) -> str:
    return textwrap.shorten(text, LONGEST_TOLD, placeholder="…")
