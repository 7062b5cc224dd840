"""The verb behind every keystroke: replace what cells say, any number of them in one step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, update

from models import clock
from models.audit.ledger import Ledger
from models.base import db
from models.hot import Hot
from models.journal.admission import (
    NeedsReason,
    refuse_unseated,
    refuse_without_reason,
    rules_for,
)
from models.journal.cell import Attendance, Cell
from models.journal.certificate import ABSENT, covering
from models.journal.facts import ColumnFacts, JournalFacts
from models.journal.journal import raise_version
from models.journal.marks_put import put_marks
from models.journal.scale import Content, read_cell
from models.journal.standing import Standing, standings
from models.refusal import Refused
from models.school.school import Ruled


@dataclass(frozen=True)
class Wish:
    """What a person wants a cell to say, and the version they saw (0: never touched)."""

    column_id: int
    student_id: int
    text: str
    seen: int


@dataclass(frozen=True)
class Outcome:
    """What became of a wish: `problem` says why not; `stale` that somebody else was first."""

    wish: Wish
    version: int
    text: str
    problem: str | None = None
    stale: bool = False
    wants_reason: bool = False

    @property
    def saved(self) -> bool:
        return self.problem is None and not self.stale


def _at(there: dict, wish: Wish) -> Standing:
    return there.get((wish.column_id, wish.student_id)) or Standing(None, 0, [], None)


class Step:
    """One step of a person's work in a journal: written in one transaction, undone as one."""

    def __init__(
        self,
        journal: JournalFacts,
        columns: Mapping[int, ColumnFacts],
        school: Ruled,
        account_id: int | None,
        reason: str | None = None,
    ):
        self.journal, self.columns, self.school = journal, columns, school
        self.account_id, self.reason = account_id, reason
        self.now = clock.now()
        self.limit = school.rule("reason_after_days")

    def write(self, wishes: list[Wish]) -> list[Outcome]:
        """Write what can be written; the rest comes back with its reason."""
        self.stamp = raise_version(self.journal.id)
        self._sign()
        self.ledger = Ledger(db.session)
        there = self._standings(wishes)
        outcomes = [self._one(wish, _at(there, wish)) for wish in wishes]
        self.ledger.close()
        return outcomes

    def preview(self, wishes: list[Wish]) -> list[Outcome]:
        """What `write` would do; changes nothing."""
        there = self._standings(wishes)
        judged = [(wish, self._judged(wish, _at(there, wish))) for wish in wishes]
        return [
            said if isinstance(said, Outcome) else Outcome(wish, wish.seen, said.text)
            for wish, said in judged
        ]

    def recall(self, wishes: list[Wish]) -> list[Outcome]:
        """What became of wishes that were sent before: what stands now, and of a block again
        what was refused and where somebody else was first."""
        there = self._standings(wishes)
        if len(wishes) == 1:
            cell = _at(there, wishes[0])
            return [Outcome(wishes[0], cell.version, cell.content.text)]
        return [self._recalled(wish, _at(there, wish)) for wish in wishes]

    def _recalled(self, wish: Wish, cell: Standing) -> Outcome:
        said = self._judged(replace(wish, seen=cell.version), cell)
        if isinstance(said, Outcome):
            return replace(said, wish=wish)
        same = said.text == cell.content.text
        return Outcome(wish, cell.version, cell.content.text, stale=not same)

    def _standings(self, wishes: list[Wish]) -> dict:
        columns = {w.column_id: self.columns[w.column_id] for w in wishes}
        return standings(columns, sorted({w.student_id for w in wishes}))

    def _sign(self) -> None:
        """The reason goes with every entry of the step."""
        if self.reason:
            author = db.session.info["author"]
            db.session.info["author"] = replace(author, reason=self.reason)

    def _one(self, wish: Wish, cell: Standing) -> Outcome:
        said = self._judged(wish, cell)
        if isinstance(said, Outcome):
            return said
        self._put(wish, cell, said)
        return Outcome(wish, wish.seen + 1, said.text)

    def _judged(self, wish: Wish, cell: Standing) -> Content | Outcome:
        """What the cell is to say, or why it stays as it is."""
        if cell.version != wish.seen:
            return self._stale(wish, cell)
        try:
            return self._content(wish, cell)
        except Refused as refusal:
            wants = isinstance(refusal, NeedsReason)
            text = cell.content.text
            return Outcome(wish, cell.version, text, refusal.sentence, wants_reason=wants)

    def _stale(self, wish: Wish, cell: Standing) -> Outcome:
        """Somebody was first: a conflict, unless they wrote the very same (or I did, twice)."""
        same = wish.text.split() == cell.content.text.split()
        return Outcome(wish, cell.version, cell.content.text, stale=not same)

    def _content(self, wish: Wish, cell: Standing) -> Content:
        column = self.columns[wish.column_id]
        refuse_unseated(column.lesson, wish.student_id)
        rules = rules_for(
            self.school, self.journal.group.grade, self.journal.course, column.lesson.on_date
        )
        content = read_cell(wish.text, rules)
        if column.position != 1 and content.absence:
            raise Refused("Пропуск отмечают в первом столбце урока.")
        refuse_without_reason(cell.marks, content, self.limit, self.reason, self.now)
        return self._certified(content, wish.student_id, column.lesson.on_date)

    def _certified(self, content: Content, student_id: int, day: date) -> Content:
        """«н» of a day that a certificate covers is what the certificate says (5.5)."""
        if content.absence != ABSENT or not self.school.rule("certificate_turns"):
            return content
        paper = covering(student_id, day)
        return replace(content, absence=paper[0]) if paper else content

    def _put(self, wish: Wish, cell: Standing, content: Content) -> None:
        column, who = self.columns[wish.column_id], wish.student_id
        if cell.cell_id is None:
            cell.cell_id = self.ledger.insert(
                Cell,
                column_id=column.id,
                student_id=who,
                journal_id=self.journal.id,
                version=wish.seen + 1,
                stamp=self.stamp,
            )
        else:
            touch_cell(cell.cell_id, wish.seen + 1, self.stamp)
        own = {"cell_id": cell.cell_id, "journal_id": self.journal.id, "student_id": who}
        put_marks(self.ledger, cell.marks, content.marks, own, self.now)
        if column.position == 1:
            self._put_absence(column.lesson_id, who, cell.absence, content)

    def _put_absence(self, lesson_id: int, who: int, row: dict | None, content: Content) -> None:
        said = {"code": content.absence, "minutes": content.minutes}
        hand = {"account_id": self.account_id, "entered_at": self.now}
        if content.absence is None:
            if row is not None:
                self.ledger.delete(Attendance, row)
        elif row is None:
            own = {"lesson_id": lesson_id, "student_id": who, "journal_id": self.journal.id}
            self.ledger.insert(Attendance, **own, **said, **hand)
        elif (row["code"], row["minutes"]) != (content.absence, content.minutes):
            self.ledger.change(Attendance, row, **said, **hand)


def touch_cell(cell_id: int, version: int, stamp: int) -> None:
    """A cell's lock moves on; versions and stamps are no part of the audit."""
    _TOUCH.run({"row_id": cell_id, "version": version, "stamp": stamp})


_TOUCH = Hot(
    update(Cell.__table__).where(Cell.__table__.c.id == bindparam("row_id")), ("version", "stamp")
)
