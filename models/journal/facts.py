"""Journals, lessons and columns as pages and policies read them: plain, without mapped rows.

What a journal is changes seldom and is remembered; its version and its lessons are read anew.
"""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import bindparam, select

from models.base import db, line_to_database
from models.ground import remembered
from models.hot import Hot
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import Lesson, LessonColumn
from models.school.groups import StudyGroup
from models.school.subject import Course


@dataclass(frozen=True)
class GroupFacts:
    """The group of a journal."""

    id: int
    name: str
    kind: str
    grade: int
    class_group_id: int | None


@dataclass(frozen=True)
class CourseFacts:
    """The course of a journal."""

    id: int
    name: str
    marked: bool


@dataclass(frozen=True)
class JournalFacts:
    """A journal: one course of one group in one year."""

    id: int
    year_id: int
    group: GroupFacts
    course: CourseFacts

    @property
    def study_group_id(self) -> int:
        return self.group.id

    @property
    def title(self) -> str:
        return f"{self.course.name} · {self.group.name}"


@dataclass(frozen=True)
class LessonFacts:
    """A lesson as its policy asks for it."""

    id: int
    on_date: date
    number: int
    employee_id: int
    assistant_id: int | None
    status: str
    ends: time | None
    substituted: bool
    journal: JournalFacts

    @property
    def journal_id(self) -> int:
        return self.journal.id


@dataclass(frozen=True)
class ColumnFacts:
    """A column with its lesson."""

    id: int
    position: int
    kind_id: int
    lesson: LessonFacts

    @property
    def lesson_id(self) -> int:
        return self.lesson.id


@dataclass(frozen=True)
class KindFacts:
    """A kind of work."""

    id: int
    name: str
    short: str
    weight: object  # Decimal
    is_test: bool
    offered: bool


@remembered
def journal_facts(journal_id: int) -> JournalFacts | None:
    """What a journal is."""
    row = db.session.execute(
        select(
            Journal.id,
            Journal.year_id,
            StudyGroup.id,
            StudyGroup.name,
            StudyGroup.kind,
            StudyGroup.grade,
            StudyGroup.class_group_id,
            Course.id,
            Course.name,
            Course.marked,
        )
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .where(Journal.id == journal_id)
    ).first()
    return row and JournalFacts(row[0], row[1], GroupFacts(*row[2:7]), CourseFacts(*row[7:10]))


@remembered
def work_kinds() -> dict[int, KindFacts]:
    """All kinds of work by id, in the order they were made."""
    rows = db.session.execute(
        select(
            WorkKind.id,
            WorkKind.name,
            WorkKind.short,
            WorkKind.weight,
            WorkKind.is_test,
            WorkKind.offered,
        ).order_by(WorkKind.id)
    )
    return {row.id: KindFacts(*row) for row in rows}


_VERSION = Hot(select(Journal.version, Journal.layout).where(Journal.id == bindparam("journal_id")))


def version_of(journal_id: int) -> tuple[int, int]:
    """(version, layout): the journal's counter of writes, and its value when columns changed."""
    return _VERSION.first({"journal_id": journal_id})


_COLUMNS = (
    select(
        LessonColumn.id,
        LessonColumn.position,
        LessonColumn.kind_id,
        Lesson.id,
        Lesson.on_date,
        Lesson.number,
        Lesson.employee_id,
        Lesson.assistant_id,
        Lesson.status,
        Lesson.ends,
        Lesson.substituted,
    )
    .join(Lesson, Lesson.id == LessonColumn.lesson_id)
    .where(LessonColumn.journal_id == bindparam("journal_id"))
)
_THESE = _COLUMNS.where(LessonColumn.id.in_(bindparam("column_ids", expanding=True)))
_THIS = Hot(_COLUMNS.where(LessonColumn.id == bindparam("column_id")))


def columns_named(journal: JournalFacts, column_ids: list[int]) -> dict[int, ColumnFacts]:
    """The columns of these ids that are the journal's, by id; one select."""
    if len(column_ids) == 1:
        rows = _THIS.rows({"journal_id": journal.id, "column_id": column_ids[0]})
    else:
        asked = {"journal_id": journal.id, "column_ids": column_ids}
        rows = line_to_database().execute(_THESE, asked)
    return {row[0]: ColumnFacts(*row[:3], LessonFacts(*row[3:], journal)) for row in rows}
