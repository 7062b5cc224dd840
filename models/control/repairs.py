"""By whose hand a finding was repaired: who first entered what had been missing."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from models.audit.entry import Entry
from models.base import db
from models.control.duty import Duty
from models.control.rules import HOMEWORK, TERM, TERM_COPY, TOPIC
from models.journal.cell import Attendance, Cell, Mark
from models.journal.lesson import AttendanceCheck, Homework, LessonColumn
from models.journal.term_mark import TermMark

MOMENT = timedelta(seconds=5)  # an entry is written in the same breath as the row


def repaired_by(found: Iterable[Duty]) -> dict[tuple[str, str], int]:
    """(rule, key) → the account that entered it, of the findings that are done; six selects."""
    done = [duty for duty in found if duty.done_at is not None]
    lessons = [duty.lesson_id for duty in done if duty.lesson_id]
    if not done:
        return {}
    homework = dict(_rows(Homework.lesson_id, Homework.account_id, Homework.lesson_id, lessons))
    topics, records, periods = _topics(lessons), _records(lessons), _periods(done)
    by: dict[tuple[str, str], int | None] = {}
    for duty in done:
        place = (duty.rule_name, duty.key)
        if duty.rule_name == HOMEWORK:
            by[place] = homework.get(duty.lesson_id)
        elif duty.rule_name == TOPIC:
            by[place] = _nearest(topics.get(duty.lesson_id, ()), duty.done_at)
        elif duty.rule_name in (TERM, TERM_COPY):
            by[place] = _nearest(periods.get((duty.journal_id, duty.period), ()), duty.done_at)
        else:
            by[place] = _nearest(records.get(duty.lesson_id, ()), duty.done_at)
    return {place: account_id for place, account_id in by.items() if account_id is not None}


def _rows(*columns_and_ids):
    *columns, key, ids = columns_and_ids
    return [tuple(row) for row in db.session.execute(select(*columns).where(key.in_(ids)))]


def _nearest(rows: Iterable[tuple], moment) -> int | None:
    """The account of the row made at the moment."""
    near = [(abs(at - moment), account_id) for at, account_id in rows]
    best = min(near, default=None, key=lambda one: one[0])
    return best[1] if best is not None and best[0] <= MOMENT else None


def _topics(lessons: list[int]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {}
    for row_id, at, account_id in db.session.execute(
        select(Entry.row_id, Entry.school_at, Entry.account_id).where(
            Entry.table_name == "lesson", Entry.row_id.in_(lessons)
        )
    ):
        found.setdefault(row_id, []).append((at, account_id))
    return found


def _records(lessons: list[int]) -> dict[int, list[tuple]]:
    """Lesson → (moment, account) of its checks, absences and marks; three selects."""
    found: dict[int, list[tuple]] = {}
    for model, at in ((AttendanceCheck, "checked_at"), (Attendance, "entered_at")):
        columns = (model.lesson_id, getattr(model, at), model.account_id)
        for lesson_id, *said in _rows(*columns, model.lesson_id, lessons):
            found.setdefault(lesson_id, []).append(tuple(said))
    marks = (
        select(LessonColumn.lesson_id, Entry.school_at, Entry.account_id)
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
        .join(Entry, (Entry.table_name == "mark") & (Entry.row_id == Mark.id))
        .where(LessonColumn.lesson_id.in_(lessons), Entry.action == "insert")
    )
    for lesson_id, *said in db.session.execute(marks):
        found.setdefault(lesson_id, []).append(tuple(said))
    return found


def _periods(done: list[Duty]) -> dict[tuple[int, str], list[tuple]]:
    """(journal, period) → (moment, account) of the marks entered there."""
    journals = {duty.journal_id for duty in done if duty.period}
    periods = {duty.period for duty in done if duty.period}
    found: dict[tuple[int, str], list[tuple]] = {}
    for journal_id, period, *said in db.session.execute(
        select(TermMark.journal_id, TermMark.period, Entry.school_at, Entry.account_id)
        .join(Entry, (Entry.table_name == "term_mark") & (Entry.row_id == TermMark.id))
        .where(TermMark.journal_id.in_(journals), TermMark.period.in_(periods))
    ):
        found.setdefault((journal_id, period), []).append(tuple(said))
    return found
