"""The marks grid of a journal in a term: read in a few plain selects, whatever its size."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from models.base import db
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import HELD, AttendanceCheck, Homework, Lesson, LessonColumn
from models.journal.scale import MISSED, Weighted, shown_average, weighted_average
from models.school.calendar import Term
from models.school.roster import Seat, roster
from models.school.school import School


@dataclass
class Column:
    """A column of the grid with what its head shows."""

    id: int
    lesson_id: int
    day: date
    number: int
    position: int
    kind: str
    topic: str
    status: str
    checked: bool
    homework: str


@dataclass
class Row:
    """A pupil's row: `cells` stand in the order of the columns as (text, version, state)."""

    seat: Seat
    cells: list[tuple[str, int, str]] = field(default_factory=list)
    average: str = ""
    absences: int = 0


@dataclass
class Grid:
    """What the page draws."""

    columns: list[Column]
    rows: list[Row]


def columns_of(journal: Journal, first: date, last: date) -> list[Column]:
    """The columns of the journal's lessons from `first` to `last`, in order."""
    rows = db.session.execute(
        select(
            LessonColumn.id,
            Lesson.id,
            Lesson.on_date,
            Lesson.number,
            LessonColumn.position,
            WorkKind.short,
            Lesson.topic,
            Lesson.status,
            AttendanceCheck.id.is_not(None),
            Homework.text,
        )
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .outerjoin(AttendanceCheck, AttendanceCheck.lesson_id == Lesson.id)
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .where(Lesson.journal_id == journal.id, Lesson.on_date.between(first, last))
        .order_by(Lesson.on_date, Lesson.number, Lesson.id, LessonColumn.position)
    )
    return [Column(*row[:9], row[9] or "") for row in rows]


def read_grid(
    journal: Journal, term: Term, school: School, *, lesson_id: int | None = None
) -> Grid:
    """The grid of one term (or of one lesson in it): six selects at most."""
    columns = columns_of(journal, term.starts_on, term.ends_on)
    marks, averages = _marks(journal, term, school)
    codes, absences = _codes(journal, term)
    versions = _versions(journal, term)
    if lesson_id is not None:
        columns = [column for column in columns if column.lesson_id == lesson_id]
    rows = []
    for seat in roster(journal.study_group_id, term.starts_on, term.ends_on):
        who = seat.student_id
        rows.append(
            Row(
                seat,
                [_cell(column, seat, marks, codes, versions) for column in columns],
                shown_average(weighted_average(averages.get(who, ()))),
                absences.get(who, 0),
            )
        )
    return Grid(columns, rows)


def _cell(column: Column, seat: Seat, marks, codes, versions) -> tuple[str, int, str]:
    key = (column.id, seat.student_id)
    text = " ".join(marks.get(key, ()))
    code = codes.get((column.lesson_id, seat.student_id)) if column.position == 1 else None
    if code:
        text = f"{code} {text}".strip()
    closed = seat.home or column.status != HELD or not seat.sits_on(column.day)
    return text, versions.get(key, 0), "closed" if closed else ""


def _of_term(query, journal: Journal, term: Term):
    return query.where(
        Lesson.journal_id == journal.id, Lesson.on_date.between(term.starts_on, term.ends_on)
    )


def _marks(journal: Journal, term: Term, school: School):
    rows = db.session.execute(
        _of_term(
            select(Cell.column_id, Mark.student_id, Mark.shown, Mark.counted, WorkKind.weight)
            .join(Cell, Cell.id == Mark.cell_id)
            .join(LessonColumn, LessonColumn.id == Cell.column_id)
            .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
            .join(Lesson, Lesson.id == LessonColumn.lesson_id)
            .order_by(Mark.position),
            journal,
            term,
        )
    )
    shown: dict[tuple, list[str]] = {}
    counted: dict[int, list[Weighted]] = {}
    for column_id, student_id, text, value, weight in rows:
        shown.setdefault((column_id, student_id), []).append(text)
        if value is not None:
            counted.setdefault(student_id, []).append(Weighted(value, school.weight_of(weight)))
    return shown, counted


def _codes(journal: Journal, term: Term):
    rows = db.session.execute(
        _of_term(
            select(
                Attendance.lesson_id, Attendance.student_id, Attendance.code, Attendance.minutes
            ).join(Lesson, Lesson.id == Attendance.lesson_id),
            journal,
            term,
        )
    )
    codes: dict[tuple, str] = {}
    missed: dict[int, int] = {}
    for lesson_id, student_id, code, minutes in rows:
        codes[lesson_id, student_id] = f"{code}{minutes or ''}"
        if code in MISSED:
            missed[student_id] = missed.get(student_id, 0) + 1
    return codes, missed


def _versions(journal: Journal, term: Term) -> dict[tuple, int]:
    rows = db.session.execute(
        _of_term(
            select(Cell.column_id, Cell.student_id, Cell.version)
            .join(LessonColumn, LessonColumn.id == Cell.column_id)
            .join(Lesson, Lesson.id == LessonColumn.lesson_id),
            journal,
            term,
        )
    )
    return {(column_id, student_id): version for column_id, student_id, version in rows}


def cell_text(column: LessonColumn, cell: Cell | None, student_id: int) -> str:
    """What one cell says now."""
    words: list[str] = []
    if column.position == 1:
        row = db.session.execute(
            select(Attendance.code, Attendance.minutes).where(
                Attendance.lesson_id == column.lesson_id, Attendance.student_id == student_id
            )
        ).first()
        words += [f"{row.code}{row.minutes or ''}"] if row else []
    if cell is not None:
        words += db.session.scalars(
            select(Mark.shown).where(Mark.cell_id == cell.id).order_by(Mark.position)
        )
    return " ".join(words)


def standing(
    journal: Journal, term: Term, school: School, student_id: int
) -> tuple[Decimal | None, int]:
    """A pupil's average and missed lessons in the term: two selects."""
    marks = db.session.execute(
        _of_term(
            select(Mark.counted, WorkKind.weight)
            .join(Cell, Cell.id == Mark.cell_id)
            .join(LessonColumn, LessonColumn.id == Cell.column_id)
            .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
            .join(Lesson, Lesson.id == LessonColumn.lesson_id)
            .where(Mark.student_id == student_id, Mark.counted.is_not(None)),
            journal,
            term,
        )
    )
    average = weighted_average([Weighted(v, school.weight_of(w)) for v, w in marks])
    missed = db.session.scalars(
        _of_term(
            select(Attendance.id)
            .join(Lesson, Lesson.id == Attendance.lesson_id)
            .where(Attendance.student_id == student_id, Attendance.code.in_(MISSED)),
            journal,
            term,
        )
    ).all()
    return average, len(missed)
