"""A pupil's marks, absences and remarks of lessons, as the diary says them."""

from datetime import date

from sqlalchemy import bindparam, func, select

from models.base import line_to_database
from models.journal.cell import ANSWER, MARK_KINDS, Attendance, Cell, Mark, Remark
from models.journal.facts import work_kinds
from models.journal.lesson import LessonColumn
from models.journal.scale import ABSENCES, DEBT, code_word

_OF_PUPIL = bindparam("student_id")
_THERE = bindparam("lessons", expanding=True)
_MARKS = (
    select(
        LessonColumn.lesson_id,
        Mark.shown,
        func.coalesce(Mark.work_kind_id, LessonColumn.kind_id),
        Mark.kind,
        Mark.handed_in_on,
        Mark.comment,
    )
    .join(Cell, Cell.column_id == LessonColumn.id)
    .join(Mark, Mark.cell_id == Cell.id)
    .where(Cell.student_id == _OF_PUPIL, LessonColumn.lesson_id.in_(_THERE), Mark.shown != DEBT)
    .order_by(LessonColumn.position, Mark.position)
)
_CODES = select(Attendance.lesson_id, Attendance.code, Attendance.minutes).where(
    Attendance.student_id == _OF_PUPIL, Attendance.lesson_id.in_(_THERE)
)
_REMARKS = select(Remark.lesson_id, Remark.text).where(
    Remark.student_id == _OF_PUPIL, Remark.lesson_id.in_(_THERE)
)


def records_of(student_id: int, lesson_ids: list[int]) -> dict[int, list[tuple]]:
    """Lesson → («mark», shown, for what), («code», code, meaning), («remark», text, ""); three
    selects."""
    asked = {"student_id": student_id, "lessons": lesson_ids}
    connection, found = line_to_database(), {}
    for lesson_id, shown, *details in connection.execute(_MARKS, asked):
        found.setdefault(lesson_id, []).append(("mark", shown, for_what(*details)))
    for lesson_id, code, minutes in connection.execute(_CODES, asked):
        word = code_word(code, minutes)
        found.setdefault(lesson_id, []).append(("code", word, ABSENCES.get(code, "")))
    for lesson_id, text in connection.execute(_REMARKS, asked):
        found.setdefault(lesson_id, []).append(("remark", text, ""))
    return found


def for_what(kind_id: int, kind: str, handed_in_on: date | None, comment: str | None) -> str:
    """What a mark is for, as the family reads it: «Ответ на уроке, исправление: …»."""
    words = [work_kinds()[kind_id].name]
    if kind != ANSWER:
        words.append(MARK_KINDS[kind])
    if handed_in_on:
        words.append(f"сдано {handed_in_on:%d.%m}")
    return ", ".join(words) + (f": {comment}" if comment else "")
