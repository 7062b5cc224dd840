"""What a pupil's line is reckoned from: the marks that count and the missed lessons, by day.

A writer of another process makes SQLite read every page anew that a save looks at, and a pupil's
marks lie on as many pages as there were lessons. So they are read from two indexes that hold all
that is asked, a page or two each; where a column stands in the year is remembered per process
while the journal's columns stay the same (its `layout`).
"""

from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import bindparam, literal, null, or_, select, union_all

from models.base import db
from models.ground import remembered
from models.hot import Hot
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.scale import MISSED


class Place(NamedTuple):
    """Where a column stands; `order` sorts columns as they were taught."""

    day: date
    order: tuple[date, int, int]
    kind_id: int


class Places(NamedTuple):
    """A journal's columns and the days of its lessons, by id."""

    columns: dict[int, Place]
    lessons: dict[int, date]


class PupilRows(NamedTuple):
    """(order, value, kind of work) of each counted mark in the order of days, and how many
    lessons were missed."""

    marks: list[tuple[tuple, Decimal, int]]
    missed: int


def _of(model) -> tuple:
    """That a row is of the pupil asked for, in the journal asked for."""
    return (
        model.journal_id == bindparam("journal_id"),
        model.student_id == bindparam("student_id"),
    )


_MARK, _CELL, _MISS, _LAYOUT = range(4)
_ROWS = Hot(
    union_all(
        select(literal(_MARK), Mark.cell_id, Mark.counted, Mark.work_kind_id, Mark.position).where(
            *_of(Mark), Mark.counts, Mark.counted.is_not(None)
        ),
        # not joined: SQLite would rather look each cell up in the table
        select(literal(_CELL), Cell.id, null(), Cell.column_id, null()).where(*_of(Cell)),
        select(literal(_MISS), Attendance.lesson_id, null(), null(), null()).where(
            *_of(Attendance), or_(*(Attendance.code == code for code in MISSED))
        ),
        select(literal(_LAYOUT), Journal.layout, null(), null(), null()).where(
            Journal.id == bindparam("journal_id")
        ),
    )
)


def pupil_rows(journal_id: int, student_id: int, first: date, last: date) -> PupilRows:
    """A pupil's marks and missed lessons of these days in a journal; one select."""
    marks, cells, missed, layout = [], {}, [], 0
    for what, row_id, counted, number, position in _ROWS.rows(
        {"journal_id": journal_id, "student_id": student_id}
    ):
        if what == _MARK:
            marks.append((row_id, counted, number, position))
        elif what == _CELL:
            cells[row_id] = number
        elif what == _MISS:
            missed.append(row_id)
        else:
            layout = row_id
    places = _places(journal_id, layout)
    if _unknown(places, cells, missed):  # a lesson came to be since
        places = _places.anew(journal_id, layout)
    placed = []
    for cell_id, counted, kind_id, position in marks:
        place = places.columns[cells[cell_id]]
        if first <= place.day <= last:
            placed.append(((*place.order, position), counted, kind_id or place.kind_id))
    placed.sort(key=itemgetter(0))
    return PupilRows(placed, sum(first <= places.lessons[lesson] <= last for lesson in missed))


def _unknown(places: Places, cells: dict[int, int], missed: list[int]) -> bool:
    return not (
        places.columns.keys() >= set(cells.values()) and places.lessons.keys() >= set(missed)
    )


@remembered
def _places(journal_id: int, _layout: int) -> Places:
    rows = db.session.execute(
        select(
            Lesson.id,
            Lesson.on_date,
            Lesson.number,
            LessonColumn.id,
            LessonColumn.position,
            LessonColumn.kind_id,
        )
        .join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        .where(Lesson.journal_id == journal_id)
    ).all()
    return Places(
        {row[3]: Place(row[1], (row[1], row[2], row[4]), row[5]) for row in rows},
        {row[0]: row[1] for row in rows},
    )
