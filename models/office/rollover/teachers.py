"""Teaching into the next year: who goes on, and the end of last year's lessons."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import or_, select

from models.audit.bulk import bulk_insert
from models.base import db
from models.school.teaching import TeachingAssignment
from models.school.timetable import LessonSlot

DAY = timedelta(days=1)


def end_teaching(doing) -> None:
    """Assignments and places in the timetable of the year that ends end with it."""
    groups = [group.id for group in doing.seen.facts.groups]
    for row in db.session.scalars(
        select(TeachingAssignment).where(
            TeachingAssignment.study_group_id.in_(groups),
            or_(TeachingAssignment.until.is_(None), TeachingAssignment.until > doing.last),
        )
    ):
        row.until = max(doing.last, row.from_date - DAY)
    for slot in db.session.scalars(
        select(LessonSlot).where(
            LessonSlot.year_id == doing.seen.facts.year.id,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to > doing.last),
        )
    ):
        slot.valid_to = max(doing.last, slot.valid_from - DAY)
    db.session.flush()


def assign(doing) -> None:
    """Teachers of the lines that have one. Where somebody teaches the course there already, only
    a line that was answered changes that."""
    there, wanted = _there(doing), _wanted(doing)
    fresh = []
    for pair, holders in wanted.items():
        rows = there.get(pair, [])
        standing = [row for row in rows if row.until is None or row.until >= doing.first]
        if standing and not any(line.answered for line in holders):
            doing.pairs.add(pair)
            continue
        people = {line.employee_id: line for line in holders if line.employee_id}
        for row in standing:
            if row.employee_id not in people and row.from_date == doing.first:
                row.until = doing.first - DAY
        for employee_id, line in people.items():
            doing.pairs.add(pair)
            if not any(row.employee_id == employee_id for row in standing):
                fresh += _begin(doing, rows, pair, line)
    db.session.flush()
    doing.done["назначений учителям"] += len(bulk_insert(db.session, TeachingAssignment, fresh))


def _there(doing) -> dict[tuple, list[TeachingAssignment]]:
    found = defaultdict(list)
    for row in db.session.scalars(
        select(TeachingAssignment).where(
            TeachingAssignment.study_group_id.in_(doing.groups.values())
        )
    ):
        found[row.study_group_id, row.course_id].append(row)
    return found


def _wanted(doing) -> dict[tuple, list]:
    found = defaultdict(list)
    for line in doing.seen.lines:
        found[doing.groups[line.group], line.course_id].append(line)
    return found


def _begin(doing, rows: list[TeachingAssignment], pair: tuple, line) -> list[dict]:
    """A new row; or the one of the same first day, which had ended before it began."""
    for row in rows:
        if row.employee_id == line.employee_id and row.from_date == doing.first:
            row.until, row.duty, row.hours = None, line.duty, line.hours
            doing.done["назначений учителям"] += 1
            return []
    own = {"study_group_id": pair[0], "course_id": pair[1], "employee_id": line.employee_id}
    return [own | {"duty": line.duty, "hours": line.hours, "from_date": doing.first}]
