"""Of which journal and day a record is, and whether it may leave (clauses 4.5, 5.1(10))."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Date, Table, func, select

from models import clock
from models.audit.entry import Entry
from models.base import db
from models.exchange.tables.journals import Pages
from models.journal.cell import Cell
from models.journal.facts import journal_facts
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.term_mark import TermMark
from models.school.calendar import AcademicYear, Term

# of a mark for a period, the year, the exam or in the end
PERIOD_ENDS = func.coalesce(Term.ends_on, AcademicYear.ends_on, type_=Date)
_LINKS = {"lesson_id": Lesson, "column_id": LessonColumn, "cell_id": Cell}


class Gate:
    """The one question of `Pages.may_leave`, for records that know their journal by number."""

    def __init__(self, pages: Pages):
        self.pages = pages
        self._groups: dict[int, object] = {}

    def may_leave(self, journal_id: int, day: date) -> bool:
        """Whether what this journal holds of the day may."""
        if journal_id not in self._groups:
            self._groups[journal_id] = journal_facts(journal_id).group
        return self.pages.may_leave(self._groups[journal_id], day)

    def hides(self, journal_id: int, day: date) -> bool:
        return not self.may_leave(journal_id, min(day, self.pages.day))


def way_to_lesson(table: Table) -> list[tuple]:
    """The joins (table, condition) from a table's rows to their lesson; empty where they are of
    none, and for lessons themselves."""
    joins, here = [], table
    while here is not Lesson.__table__:
        link = next((name for name in _LINKS if name in here.c), None)
        if link is None:
            return []
        there = _LINKS[link].__table__
        joins.append((there, there.c.id == here.c[link]))
        here = there
    return joins


def with_period(query, term_id, journal_id):
    """The query with what PERIOD_ENDS asks; `term_id` may be null: then it is the year's end."""
    return (
        query.join(Journal, Journal.id == journal_id)
        .join(AcademicYear, AcademicYear.id == Journal.year_id)
        .outerjoin(Term, Term.id == term_id)
    )


def days_of_entries(entries: Iterable[Entry]) -> dict[int, date]:
    """Entry → the school day of the journal's page it is about; without those that are about no
    page. At most five selects. What is gone since has the day on which it was written."""
    entries = list(entries)
    images = {entry.id: entry.after or entry.before or {} for entry in entries}
    lessons = _lessons_of(images.values())
    marks = [images[one.id] for one in entries if one.table_name == TermMark.__tablename__]
    ends = _ends(marks)
    found = {}
    for entry in entries:
        image, table = images[entry.id], entry.table_name
        if table == TermMark.__tablename__:
            found[entry.id] = ends[_period(image)]
        elif table == Lesson.__tablename__:
            found[entry.id] = date.fromisoformat(image["on_date"])
        elif link := next((name for name in _LINKS if name in image), None):
            written = clock.school_time(entry.school_at).date()
            found[entry.id] = lessons.get((link, image[link]), written)
    return found


def _lessons_of(images: Iterable[dict]) -> dict[tuple[str, int], date]:
    wanted: dict[str, set[int]] = {name: set() for name in _LINKS}
    for image in images:
        for name in _LINKS:
            if name in image:
                wanted[name].add(image[name])
    found: dict[tuple[str, int], date] = {}
    for name, ids in wanted.items():
        table = _LINKS[name].__table__
        query = select(table.c.id, Lesson.on_date).select_from(table)
        for there, condition in way_to_lesson(table):
            query = query.join(there, condition)
        if ids:
            rows = db.session.execute(query.where(table.c.id.in_(ids)))
            found |= {(name, row_id): day for row_id, day in rows}
    return found


def _period(image: dict) -> tuple[int | None, int]:
    return image.get("term_id"), image["journal_id"]


def _ends(marks: list[dict]) -> dict[tuple, date]:
    """(term, journal) → the last day of the term or, without one, of the journal's year."""
    wanted = {_period(image) for image in marks}
    terms = select(Term.id, Term.ends_on)
    terms = _asked(terms, Term.id, {term_id for term_id, _ in wanted if term_id})
    years = select(Journal.id, AcademicYear.ends_on).join(AcademicYear)
    years = _asked(years, Journal.id, {journal_id for term_id, journal_id in wanted if not term_id})
    return {key: terms[key[0]] if key[0] else years[key[1]] for key in wanted}


def _asked(query, column, ids: set[int]) -> dict[int, date]:
    return dict(db.session.execute(query.where(column.in_(ids))).all()) if ids else {}
