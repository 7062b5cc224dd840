"""What is kept no longer: the numbers of rows that go, piece by piece, and how many there are.

Nothing here removes. Each kind names its tables from the outermost in: what refers goes first.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from models.access.knock import Knock
from models.access.session import AccountSession
from models.access.viewing import Viewing
from models.audit.block import Block
from models.audit.entry import Entry
from models.base import db
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.exchange.retention.family_papers import FAMILY_PAPERS
from models.exchange.retention.heap import Heap, moment
from models.exchange.retention.kinds import (
    AUDIT,
    IMPORTS,
    JOURNALS,
    MATERIALS,
    PAPERS,
    SIGN_INS,
    SUMMARY,
    VIEWINGS,
)
from models.exchange.upload import Upload
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.journal import Journal
from models.journal.lesson import AttendanceCheck, Homework, Lesson, LessonColumn
from models.journal.plans.homework import IndividualHomework
from models.journal.plans.material import LessonMaterial, MaterialFile
from models.journal.term_mark import TermMark
from models.school.calendar import AcademicYear


def _lessons(until: date) -> Select:
    return select(Lesson.id).where(Lesson.on_date < until)


def _of_lessons(model) -> Callable[[date], Select]:
    return lambda until: (
        select(model.id).join(Lesson, Lesson.id == model.lesson_id).where(Lesson.on_date < until)
    )


def _cells(until: date) -> Select:
    return (
        select(Cell.id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(Lesson.on_date < until)
    )


def _marks(until: date) -> Select:
    return select(Mark.id).where(Mark.cell_id.in_(_cells(until)))


def _compared(until: date) -> Select:
    """Records drawn for the comparison with paper: they repeat a page's mark, and go with it."""
    return (
        select(AccuracyItem.id)
        .join(AccuracyCheck, AccuracyCheck.id == AccuracyItem.check_id)
        .outerjoin(Lesson, Lesson.id == AccuracyItem.lesson_id)
        .where(or_(Lesson.on_date < until, AccuracyCheck.last < until))
    )


def _drawings(until: date) -> Select:
    return select(AccuracyCheck.id).where(AccuracyCheck.last < until)


def _term_marks(until: date) -> Select:
    return (
        select(TermMark.id)
        .join(Journal, Journal.id == TermMark.journal_id)
        .join(AcademicYear, AcademicYear.id == Journal.year_id)
        .where(AcademicYear.ends_on < until)
    )


def _materials(until: date) -> Select:
    return (
        select(LessonMaterial.id)
        .join(Lesson, Lesson.id == LessonMaterial.lesson_id)
        .where(Lesson.on_date < until, LessonMaterial.added_at < moment(until))
    )


def _files(until: date) -> Select:
    """Files that no lesson shows any more but those that go as well."""
    shown = exists().where(
        LessonMaterial.file_id == MaterialFile.id, LessonMaterial.id.not_in(_materials(until))
    )
    return select(MaterialFile.id).where(MaterialFile.uploaded_at < moment(until), ~shown)


def _entries(until: date) -> Select:
    """Entries that a newer one of the time before the day has overtaken, and those of rows that
    were gone by then: what stood on the day can still be told."""
    newer, end = aliased(Entry), moment(until)
    sealed = select(func.max(Block.last_id)).scalar_subquery()
    overtaken = exists().where(
        newer.table_name == Entry.table_name,
        newer.row_id == Entry.row_id,
        newer.id > Entry.id,
        newer.at < end,
    )
    gone = or_(overtaken, Entry.after.is_(None))
    return select(Entry.id).where(Entry.at < end, Entry.id <= sealed, gone)


def _of_gone(*models) -> Callable[[date], Select]:
    """Entries from before the day of rows of these tables that are there no more: what was taken
    back long ago goes with the rest."""

    def ids(until: date) -> Select:
        sealed = select(func.max(Block.last_id)).scalar_subquery()
        gone = or_(
            *(
                (Entry.table_name == model.__tablename__)
                & ~exists().where(model.id == Entry.row_id)
                for model in models
            )
        )
        old = Entry.school_at < moment(until)
        return select(Entry.id).where(old, Entry.id <= sealed, gone)

    return ids


