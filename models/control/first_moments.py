"""When records first came into being: what is corrected later keeps its moment.

A mark or an absence that is mended says when it was mended; when it was first there only the
audit knows. It is asked of those alone that look late, so that all others cost nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, union_all

from models.audit.entry import Entry
from models.base import db
from models.journal.cell import Attendance, Cell, Mark
from models.journal.lesson import LessonColumn


def _born(table: str):
    """The entries that say how rows came into being."""
    return (Entry.table_name == table) & (Entry.action == "insert")


def first_entered(table: str, row_ids: Iterable[int]) -> dict[int, datetime]:
    """Row → when it was first there; one select."""
    ids = sorted(row_ids)
    if not ids:
        return {}
    first = select(Entry.row_id, func.min(Entry.school_at))
    rows = db.session.execute(
        first.where(_born(table), Entry.row_id.in_(ids)).group_by(Entry.row_id)
    )
    return dict(rows.all())


def first_records(lesson_ids: Iterable[int]) -> dict[int, datetime]:
    """Lesson → when the first mark or absence that stands in it was first there; one select."""
    ids = sorted(lesson_ids)
    if not ids:
        return {}
    marks = (
        select(LessonColumn.lesson_id.label("lesson_id"), Entry.school_at.label("at"))
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
        .join(Entry, _born("mark") & (Entry.row_id == Mark.id))
        .where(LessonColumn.lesson_id.in_(ids))
    )
    absences = (
        select(Attendance.lesson_id, Entry.school_at)
        .join(Entry, _born("attendance") & (Entry.row_id == Attendance.id))
        .where(Attendance.lesson_id.in_(ids))
    )
    told = union_all(marks, absences).subquery()
    rows = db.session.execute(select(told.c.lesson_id, func.min(told.c.at)).group_by(told.c[0]))
    return dict(rows.all())


def first_marks(column_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
    """(column, pupil) → when the first mark that stands there was first there; one select."""
    ids = sorted(column_ids)
    if not ids:
        return {}
    rows = db.session.execute(
        select(Cell.column_id, Cell.student_id, func.min(Entry.school_at))
        .join(Mark, Mark.cell_id == Cell.id)
        .join(Entry, _born("mark") & (Entry.row_id == Mark.id))
        .where(Cell.column_id.in_(ids))
        .group_by(Cell.column_id, Cell.student_id)
    )
    return {(column_id, student_id): moment for column_id, student_id, moment in rows}
