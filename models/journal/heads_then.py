"""The heads of a journal's columns as they stood at a past moment, from the audit's entries.

A row that has no entry by the moment stands as it was first written: a lesson that was opened
later had no topic yet, and one that came with its topic had it all along.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from models.audit.entry import Entry
from models.audit.undo import revived
from models.base import db
from models.journal.facts import KindFacts, work_kinds
from models.journal.journal import WorkKind
from models.journal.lesson import AttendanceCheck, Lesson, LessonColumn
from models.journal.records import Records


def columns_then(journal_id: int, columns: list, moment: datetime, records: Records) -> list:
    """The columns with topics, states, kinds, paper's dates and checks of the moment (UTC, the
    school's clock). A second column that was opened later is left out, unless `records` of the
    moment stand in it; one select."""
    lessons, opened, checks = _stood(
        (Lesson, LessonColumn, AttendanceCheck), moment, Entry.journal_id == journal_id
    )
    checked = {image["lesson_id"] for image, known in checks.values() if known}
    used = {column_id for column_id, _ in records.marks}
    found = []
    for column in columns:
        image, known = opened.get(column.id, ({}, True))
        if column.position > 1 and not known and column.id not in used:
            continue
        lesson, _ = lessons.get(column.lesson_id, ({}, True))
        found.append(
            replace(
                column,
                kind_id=image.get("kind_id", column.kind_id),
                topic=lesson.get("topic", column.topic),
                status=lesson.get("status", column.status),
                paper_on=revived(date, lesson.get("paper_on")),
                checked=column.lesson_id in checked,
            )
        )
    return found


def kinds_then(moment: datetime) -> dict[int, KindFacts]:
    """The kinds of work by id, with names and weights of the moment; one select."""
    [stood] = _stood((WorkKind,), moment)
    return {kind_id: _kind_then(kind, stood.get(kind_id)) for kind_id, kind in work_kinds().items()}


def _kind_then(kind: KindFacts, stood: tuple[dict, bool] | None) -> KindFacts:
    if stood is None:
        return kind
    image = stood[0]
    return replace(kind, name=image["name"], short=image["short"], weight=Decimal(image["weight"]))


def _stood(models, moment: datetime, *conditions) -> list[dict[int, tuple[dict, bool]]]:
    """For each model: row → (its image at the moment, whether it was known by then)."""
    rows = db.session.execute(
        select(Entry.table_name, Entry.row_id, Entry.after, Entry.school_at <= moment)
        .where(Entry.table_name.in_([model.__tablename__ for model in models]), *conditions)
        .order_by(Entry.id)
    )
    stood: dict[str, dict] = {model.__tablename__: {} for model in models}
    for table, row_id, after, known in rows:
        if known and after is None:
            stood[table].pop(row_id, None)
        elif known or row_id not in stood[table]:
            stood[table][row_id] = (after or {}, bool(known))
    return list(stood.values())
