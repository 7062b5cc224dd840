"""Taking back a step in a journal: the inverse of its entries, and the locks move on."""

from sqlalchemy import select, update

from models.access.write_key import request_of
from models.audit.entry import Entry
from models.audit.undo import TOUCHED, undo_request
from models.base import db
from models.journal.admission import YEAR_CLOSED, closed_sentence, year_is_closed
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.entry import Outcome, Wish, touch_cell
from models.journal.facts import ColumnFacts, JournalFacts, columns_named
from models.journal.journal import raise_version
from models.journal.lesson import AttendanceCheck, Lesson, LessonColumn
from models.journal.standing import Standing, standings
from models.journal.term_mark import TermMark
from models.refusal import Refused
from models.school.calendar import terms_of
from models.session import recorded

GONE = "Этот шаг уже не вернуть: он сделан не вами или слишком давно."
_BESIDE = {Attendance.__tablename__, Remark.__tablename__}


def columns_of_step(journal: JournalFacts, account_id: int, key: str) -> dict[int, ColumnFacts]:
    """The columns a step of the account touched in the journal, whose rights are asked before
    it is taken back; Refused where there was no such step here."""
    entries = _entries(journal, _request(account_id, key))
    columns = {column_id for column_id, _ in _places(entries)} | _checked_columns(entries)
    return columns_named(journal, sorted(columns))


def undo_step(journal: JournalFacts, account_id: int, key: str) -> list[Outcome]:
    """Take back a step; returns what its cells say now. Raises Refused where something was
    changed since."""
    stamp = raise_version(journal.id)
    request_id = _request(account_id, key)
    entries = _entries(journal, request_id)
    _refuse_in_closed_term(journal, entries)
    places = _places(entries)
    _refuse_if_changed_beside(journal, request_id, places)
    undo_request(request_id)
    db.session.flush()
    _stamp(journal, request_id, stamp)
    columns = columns_named(journal, sorted({column_id for column_id, _ in places}))
    there = standings(columns, sorted({student_id for _, student_id in places}))
    return [_moved_on(place, there.get(place), stamp) for place in sorted(places)]


def _request(account_id: int, key: str) -> str:
    return request_of(account_id, key) or _refuse()


def _refuse():
    raise Refused(GONE)


def _entries(journal: JournalFacts, request_id: str) -> list[tuple[str, dict]]:
    """(table, image) of everything the request wrote in the journal."""
    rows = db.session.execute(
        select(Entry.table_name, Entry.before, Entry.after).where(
            Entry.request_id == request_id, Entry.journal_id == journal.id
        )
    )
    return [(table, after or before) for table, before, after in rows] or _refuse()


def _refuse_in_closed_term(journal: JournalFacts, entries: list[tuple[str, dict]]) -> None:
    """A period's mark stays as it is once its term is closed."""
    marked = {i.get("term_id") for table, i in entries if table == TermMark.__tablename__}
    for term in terms_of(journal.year_id, journal.group.grade):
        if term.id in marked and not term.is_open:
            raise Refused(closed_sentence(term))
    if None in marked and year_is_closed(journal.year_id, journal.group.grade):
        raise Refused(YEAR_CLOSED)


def _refuse_if_changed_beside(journal, request_id: str, places: set[tuple[int, int]]) -> None:
    """A cell is one thing: a mark or an absence put beside the step's own since changed it, too."""
    rows = db.session.execute(
        select(Entry.request_id, Entry.table_name, Entry.row_id, Entry.before, Entry.after)
        .where(
            Entry.journal_id == journal.id,
            Entry.student_id.in_({who for _, who in places}),
            Entry.table_name.in_([Mark.__tablename__, Attendance.__tablename__]),
        )
        .order_by(Entry.id)
    ).all()
    ours = _cells_of(places)
    rows = [row for row in rows if _cell_named(row.after or row.before) in ours]
    own = [number for number, row in enumerate(rows, 1) if row.request_id == request_id]
    if own and _stood(rows[: own[-1]]) != _stood(rows):
        raise Refused(TOUCHED)


