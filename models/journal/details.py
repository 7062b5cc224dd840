"""What stands behind a cell's text: kinds, days and comments of its marks, and the remark."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from models import clock
from models.audit.ledger import Ledger, columns_of, row_of
from models.base import db, line_to_database
from models.journal.admission import refuse_unseated
from models.journal.cell import LONGEST_REMARK, MARK_KINDS, RETAKE, Cell, Mark, Remark
from models.journal.entry import touch_cell
from models.journal.facts import ColumnFacts, JournalFacts, work_kinds
from models.journal.journal import raise_version
from models.journal.scale import DEBT
from models.journal.standing import Standing, standings
from models.refusal import Refused, StaleMark

LONGEST_COMMENT = 200


@dataclass(frozen=True)
class MarkDetails:
    """What a person says of one mark of a cell."""

    kind: str
    work_kind_id: int | None
    counts: bool
    handed_in_on: date | None
    due_on: date | None
    comment: str


def retaken(marks: list[MarkDetails], at: int, *, both: bool) -> list[MarkDetails]:
    """The marks of a cell where the one at place `at` is a retake of the one before it, which
    then counts only if `both` do. Raises Refused where there is none before it."""
    if not 0 < at < len(marks):
        raise Refused("Исправлять нечего: прежней отметки в клетке нет.")
    found = list(marks)
    found[at - 1] = replace(marks[at - 1], counts=both)
    found[at] = replace(marks[at], kind=RETAKE, counts=True)
    return found


def cell_standing(column: ColumnFacts, student_id: int) -> Standing:
    """A cell's rows as they stand."""
    there = standings({column.id: column}, [student_id])
    return there.get((column.id, student_id)) or Standing(None, 0, [], None)


def remark_of(lesson_id: int, student_id: int) -> str:
    """The remark on a pupil in a lesson; empty where there is none."""
    return (
        db.session.scalar(
            select(Remark.text).where(
                Remark.lesson_id == lesson_id, Remark.student_id == student_id
            )
        )
        or ""
    )


def describe(
    journal: JournalFacts,
    column: ColumnFacts,
    student_id: int,
    marks: list[MarkDetails],
    remark: str,
    *,
    seen: int,
    account_id: int | None,
) -> Standing:
    """Set the details of a cell's marks (in order) and the remark of the pupil in the lesson.

    Raises StaleMark where the cell changed since version `seen`, Refused where a detail cannot be.
    """
    refuse_unseated(column.lesson, student_id)
    stamp = raise_version(journal.id)
    cell = cell_standing(column, student_id)
    if cell.version != seen or len(marks) != len(cell.marks):
        raise StaleMark(cell)
    ledger = Ledger(db.session)
    for row, said in zip(cell.marks, marks, strict=True):
        _describe_mark(ledger, row, said, column)
    _put_remark(ledger, journal, column, student_id, remark.strip(), account_id)
    if cell.cell_id is None:
        own = {"column_id": column.id, "student_id": student_id, "journal_id": journal.id}
        ledger.insert(Cell, **own, version=seen + 1, stamp=stamp)
    else:
        touch_cell(cell.cell_id, seen + 1, stamp)
    ledger.close()
    return cell_standing(column, student_id)


def _describe_mark(ledger: Ledger, row: dict, said: MarkDetails, column: ColumnFacts) -> None:
    if said.kind not in MARK_KINDS:
        raise Refused("Такого вида отметки нет.")
    _refuse_kind(said.work_kind_id, {None, row["work_kind_id"], column.kind_id})
    if len(said.comment) > LONGEST_COMMENT:
        raise Refused(f"Пояснение не длиннее {LONGEST_COMMENT} знаков.")
    lesson_day = column.lesson.on_date
    if said.handed_in_on and said.handed_in_on > clock.today():
        raise Refused("День сдачи ещё не наступил.")
    changes = {
        "kind": said.kind,
        "work_kind_id": None if said.work_kind_id == column.kind_id else said.work_kind_id,
        "counts": said.counts,
        "handed_in_on": None if said.handed_in_on == lesson_day else said.handed_in_on,
        "comment": said.comment.strip() or None,
    }
    if row["shown"] == DEBT:
        changes["due_on"] = said.due_on
    if any(row[key] != value for key, value in changes.items()):
        ledger.change(Mark, row, **changes)


def _refuse_kind(kind_id: int | None, standing: set[int | None]) -> None:
    """A kind that is there already may stay, also when it is no longer offered."""
    if kind_id in standing:
        return
    kind = work_kinds().get(kind_id)
    if kind is None:
        raise Refused("Такого вида работы нет.")
    if not kind.offered:
        raise Refused(f"Вид работы «{kind.name}» больше не предлагается. Выберите другой.")


def _put_remark(ledger, journal, column: ColumnFacts, student_id: int, text: str, who) -> None:
    if len(text) > LONGEST_REMARK:
        raise Refused(f"Замечание не длиннее {LONGEST_REMARK} знаков.")
    values = line_to_database().execute(
        select(*columns_of(Remark)).where(
            Remark.lesson_id == column.lesson_id, Remark.student_id == student_id
        )
    )
    row = next((row_of(Remark, found) for found in values), None)
    hand = {"text": text, "account_id": who, "entered_at": clock.now()}
    if row is None and text:
        own = {"lesson_id": column.lesson_id, "student_id": student_id, "journal_id": journal.id}
        ledger.insert(Remark, **own, **hand)
    elif row is not None and not text:
        ledger.delete(Remark, row)
    elif row is not None and row["text"] != text:
        ledger.change(Remark, row, **hand)
