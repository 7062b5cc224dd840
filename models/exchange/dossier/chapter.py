"""A chapter of a dossier: rows of one table that name the person, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Table, func, select

from models.audit.wording import in_words
from models.audit.words import field, words_of
from models.base import db
from models.exchange.dossier.map import COUNTED, KEPT_POSITIONS, SECRETS, TOLD, UNTOLD, Told
from models.exchange.dossier.names import names_of

WHO = ("person", "student", "employee", "account")
HEADS = {"cell_id": "урок"}  # what the number leads to, where its name says less


@dataclass(frozen=True)
class Subject:
    """One person by all the numbers they have."""

    name: str
    person: int
    student: int | None = None
    employee: int | None = None
    account: int | None = None


@dataclass(frozen=True)
class Chapter:
    """A table as people read it."""

    title: str
    heads: list[str]
    rows: list[list[str]]

    def as_json(self) -> list[dict[str, str]]:
        """The rows by head."""
        return [dict(zip(self.heads, row, strict=True)) for row in self.rows]


def told_chapters(subject: Subject) -> Iterable[Chapter]:
    """Everything that is told row by row, in the order of the map."""
    for (table, column), told in TOLD.items():
        chapter = _told(db.metadata.tables[table], column, told, subject)
        if chapter.rows:
            yield chapter


def counted_chapter(subject: Subject) -> Chapter:
    """What the person did by duty, counted."""
    rows = []
    for (name, column), counted in COUNTED.items():
        table = db.metadata.tables[name]
        moment = table.c[counted.moment]
        query = select(func.count(), func.min(moment), func.max(moment))
        number, first, last = db.session.execute(
            query.where(table.c[column] == subject.account)
        ).one()
        if number:
            rows.append([counted.title, str(number), in_words(first), in_words(last)])
    return Chapter("Действия в журнале", ["Что", "Сколько", "Первое", "Последнее"], rows)


def columns_told(table: Table, column: str, told: Told) -> list:
    """The columns of a chapter: without secrets, without others', without what says nothing."""
    return [
        c
        for c in table.columns
        if c.name not in told.without | {column}
        and (table.name, c.name) not in SECRETS
        and (c.name not in UNTOLD or (table.name, c.name) in KEPT_POSITIONS)
        and not (_refers(c) == "account" or (_refers(c) == "person" and table.name in WHO))
    ]


def _refers(column) -> str | None:
    return next((key.column.table.name for key in column.foreign_keys), None)


def _told(table: Table, column: str, told: Told, subject: Subject) -> Chapter:
    columns = columns_told(table, column, told)
    condition = _names(table, column, told, subject)
    order = [table.c[name] for name in ("on_date", "from_date") if name in table.c]
    query = select(*columns).where(condition).order_by(*order, table.c.id)
    rows = db.session.execute(query).all() if condition is not None else []
    heads = [(HEADS.get(c.name) or field(table.name, c.name)).capitalize() for c in columns]
    told_columns = [_said(table.name, c, [row[n] for row in rows]) for n, c in enumerate(columns)]
    return _without_empty(told.title, heads, [list(row) for row in zip(*told_columns, strict=True)])


def _names(table: Table, column: str, told: Told, subject: Subject):
    """The condition that a row names the person; a number the person has not, no row has."""
    if told.through is not None:
        parent = db.metadata.tables[told.through[0]]
        mine = _names(parent, told.through[1], TOLD[told.through], subject)
        return table.c[column].in_(select(parent.c.id).where(mine))
    kind = table.name if column == "id" else _refers(table.c[column])
    return table.c[column] == (getattr(subject, kind) or 0)


def _said(table: str, column, values: list) -> list[str]:
    """A column's values in words."""
    other = _refers(column)
    if other is not None:
        known = names_of(other, (value for value in values if value is not None))
        return [known.get(value, "") for value in values]
    words = words_of(table, column.name)
    return [_word(column.name, words.get(value, value)) for value in values]


def _word(name: str, value) -> str:
    if value is None or (name == "period" and str(value)[1:].isdigit()):
        return ""  # the number of a term, which another column names
    return in_words(value)


def _without_empty(title: str, heads: list[str], rows: list[list[str]]) -> Chapter:
    """Columns in which nothing stands are not shown."""
    used = [n for n in range(len(heads)) if any(row[n] for row in rows)]
    return Chapter(title, [heads[n] for n in used], [[row[n] for n in used] for row in rows])