def _cells_of(places: set[tuple[int, int]]) -> set[tuple]:
    """What entries name these cells by: their id for marks, lesson and pupil for absences."""
    found: set[tuple] = set()
    rows = db.session.execute(
        select(Cell.id, Cell.column_id, Cell.student_id, Lesson.id, LessonColumn.position)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(Cell.column_id.in_({c for c, _ in places}))
    )
    for cell_id, column_id, student_id, lesson_id, position in rows:
        if (column_id, student_id) in places:
            found |= {(cell_id,), (lesson_id, student_id)} if position == 1 else {(cell_id,)}
    return found


def _cell_named(image: dict) -> tuple:
    if "cell_id" in image:
        return (image["cell_id"],)
    return (image["lesson_id"], image["student_id"])


def _stood(rows) -> dict[tuple[str, int], dict]:
    """(table, row) → what stood after these entries."""
    stood = {(row.table_name, row.row_id): row.after for row in rows}
    return {key: image for key, image in stood.items() if image is not None}


def _checked_columns(entries: list[tuple[str, dict]]) -> set[int]:
    """The first columns of lessons whose check of attendance is among the entries."""
    checks = [image for table, image in entries if table == AttendanceCheck.__tablename__]
    return set(_first_columns({image["lesson_id"] for image in checks}).values())


def _places(images: list[tuple[str, dict]]) -> set[tuple[int, int]]:
    """(column, pupil) of every cell the entries are about."""
    cells = {image["cell_id"] for table, image in images if table == Mark.__tablename__}
    marked = select(Cell.column_id, Cell.student_id).where(Cell.id.in_(cells))
    found = {(column_id, student_id) for column_id, student_id in db.session.execute(marked)}
    beside = [image for table, image in images if table in _BESIDE]
    firsts = _first_columns({image["lesson_id"] for image in beside})
    found |= {(firsts[i["lesson_id"]], i["student_id"]) for i in beside if "student_id" in i}
    return found


def _first_columns(lesson_ids: set[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(LessonColumn.lesson_id, LessonColumn.id).where(
            LessonColumn.lesson_id.in_(lesson_ids), LessonColumn.position == 1
        )
    )
    return dict(rows.all())


def _moved_on(place: tuple[int, int], cell: Standing | None, stamp: int) -> Outcome:
    """The cell as it stands, its version one further."""
    column_id, student_id = place
    cell = cell or Standing(None, 0, [], None)
    version = cell.version + 1
    if cell.cell_id is not None:
        touch_cell(cell.cell_id, version, stamp)
    text = cell.content.text
    return Outcome(Wish(column_id, student_id, text, cell.version), version, text)


def _stamp(journal: JournalFacts, request_id: str, stamp: int) -> None:
    """Marks of periods and heads of lessons that the step touched are news for open pages,
    too; and a period's mark is a lock that moves on."""
    entries = select(Entry.table_name, Entry.row_id, Entry.before, Entry.after).where(
        Entry.request_id == request_id, Entry.journal_id == journal.id
    )
    marks, lessons = [], []
    for table, row_id, before, after in db.session.execute(entries):
        if table == TermMark.__tablename__:
            marks.append(row_id)
        elif table == AttendanceCheck.__tablename__:
            lessons.append((after or before)["lesson_id"])
    period, lesson = TermMark.__table__, Lesson.__table__
    moved = {"stamp": stamp, "version": period.c.version + 1}
    with recorded():
        db.session.execute(update(period).where(period.c.id.in_(marks)).values(**moved))
        db.session.execute(update(lesson).where(lesson.c.id.in_(lessons)).values(stamp=stamp))


def touches_periods(account_id: int, key: str) -> bool:
    """Whether a step wrote marks of periods, which have rights of their own."""
    query = select(Entry.id).where(
        Entry.request_id == _request(account_id, key),
        Entry.table_name == TermMark.__tablename__,
    )
    return db.session.scalar(query.limit(1)) is not None
