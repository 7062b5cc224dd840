"""Marks of periods: the columns they stand in, and the verb that writes them."""

from dataclasses import dataclass, replace

from sqlalchemy import select, update

from models import clock
from models.audit.ledger import Ledger, columns_of, row_of
from models.base import db, line_to_database
from models.journal.admission import YEAR_CLOSED, closed_sentence, year_is_closed
from models.journal.entry import Outcome, Wish
from models.journal.facts import JournalFacts
from models.journal.journal import raise_version
from models.journal.term_mark import EXAM, FINAL, PERIODS, YEAR, TermMark, period_of
from models.refusal import Refused
from models.school.calendar import TermFacts, terms_of
from models.school.roster import roster
from models.school.school import Ruled
from models.session import recorded

NOT_ATTESTED, EXEMPT = "н/а", "осв"
OUTCOMES = ("зач", "незач", NOT_ATTESTED, EXEMPT)
_SPELLINGS = {"н": NOT_ATTESTED, "о": EXEMPT, "з": "зач", "зачет": "зач", "зачёт": "зач"}


@dataclass(frozen=True)
class Period:
    """A column of period marks: `name` as stored, `title` as shown; `term` where it is one."""

    name: str
    title: str
    is_open: bool
    term: TermFacts | None = None


def periods_of(journal: JournalFacts, term: TermFacts, school: Ruled) -> list[Period]:
    """The columns behind a term's lessons: the term, and behind the last one also the year,
    the exam and the final mark where the grade has them."""
    terms = terms_of(journal.year_id, journal.group.grade)
    found = [Period(period_of(term.id), term.name, term.is_open, term)]
    if terms and term.id == terms[-1].id:
        is_open = not year_is_closed(journal.year_id, journal.group.grade)
        found += [Period(name, PERIODS[name], is_open) for name in _beyond_terms(journal, school)]
    return found


def _beyond_terms(journal: JournalFacts, school: Ruled) -> list[str]:
    exam = journal.group.grade in school.rule("exam_grades")
    return [YEAR, EXAM, FINAL] if exam else [YEAR]


def read_term_mark(text: str, school: Ruled, journal: JournalFacts) -> str:
    """The mark of a period a typed text means; empty clears. Raises Refused."""
    word = text.strip().casefold()
    word = _SPELLINGS.get(word, word)
    if word in ("", *OUTCOMES):
        return word
    if word not in ("5", "4", "3", "2", "1"):
        raise Refused(f"Не понимаю «{text}». За период можно: 5 4 3 2, зач, незач, н/а, осв.")
    if journal.group.grade in school.rule("unmarked_grades"):
        raise Refused(f"В {journal.group.grade} классе отметки не ставятся.")
    if not journal.course.marked:
        raise Refused(f"«{journal.course.name}» ведётся без отметок: поставьте зач или незач.")
    if word == "1" and not school.rule("mark_one"):
        raise Refused("Отметка 1 в этой школе не ставится.")
    return word


def _stands(row: dict | None) -> tuple[int, str]:
    return (row["version"], row["value"]) if row else (0, "")


class TermStep:
    """One step of marking periods: any number of pupils, one transaction."""

    def __init__(self, journal: JournalFacts, school: Ruled):
        self.journal, self.school = journal, school
        self.terms = {period_of(t.id): t for t in terms_of(journal.year_id, journal.group.grade)}

    def write(self, wishes: list[tuple[str, Wish]]) -> list[Outcome]:
        """Write (period, wish) pairs; `wish.column_id` is not used. The rest has its reason."""
        self.stamp = raise_version(self.journal.id)
        self.ledger = Ledger(db.session)
        rows = self._standing([wish.student_id for _, wish in wishes])
        outcomes = [
            self._one(name, wish, rows.get((name, wish.student_id))) for name, wish in wishes
        ]
        self.ledger.close()
        return outcomes

    def recall(self, wishes: list[tuple[str, Wish]]) -> list[Outcome]:
        """What became of wishes that were sent before: what stands now, and of a block again
        what was refused and where somebody else was first."""
        rows = self._standing([wish.student_id for _, wish in wishes])
        alone = len(wishes) == 1
        return [
            self._recalled(name, wish, rows.get((name, wish.student_id)), alone)
            for name, wish in wishes
        ]

    def _recalled(self, name: str, wish: Wish, row: dict | None, alone: bool) -> Outcome:
        version, stands = _stands(row)
        if alone:
            return Outcome(wish, version, stands)
        said = self._judged(name, replace(wish, seen=version), row)
        if isinstance(said, Outcome):
            return replace(said, wish=wish)
        return Outcome(wish, version, stands, stale=said != stands)

    def _standing(self, student_ids: list[int]) -> dict:
        found = line_to_database().execute(
            select(*columns_of(TermMark)).where(
                TermMark.journal_id == self.journal.id, TermMark.student_id.in_(student_ids)
            )
        )
        rows = [row_of(TermMark, values) for values in found]
        return {(row["period"], row["student_id"]): row for row in rows}

    def _one(self, name: str, wish: Wish, row: dict | None) -> Outcome:
        said = self._judged(name, wish, row)
        if isinstance(said, Outcome):
            return said
        self._put(name, wish, row, said)
        return Outcome(wish, wish.seen + 1, said)

    def _judged(self, name: str, wish: Wish, row: dict | None) -> str | Outcome:
        """What is to stand, or why it stays as it is: two who give the same mark agree."""
        version, stands = _stands(row)
        if version != wish.seen:
            return Outcome(wish, version, stands, stale=wish.text.strip() != stands)
        try:
            return self._value(name, wish)
        except Refused as refusal:
            return Outcome(wish, version, stands, refusal.sentence)

    def _value(self, name: str, wish: Wish) -> str:
        term = self.terms.get(name)
        if term is None and name not in _beyond_terms(self.journal, self.school):
            raise Refused("Такого периода в этом журнале нет.")
        if term is not None and not term.is_open:
            raise Refused(closed_sentence(term))
        if term is None and year_is_closed(self.journal.year_id, self.journal.group.grade):
            raise Refused(YEAR_CLOSED)
        first = (term or next(iter(self.terms.values()))).starts_on
        last = (term or list(self.terms.values())[-1]).ends_on
        seats = {s.student_id: s for s in roster(self.journal.study_group_id, first, last)}
        if wish.student_id not in seats:
            raise Refused("Этого ученика нет в списке группы.")
        seat, day = seats[wish.student_id], min(max(first, clock.today()), last)
        if seat.home_on(day):
            raise Refused("Ученик обучается на дому: его отметки в его собственном журнале.")
        if not seat.sits_on(day) and wish.text.strip():
            raise Refused("Ученика уже нет в этом списке: отметку за период ставят там, где он.")
        return read_term_mark(wish.text, self.school, self.journal)

    def _put(self, name: str, wish: Wish, row: dict | None, value: str) -> None:
        now, term = clock.now(), self.terms.get(name)
        if row is None:
            self.ledger.insert(
                TermMark,
                journal_id=self.journal.id,
                student_id=wish.student_id,
                period=name,
                term_id=term.id if term else None,
                value=value,
                version=1,
                stamp=self.stamp,
                entered_at=now,
            )
            return
        self._touch(row["id"], wish.seen + 1)
        if row["value"] != value:
            self.ledger.change(TermMark, row, value=value, entered_at=now)

    def _touch(self, row_id: int, version: int) -> None:
        with recorded():
            line_to_database().execute(
                update(TermMark.__table__)
                .where(TermMark.__table__.c.id == row_id)
                .values(version=version, stamp=self.stamp)
            )
