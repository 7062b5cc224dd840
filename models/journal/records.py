"""What stands in a journal during a span of days: as it is, or as it was at a past moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import bindparam, select

from models.audit.entry import Entry
from models.audit.undo import revived
from models.base import db, line_to_database
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.lesson import Lesson, LessonColumn
from models.journal.scale import code_word, word_of
from models.journal.term_mark import TermMark

_TABLES = (Mark, Attendance, Remark, TermMark)


class MarkRecord(NamedTuple):
    """A mark as pages and averages read it."""

    position: int
    shown: str
    counted: Decimal | None
    counts: bool
    work_kind_id: int | None
    due_on: date | None
    comment: str | None

    @property
    def word(self) -> str:
        return word_of(self.shown, self.due_on)


@dataclass
class Records:
    """Marks by (column, pupil), absences and remarks by (lesson, pupil), term marks by
    (period, pupil); `versions` of the cells and `term_versions` of the term marks."""

    marks: dict[tuple[int, int], list[MarkRecord]] = field(default_factory=dict)
    codes: dict[tuple[int, int], tuple[str, int | None]] = field(default_factory=dict)
    remarks: set[tuple[int, int]] = field(default_factory=set)
    versions: dict[tuple[int, int], int] = field(default_factory=dict)
    term_marks: dict[tuple[str, int], str] = field(default_factory=dict)
    term_versions: dict[tuple[str, int], int] = field(default_factory=dict)

    def text(self, column_id: int, lesson_id: int | None, student_id: int) -> str:
        """What a cell says; `lesson_id` only for a lesson's first column, which has the code."""
        words = [mark.word for mark in self.marks.get((column_id, student_id), ())]
        code = self.codes.get((lesson_id, student_id))
        return " ".join([code_word(*code), *words] if code else words)

    def has_note(self, column_id: int, lesson_id: int | None, student_id: int) -> bool:
        """Whether a remark, a comment or a mark left out of the average stands behind the cell."""
        if (lesson_id, student_id) in self.remarks:
            return True
        marks = self.marks.get((column_id, student_id), ())
        return any(mark.comment or not mark.counts for mark in marks)


_IN_TERM = (Lesson.journal_id == bindparam("journal_id")) & Lesson.on_date.between(
    bindparam("first"), bindparam("last")
)
_CELLS = (
    select(
        Cell.column_id,
        Cell.student_id,
        Cell.version,
        Mark.position,
        Mark.shown,
        Mark.counted,
        Mark.counts,
        Mark.work_kind_id,
        Mark.due_on,
        Mark.comment,
    )
    .join(LessonColumn, LessonColumn.id == Cell.column_id)
    .join(Lesson, Lesson.id == LessonColumn.lesson_id)
    .outerjoin(Mark, Mark.cell_id == Cell.id)
    .where(_IN_TERM)
    .order_by(Mark.position)
)
_CODES = (
    select(Attendance.lesson_id, Attendance.student_id, Attendance.code, Attendance.minutes)
    .join(Lesson, Lesson.id == Attendance.lesson_id)
    .where(_IN_TERM)
)
_REMARKS = (
    select(Remark.lesson_id, Remark.student_id)
    .join(Lesson, Lesson.id == Remark.lesson_id)
    .where(_IN_TERM)
)
_TERM_MARKS = select(TermMark.period, TermMark.student_id, TermMark.value, TermMark.version).where(
    TermMark.journal_id == bindparam("journal_id")
)


def read_records(journal_id: int, first: date, last: date) -> Records:
    """The records of a journal's lessons from `first` to `last`; four selects."""
    found = Records()
    asked = {"journal_id": journal_id, "first": first, "last": last}
    connection = line_to_database()
    for column_id, student_id, version, *mark in connection.execute(_CELLS, asked):
        key = (column_id, student_id)
        found.versions[key] = version
        if mark[0] is not None:
            found.marks.setdefault(key, []).append(MarkRecord(*mark))
    for lesson_id, student_id, code, minutes in connection.execute(_CODES, asked):
        found.codes[lesson_id, student_id] = (code, minutes)
    found.remarks = {tuple(row) for row in connection.execute(_REMARKS, asked)}
    read_term_marks(journal_id, found)
    return found


def read_term_marks(journal_id: int, found: Records) -> None:
    """Put the period marks of a journal into the records; one select."""
    rows = line_to_database().execute(_TERM_MARKS, {"journal_id": journal_id})
    for period, student_id, value, version in rows:
        found.term_marks[period, student_id] = value
        found.term_versions[period, student_id] = version


def records_at(journal_id: int, moment: datetime) -> Records:
    """The records of a journal as they stood at a moment (UTC, the school's clock), from the
    audit's entries; two selects."""
    rows = db.session.execute(
        select(Entry.table_name, Entry.row_id, Entry.after)
        .where(
            Entry.journal_id == journal_id,
            Entry.table_name.in_([model.__tablename__ for model in _TABLES]),
            Entry.school_at <= moment,
        )
        .order_by(Entry.id)
    )
    stood: dict[str, dict[int, dict]] = {model.__tablename__: {} for model in _TABLES}
    for table, row_id, after in rows:
        if after is None:
            stood[table].pop(row_id, None)
        else:
            stood[table][row_id] = after
    return _rebuilt(journal_id, stood)


def _rebuilt(journal_id: int, stood: dict[str, dict[int, dict]]) -> Records:
    found = Records()
    own = select(Cell.id, Cell.column_id).where(Cell.journal_id == journal_id)
    columns = dict(db.session.execute(own).all())
    for image in _in_order(stood[Mark.__tablename__].values()):
        key = (columns[image["cell_id"]], image["student_id"])
        found.marks.setdefault(key, []).append(mark_of(image))
    for image in stood[Attendance.__tablename__].values():
        key = (image["lesson_id"], image["student_id"])
        found.codes[key] = (image["code"], image["minutes"])
    for image in stood[Remark.__tablename__].values():
        found.remarks.add((image["lesson_id"], image["student_id"]))
    for image in stood[TermMark.__tablename__].values():
        period = image.get("period") or f"t{image['term_id']}"
        found.term_marks[period, image["student_id"]] = image["value"]
    return found


def _in_order(images: Iterable[dict]) -> list[dict]:
    return sorted(images, key=lambda image: image["position"])


def mark_of(image: dict) -> MarkRecord:
    """A mark from its entry; one older than a column has that column's default."""
    return MarkRecord(
        image["position"],
        image["shown"],
        revived(Decimal, image["counted"]),
        image.get("counts", True),
        image.get("work_kind_id"),
        revived(date, image.get("due_on")),
        image.get("comment"),
    )
