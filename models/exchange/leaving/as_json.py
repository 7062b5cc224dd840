"""The whole database as JSON, a file per table, described by a Data Package (Table Schema).

Secrets stay, and what only this installation needs; the list says why. Rows of journal pages leave
by the same rule as in every other form (gate.py).
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Date, Table, func, select

from models.audit.entry import plain
from models.audit.words import field, title
from models.base import db
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.exchange.leaving.gate import PERIOD_ENDS, Gate, way_to_lesson, with_period
from models.journal.lesson import Lesson
from models.journal.plans.material import LessonMaterial
from models.journal.term_mark import TermMark

LEFT_OUT = {
    "account_session": "входы: вместо ключей хранятся отпечатки, другой программе они не нужны",
    "audit_block": "лежит в папке «Изменения»",
    "audit_entry": "лежит в папке «Изменения»",
    "door_release": "служебное: снятые ожидания у входа",
    "ground": "служебное: метка памяти",
    "knock": "служебное: неудачные попытки входа",
    "pace": "служебное: темп запросов",
    "recovery_code": "секрет: запасные коды входа",
    "removed_entries": "отпечатки удалённых по актам записей: нужны проверке цепочки в Klass",
    "second_factor": "секрет: второй фактор входа",
    "write_key": "служебное: повторная отправка форм",
}
SECRETS = {"password_hash", "code_hash", "stored"}  # columns that never leave
_AT_ONCE = 2000
_TYPES = {
    bool: "boolean",
    int: "integer",
    str: "string",
    date: "date",
    datetime: "datetime",
    time: "time",
    Decimal: "number",
    dict: "object",
    list: "array",
}


def tables() -> list[Table]:
    """What leaves, in the order of names."""
    return sorted(
        (one for one in db.metadata.tables.values() if one.name not in LEFT_OUT),
        key=lambda one: one.name,
    )


def columns(table: Table) -> list:
    return [column for column in table.columns if column.name not in SECRETS]


def rows(table: Table, gate: Gate) -> Iterator[dict]:
    """The rows of a table that may leave, in the order of their numbers; one streamed select."""
    own = columns(table)
    query = select(*own).order_by(table.c.id)
    query, page = _with_page(query, table)
    names = [column.name for column in own]
    for row in db.session.execute(query.execution_options(yield_per=_AT_ONCE)):
        journal_id, day = row[len(own) :] if page else (None, None)
        if not page or gate.may_leave(journal_id, min(day, gate.pages.day)):
            yield dict(zip(names, map(plain, row), strict=False))


def _with_page(query, table: Table):
    """The query with (journal, day) of each row's page, where its rows are of pages."""
    lesson = Lesson.__table__
    if table is TermMark.__table__:
        query = with_period(query, table.c.term_id, table.c.journal_id)
        return query.add_columns(table.c.journal_id, PERIOD_ENDS), True
    if table is AccuracyItem.__table__:  # one of a mark for a period is of no lesson
        query = query.join(AccuracyCheck, AccuracyCheck.id == table.c.check_id)
        query = query.outerjoin(lesson, lesson.c.id == table.c.lesson_id)
        day = func.coalesce(lesson.c.on_date, AccuracyCheck.last, type_=Date)
        return query.add_columns(table.c.journal_id, day), True
    joins = way_to_lesson(table)
    for there, condition in joins:
        query = query.join(there, condition)
    if joins or table is lesson:
        return query.add_columns(lesson.c.journal_id, lesson.c.on_date), True
    return query, False


def files_that_leave(gate: Gate) -> set[int]:
    """Files of lessons' material of which at least one lesson may leave."""
    return {row["file_id"] for row in rows(LessonMaterial.__table__, gate) if row["file_id"]}


def write_rows(out, found: Iterator[dict]) -> int:
    """Rows as a JSON array, one a line, into a binary file; returns how many."""
    number = 0
    for row in found:
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        out.write((",\n" if number else "[\n").encode() + line.encode())
        number += 1
    out.write(b"\n]\n" if number else b"[]\n")
    return number


def package(made: str) -> str:
    """The description of all files: fields with types and Russian titles, keys, references."""
    described = {
        "profile": "data-package",
        "name": "klass",
        "title": "Все данные школы",
        "created": made,
        "resources": [_resource(table) for table in tables()],
    }
    return json.dumps(described, ensure_ascii=False, indent=1)


def _resource(table: Table) -> dict:
    return {
        "name": table.name,
        "type": "table",
        "title": title(table.name),
        "path": f"{table.name}.json",
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
        "dialect": {"json": {"keyed": True}},
        "schema": {
            "fields": [_field(table, column) for column in columns(table)],
            "primaryKey": "id",
            "foreignKeys": list(_references(table)),
        },
    }


def _field(table: Table, column) -> dict:
    kind = _TYPES.get(column.type.python_type, "any")
    described = {"name": column.name, "title": field(table.name, column.name), "type": kind}
    if kind == "datetime":
        described |= {"format": "any", "description": "по Гринвичу (UTC)"}
    if not column.nullable and kind != "string":  # an empty word is a word
        described["constraints"] = {"required": True}
    return described


def _references(table: Table) -> Iterator[dict]:
    for column in columns(table):
        for key in column.foreign_keys:
            there = key.column.table.name
            if there not in LEFT_OUT:
                where = "" if there == table.name else there
                yield {
                    "fields": column.name,
                    "reference": {"resource": where, "fields": key.column.name},
                }
