"""An act carried out, piece by piece: whoever asks commits after each piece.

The extract is written with the beginning. What a stop leaves half done is taken up by doing it
again: what is gone is gone, and each piece keeps the hashes of the entries that went with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, insert, select

from models import clock
from models.access.session import AccountSession
from models.access.viewing import Viewing
from models.audit.entry import Entry
from models.audit.removal import remove_entries, remove_log, remove_rows
from models.base import db
from models.exchange.retention.act import RemovalAct, RemovedSubject
from models.exchange.retention.due import HEAPS, old_uploads, pieces
from models.exchange.retention.family_papers import giver
from models.exchange.retention.heap import Heap, moment
from models.exchange.retention.kinds import AUDIT, IMPORTS, PAPERS, SIGN_INS, VIEWINGS
from models.files.kept import KeptFile
from models.people.account import Account
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.runs.run import Run
from models.runs.scans import papers

AT_ONCE = 1000
_NOBODY = "Без имени: сведения не об одном человеке"


@dataclass
class Piece:
    """What was taken out: how many rows, of what, and files whose bytes go after the commit."""

    title: str
    rows: int = 0
    files: list[Path] = field(default_factory=list)


def begin(act: RemovalAct, by: int | None, lines: list[dict]) -> None:
    """From here on rows go: the act is annulled no more, and `lines` are its extract. One that
    was begun before goes on, with the extract it has. Raises Refused where a signature lacks."""
    act.hold()
    if act.done_at or act.annulled_at:
        raise Refused(f"Исполнить нельзя: акт {act.state}.")
    if act.signed_at is None:
        raise Refused("Исполнить нельзя: акт ещё не подписал директор.")
    act.done_by = by
    if act.begun_at is None:
        act.begun_at = clock.now()
        if lines:
            db.session.execute(insert(RemovedSubject), lines)


def carry_out(act: RemovalAct, data: Path) -> Iterator[Piece]:
    """Take out what the act lists, once begun; the last piece ends the act."""
    if act.kind == IMPORTS:
        yield _uploads(act, data)
    for heap in HEAPS.get(act.kind, ()):
        yield from _heap(act, heap, data)
    act.done_at = clock.now()
    yield Piece("Готово")


def _heap(act: RemovalAct, heap: Heap, data: Path) -> Iterator[Piece]:
    for ids in pieces(heap, act.until, AT_ONCE):
        piece = Piece(heap.title, len(ids))
        if issubclass(heap.model, KeptFile):
            stored = select(heap.model.stored).where(heap.model.id.in_(ids))
            piece.files = [papers(data) / name for name in db.session.scalars(stored)]
        if heap.model is Entry:
            begins = moment(act.until) if act.kind == AUDIT else None
            remove_entries(act.number, Entry.id.in_(ids), clock.real_now(), begins)
        elif heap.audited:
            remove_rows(act.number, heap.model, ids, clock.real_now())
        else:
            remove_log(heap.model, ids)
        yield piece


def _uploads(act: RemovalAct, data: Path) -> Piece:
    files = [one.path(data) for one in old_uploads(act.until, data)]
    runs = select(Run.id).where(Run.kind == "import", Run.queued_at < moment(act.until))
    reports = (data / "uploads" / f"report-{run_id}.json.gz" for run_id in db.session.scalars(runs))
    return Piece("Файлы загрузок", len(files), files + [file for file in reports if file.is_file()])


def lines_of(act: RemovalAct, data: Path) -> list[dict]:
    """The lines of the extract: whose data go, by person and kind. Only reads, for years of a
    school take seconds; empty where the act was begun and has them already."""
    if act.begun_at:
        return []
    rows = []
    if act.kind == IMPORTS:
        rows = [(f"Лица из файла «{one.name}»", 1) for one in old_uploads(act.until, data)]
        rows = [(name, "Файлы загрузок", number) for name, number in rows]
    for heap in HEAPS.get(act.kind, ()):
        found = db.session.execute(_by_person(heap, act)).all()
        rows += [
            (_name(surname, given, patronymic), heap.title, number)
            for surname, given, patronymic, number in found
        ]
    return [
        {"act_number": act.number, "subject": name, "category": title, "records": number}
        for name, title, number in rows
    ]


def _name(surname: str | None, given: str | None, patronymic: str | None) -> str:
    return " ".join(part for part in (surname, given, patronymic) if part) or _NOBODY


def _by_person(heap: Heap, act: RemovalAct):
    """(surname, given, patronymic, how many) of a heap's rows, grouped by whom they are about."""
    ids, model = heap.ids(act.until).subquery(), heap.model
    query = select(Person.surname, Person.given, Person.patronymic, func.count())
    query = query.select_from(ids).join(model, model.id == ids.c.id)
    if act.kind == VIEWINGS:
        query = query.outerjoin(Person, Person.id == Viewing.person_id)
    elif act.kind == SIGN_INS and model is AccountSession:
        query = query.join(Account, Account.id == AccountSession.account_id)
        query = query.join(Person, Person.id == Account.person_id)
    elif act.kind == PAPERS and model is not Entry:
        query = query.outerjoin(Person, Person.id == giver(model))
    elif hasattr(model, "student_id") or act.kind == AUDIT:
        query = query.outerjoin(Student, Student.id == model.student_id)
        query = query.outerjoin(Person, Person.id == Student.person_id)
    else:
        query = query.outerjoin(Person, Person.id == -1)  # about nobody by name
    names = (Person.surname, Person.given, Person.patronymic)
    return query.group_by(Person.id, *names).order_by(*names)
