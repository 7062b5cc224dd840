"""The verb behind every keystroke: replace what a cell says."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.base import db
from models.journal.cell import Attendance, Cell, Mark
from models.journal.lesson import LessonColumn
from models.journal.scale import Content, Rules, read_cell
from models.refusal import Refused, StaleMark
from models.school.calendar import TERM_WORD, Term
from models.school.roster import Seat, roster
from models.school.school import School


def rules_for(school: School, grade: int, course) -> Rules:
    """The school's settings as they hold for one grade and course."""
    why, numbers = "Здесь отметки не ставятся.", True
    if grade in school.rule("unmarked_grades"):
        numbers, why = False, f"В {grade} классе отметки не ставятся (безотметочное обучение)."
    elif not course.marked:
        numbers, why = False, f"«{course.name}» ведётся без отметок."
    return Rules(
        school.rule("mark_one"),
        school.rule("debts"),
        school.rule("absence_with_mark"),
        numbers,
        why,
    )


def write_cell(
    column: LessonColumn, student_id: int, text: str, *, seen: int, school: School, account_id: int
) -> Cell:
    """Replace the cell's content by what `text` means, unless it changed since version `seen`.

    Raises Refused (not understood, or the pupil is not on the list that day) and StaleMark.
    An untouched cell has version 0.
    """
    lesson = column.lesson
    seat_on(lesson, student_id)
    content = read_cell(text, rules_for(school, lesson.journal.group.grade, lesson.journal.course))
    cell = _locked(column, student_id, seen)
    _put_marks(cell, content, column)
    if column.position == 1:
        _put_absence(lesson, student_id, content, account_id)
    elif content.absence:
        raise Refused("Пропуск отмечают в первом столбце урока.")
    cell.version += 1
    lesson.journal.touch()
    db.session.flush()
    return cell


def seat_on(lesson, student_id: int) -> Seat:
    """The pupil's place in the lesson; refuses one who is not on the list that day."""
    for seat in roster(lesson.journal.study_group_id, lesson.on_date, lesson.on_date):
        if seat.student_id == student_id:
            if seat.home:
                raise Refused("Ученик обучается на дому: его отметки в его собственном журнале.")
            return seat
    raise Refused("Этого ученика нет в списке группы на день урока.")


def term_of(lesson) -> Term | None:
    """The term of the group's grade in which the lesson lies."""
    return db.session.scalar(
        select(Term).where(
            Term.year_id == lesson.journal.year_id,
            Term.grade == lesson.journal.group.grade,
            Term.starts_on <= lesson.on_date,
            Term.ends_on >= lesson.on_date,
        )
    )


def closed_sentence(term: Term) -> str:
    """What is said of a closed term."""
    return f"Период закрыт: {term.number} {TERM_WORD[term.kind]}. Записи в нём не меняются."


def _locked(column: LessonColumn, student_id: int, seen: int) -> Cell:
    query = select(Cell).where(Cell.column_id == column.id, Cell.student_id == student_id)
    cell = db.session.scalar(query.with_for_update())
    if cell is None:
        cell = _first_touch(column, student_id)
    if cell is None:  # another hand was first
        cell = db.session.scalar(query.with_for_update())
    if cell.version != seen:
        raise StaleMark(cell)
    return cell


def _first_touch(column: LessonColumn, student_id: int) -> Cell | None:
    cell = Cell(column_id=column.id, student_id=student_id, journal_id=column.journal_id, version=0)
    try:
        with db.session.begin_nested():
            db.session.add(cell)
    except IntegrityError:
        return None
    return cell


def marks_in(cell: Cell) -> list[Mark]:
    """The marks of a cell in order."""
    return list(
        db.session.scalars(select(Mark).where(Mark.cell_id == cell.id).order_by(Mark.position))
    )


def _put_marks(cell: Cell, content: Content, column: LessonColumn) -> None:
    old = marks_in(cell)
    for position, (mark, shown) in enumerate(zip(old, content.marks, strict=False)):
        mark.position = position
        if mark.shown != shown.text:
            mark.shown, mark.counted, mark.entered_at = shown.text, shown.counted, clock.now()
    for mark in old[len(content.marks) :]:
        db.session.delete(mark)
    for position, shown in list(enumerate(content.marks))[len(old) :]:
        db.session.add(_mark(cell, position, shown, column))


def _mark(cell: Cell, position: int, shown, column: LessonColumn) -> Mark:
    return Mark(
        cell_id=cell.id,
        journal_id=cell.journal_id,
        student_id=cell.student_id,
        position=position,
        shown=shown.text,
        counted=shown.counted,
    )


def _put_absence(lesson, student_id: int, content: Content, account_id: int) -> None:
    row = db.session.scalar(
        select(Attendance).where(
            Attendance.lesson_id == lesson.id, Attendance.student_id == student_id
        )
    )
    if content.absence is None:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = Attendance(lesson_id=lesson.id, student_id=student_id, journal_id=lesson.journal_id)
        db.session.add(row)
    elif (row.code, row.minutes) == (content.absence, content.minutes):
        return
    row.code, row.minutes, row.account_id = content.absence, content.minutes, account_id
    row.entered_at = clock.now()
