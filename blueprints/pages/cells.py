"""One cell of the grid: write it, look at its history."""

from flask import abort, request
from sqlalchemy import select

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.htmx import fragment
from blueprints.once import once
from blueprints.room import school
from models.base import db
from models.journal.cell import Cell
from models.journal.entry import term_of, write_cell
from models.journal.grid import cell_text, standing
from models.journal.history import cell_history, last_hand
from models.journal.lesson import LessonColumn
from models.journal.scale import shown_average
from models.refusal import Refused, StaleMark

LONGEST = 60


@guarded("cell.write")
@once
def write(journal_id: int):
    """Replace what a cell says; a stale version gets 409 and both values."""
    column = find_or_404(LessonColumn, _number("column"))
    if column.journal_id != journal_id:
        abort(404)
    authorize("cell.write", column)
    student_id, typed = _number("student"), request.form.get("value", "").strip()
    if len(typed) > LONGEST:
        raise Refused(f"В клетке не больше {LONGEST} знаков.")
    try:
        cell = write_cell(
            column,
            student_id,
            typed,
            seen=_number("version"),
            school=school(),
            account_id=actor().account_id,
        )
    except StaleMark as stale:
        return _conflict(column, student_id, stale.current, typed)
    return fragment("journals/saved.html", **_saved(column, cell))


def _number(name: str) -> int:
    value = request.form.get(name, type=int)
    if value is None or not -1 < value < 2**31:
        raise Refused("Запрос неполон. Обновите страницу и повторите.")
    return value


def _saved(column: LessonColumn, cell: Cell) -> dict:
    term = term_of(column.lesson)
    average, missed = (
        standing(column.lesson.journal, term, school(), cell.student_id) if term else (None, 0)
    )
    return {
        "student_id": cell.student_id,
        "lesson_id": column.lesson_id,
        "column_id": column.id,
        "text": cell_text(column, cell, cell.student_id),
        "version": cell.version,
        "average": shown_average(average),
        "absences": missed,
    }


def _conflict(column: LessonColumn, student_id: int, cell: Cell, typed: str):
    theirs = cell_text(column, cell, student_id)
    who, when = last_hand(cell)
    return fragment(
        "journals/conflict.html",
        409,
        student_id=student_id,
        lesson_id=column.lesson_id,
        column_id=column.id,
        version=cell.version,
        theirs=theirs,
        mine=typed,
        who=who,
        when=when,
    )


@guarded("cell.history")
def history(journal_id: int, column_id: int, student_id: int):
    """Who wrote what into a cell, when, from what to what."""
    column = find_or_404(LessonColumn, column_id)
    if column.journal_id != journal_id:
        abort(404)
    authorize("cell.history", column)
    cell = db.session.scalar(
        select(Cell).where(Cell.column_id == column.id, Cell.student_id == student_id)
    )
    return fragment("journals/history.html", changes=cell_history(column, cell, student_id))
