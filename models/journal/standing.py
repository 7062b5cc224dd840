"""What cells say now, as rows read whole: the ground a step stands on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from models.audit.ledger import columns_of, row_of
from models.base import line_to_database
from models.hot import Hot
from models.journal.cell import Attendance, Cell, Mark
from models.journal.facts import ColumnFacts
from models.journal.scale import Content, Shown

_STANDING = (
    select(Cell.id, Cell.column_id, Cell.student_id, Cell.version, *columns_of(Mark))
    .outerjoin(Mark, Mark.cell_id == Cell.id)
    .order_by(Cell.id, Mark.position)
)
_STANDINGS = _STANDING.where(
    Cell.column_id.in_(bindparam("columns", expanding=True)),
    Cell.student_id.in_(bindparam("students", expanding=True)),
)
_ONE = Hot(
    _STANDING.where(Cell.column_id == bindparam("column"), Cell.student_id == bindparam("student"))
)
_ABSENCE = select(*columns_of(Attendance))
_ABSENCES = _ABSENCE.where(
    Attendance.lesson_id.in_(bindparam("lessons", expanding=True)),
    Attendance.student_id.in_(bindparam("students", expanding=True)),
)
_ONE_ABSENCE = Hot(
    _ABSENCE.where(
        Attendance.lesson_id == bindparam("lesson"), Attendance.student_id == bindparam("student")
    )
)


@dataclass
class Standing:
    """What a cell says now, as rows read whole."""

    cell_id: int | None
    version: int
    marks: list[dict]
    absence: dict | None

    @property
    def content(self) -> Content:
        marks = tuple(Shown(m["shown"], m["counted"], m["due_on"]) for m in self.marks)
        code = self.absence or {}
        return Content(marks, code.get("code"), code.get("minutes"))


def standings(columns: Mapping[int, ColumnFacts], student_ids: list[int]) -> dict:
    """(column, pupil) → what stands there, for cells that were ever touched; two selects."""
    found: dict[tuple[int, int], Standing] = {}
    for row in _rows_of_cells(list(columns), student_ids):
        cell = found.setdefault((row[1], row[2]), Standing(row[0], row[3], [], None))
        if row[4] is not None:
            cell.marks.append(row_of(Mark, row[4:]))
    firsts = {c.lesson_id: c.id for c in columns.values() if c.position == 1}
    for values in _rows_of_absences(list(firsts), student_ids) if firsts else ():
        row = row_of(Attendance, values)
        key = (firsts[row["lesson_id"]], row["student_id"])
        found.setdefault(key, Standing(None, 0, [], None)).absence = row
    return found


def _rows_of_cells(columns: list[int], students: list[int]):
    if len(columns) == len(students) == 1:
        return _ONE.rows({"column": columns[0], "student": students[0]})
    return line_to_database().execute(_STANDINGS, {"columns": columns, "students": students})


def _rows_of_absences(lessons: list[int], students: list[int]):
    if len(lessons) == len(students) == 1:
        return _ONE_ABSENCE.rows({"lesson": lessons[0], "student": students[0]})
    return line_to_database().execute(_ABSENCES, {"lessons": lessons, "students": students})
