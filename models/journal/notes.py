"""Cells behind which more stands than their text says: a comment, a remark, a mark left out."""

from collections.abc import Collection, Mapping

from sqlalchemy import or_, select

from models.base import line_to_database
from models.journal.cell import Cell, Mark, Remark
from models.journal.facts import ColumnFacts


def noted(
    columns: Mapping[int, ColumnFacts], places: Collection[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Of these (column, pupil) those with such a note; two selects."""
    students = {who for _, who in places}
    firsts = {c.lesson_id: c.id for c in columns.values() if c.position == 1}
    connection = line_to_database()
    marks = connection.execute(
        select(Cell.column_id, Cell.student_id)
        .join(Mark, Mark.cell_id == Cell.id)
        .where(
            Cell.column_id.in_(list(columns)),
            Cell.student_id.in_(students),
            or_(Mark.comment.is_not(None), ~Mark.counts),
        )
    )
    remarks = connection.execute(
        select(Remark.lesson_id, Remark.student_id).where(
            Remark.lesson_id.in_(list(firsts)), Remark.student_id.in_(students)
        )
    )
    found = {tuple(row) for row in marks} | {(firsts[lesson], who) for lesson, who in remarks}
    return found & set(places)