def _sign_ins(until: date) -> Select:
    end = func.coalesce(AccountSession.ended_at, AccountSession.expires_at)
    return select(AccountSession.id).where(end < moment(until))


_OF_LESSONS = (Mark, Cell, Attendance, Remark, IndividualHomework, Homework, LessonMaterial)
_OF_LESSONS += (AttendanceCheck, AccuracyItem, AccuracyCheck, LessonColumn, Lesson)
HEAPS: dict[str, tuple[Heap, ...]] = {
    JOURNALS: (
        Heap(Mark, "Отметки", _marks),
        Heap(Cell, "Клетки", _cells),
        Heap(Attendance, "Пропуски и опоздания", _of_lessons(Attendance)),
        Heap(Remark, "Замечания", _of_lessons(Remark)),
        Heap(IndividualHomework, "Личные задания", _of_lessons(IndividualHomework)),
        Heap(Homework, "Домашние задания", _of_lessons(Homework)),
        Heap(LessonMaterial, "Материалы уроков", _of_lessons(LessonMaterial)),
        Heap(AttendanceCheck, "Отсутствующие отмечены", _of_lessons(AttendanceCheck)),
        Heap(AccuracyItem, "Записи, отобранные для сверки с бумажным журналом", _compared),
        Heap(AccuracyCheck, "Сверки с бумажным журналом", _drawings),
        Heap(LessonColumn, "Столбцы", _of_lessons(LessonColumn)),
        Heap(Lesson, "Уроки с темами", _lessons),
        Heap(Entry, "Изменения того, что стёрли раньше", _of_gone(*_OF_LESSONS), False),
    ),
    SUMMARY: (Heap(TermMark, "Отметки за периоды", _term_marks),),
    MATERIALS: (
        Heap(LessonMaterial, "Материалы уроков", _materials),
        Heap(MaterialFile, "Файлы материалов", _files),
    ),
    PAPERS: (
        *FAMILY_PAPERS,
        Heap(
            Entry,
            "Изменения того, что стёрли раньше",
            _of_gone(*{heap.model for heap in FAMILY_PAPERS}),
            False,
        ),
    ),
    AUDIT: (Heap(Entry, "Записи журнала изменений", _entries, False),),
    VIEWINGS: (
        Heap(
            Viewing,
            "Просмотры",
            lambda until: select(Viewing.id).where(Viewing.at < moment(until)),
            False,
        ),
    ),
    SIGN_INS: (
        Heap(AccountSession, "Входы", _sign_ins, False),
        Heap(
            Knock,
            "Неудачные попытки входа",
            lambda until: select(Knock.id).where(Knock.last_at < moment(until)),
            False,
        ),
    ),
}


def old_uploads(until: date, data: Path) -> list[Upload]:
    """Imported files that lie there still, of which no newer import has the same."""
    newer = aliased(Upload)
    again = exists().where(and_(newer.sha256 == Upload.sha256, newer.uploaded_at >= moment(until)))
    query = select(Upload).where(Upload.uploaded_at < moment(until), ~again)
    return [one for one in db.session.scalars(query) if one.path(data).is_file()]


def counted(kind: str, until: date | None, data: Path) -> dict[str, int]:
    """Title → how many rows or files go; one select per table."""
    if until is None:
        return {}
    if kind == IMPORTS:
        return {"Файлы загрузок": len(old_uploads(until, data))}
    return {heap.title: _number(heap.ids(until)) for heap in HEAPS[kind]}


def _number(ids: Select) -> int:
    return db.session.scalar(select(func.count()).select_from(ids.subquery()))


def pieces(heap: Heap, until: date, most: int) -> Iterator[list[int]]:
    """The numbers that go, `most` at a time, as long as the one who asks takes them out."""
    before: list[int] = []
    while found := list(db.session.scalars(heap.ids(until).order_by(heap.model.id).limit(most))):
        if found == before:
            return
        yield found
        before = found
