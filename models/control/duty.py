"""A duty: one thing the regulation asks of one person by a moment. Pure.

What is not done yet is a deadline to come or a finding; what was done late is a finding that
has closed itself. An exemption takes it out of the count of late ones, never out of sight: where
two answer for it and one is freed, it stays late as the other's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.control.rules import (
    ABSENT,
    COPY,
    HOMEWORK,
    RULES,
    TERM,
    TERM_COPY,
    TOPIC,
    WORK,
    Rule,
)
from models.office.order import TRANSITION
from models.printable import share

DONE, WAITING, OPEN, LATE, EXEMPT = "done", "waiting", "open", "late", "exempt"
REPAIRED, EXPLAINED = "repaired", "explained"
RULE, PERSON, CLASS = "rule", "person", "class"  # by what duties are counted
NOBODY = "никто не назначен"
WORKED = {  # how a finding is worked, in the order of what is left to do
    OPEN: "открыто",
    EXPLAINED: "объяснено",
    REPAIRED: "исправлено",
    EXEMPT: "не в вину",
}
LATER = {  # what is said of what was done after its moment
    TOPIC: "тема внесена позже",
    ABSENT: "отсутствующие отмечены позже",
    HOMEWORK: "домашнее задание внесено позже",
    WORK: "отметки за работу выставлены позже",
    TERM: "отметки за период выставлены позже",
    COPY: "урок перенесён позже",
    TERM_COPY: "отметки за период перенесены позже",
}


@dataclass(frozen=True)
class Duty:
    """What, about which journal and lesson, whose, by when, and when it was done."""

    rule_name: str
    key: str  # what it is about, the same each time it is counted: «l12», «c7», «t3j9»
    due: datetime
    done_at: datetime | None
    journal_id: int
    title: str  # «Математика · 5-А»
    about: str  # «16.11, 2 урок»
    on_date: date
    person_ids: frozenset[int]
    class_ids: frozenset[int] = frozenset()
    grade: int = 0
    lesson_id: int | None = None
    period: str | None = None
    number: int = 0  # of marks or pupils it is about
    excuse: str = ""  # that frees everybody
    freed: tuple[tuple[int, str], ...] = ()  # who alone is freed, and by what
    explained: str = ""

    @property
    def rule(self) -> Rule:
        return RULES[self.rule_name]

    @property
    def words(self) -> str:
        """What is wrong: that it is not there, or that it came late."""
        said = LATER.get(self.rule_name) if self.done_at is not None else None
        return (said or self.rule.finding) + (f": {self.number}" if self.number else "")

    @property
    def answering(self) -> frozenset[int]:
        """Who answers for it: all whose it is but the freed; where all are freed, all of them."""
        return self.person_ids - {who for who, _ in self.freed} or self.person_ids

    @property
    def is_excused(self) -> bool:
        """Whether nobody is left to answer for it."""
        return bool(self.excuse) or (bool(self.person_ids) and self._all_are_freed())

    def _all_are_freed(self) -> bool:
        return self.person_ids <= {who for who, _ in self.freed}

    @property
    def why(self) -> str:
        """What frees, of everybody who is freed."""
        return self.excuse or "; ".join(dict.fromkeys(words for _, words in self.freed))

    @property
    def is_explained_beforehand(self) -> bool:
        """Whether it may be said ahead why it will be late: an operator waits for the paper."""
        return self.rule.mode == TRANSITION

    def of(self, person_id: int) -> "Duty":
        """The duty as it stands for one of those whose it is: what frees a colleague is left
        out."""
        if not self.freed:
            return self
        return replace(self, excuse=self.excuse or dict(self.freed).get(person_id, ""), freed=())

    def is_late(self, now: datetime) -> bool:
        """Whether it was or is done after its moment, excused or not."""
        return (self.done_at or now) > self.due

    def state(self, now: datetime) -> str:
        if not self.is_late(now):
            return WAITING if self.done_at is None else DONE
        if self.is_excused:
            return EXEMPT
        return OPEN if self.done_at is None else LATE

    def worked(self, now: datetime) -> str:
        """How a finding stands: open, explained and not done, repaired (it closed itself), or
        exempt."""
        state = self.state(now)
        if state == LATE:
            return REPAIRED
        return EXPLAINED if state == OPEN and self.explained else state

    def excused(self, why: str, freed: tuple[tuple[int, str], ...] = ()) -> "Duty":
        return replace(self, excuse=why, freed=freed)


@dataclass(frozen=True)
class Tally:
    """Duties counted by state; those that wait are in no share."""

    by_state: Counter

    @property
    def due(self) -> int:
        return sum(self.by_state[state] for state in (DONE, OPEN, LATE, EXEMPT))

    @property
    def in_time(self) -> int:
        """Done in time, or late without blame: exemptions are not counted as late (5.3)."""
        return self.by_state[DONE] + self.by_state[EXEMPT]

    @property
    def percent(self) -> int:
        return share(self.in_time, self.due)

    def of(self, state: str) -> int:
        return self.by_state[state]


def tally(duties: Iterable[Duty], now: datetime) -> Tally:
    """How many duties stand how."""
    return Tally(Counter(duty.state(now) for duty in duties))


KEYS_OF = {  # under what a duty is counted; 0: of nobody, of no class
    RULE: lambda duty: (duty.rule_name,),
    PERSON: lambda duty: duty.person_ids or (0,),
    CLASS: lambda duty: duty.class_ids or (0,),
}


def counts_of(group: str, duties: Iterable[Duty], now: datetime) -> dict:
    """Rule, person or class → its duties counted."""
    return by_person(duties, now) if group == PERSON else tallies(duties, now, KEYS_OF[group])


def tallies(duties: Iterable[Duty], now: datetime, keys_of) -> dict:
    """Key → its duties counted. `keys_of(duty)` names what it is counted under."""
    found: dict = {}
    for duty in duties:
        for key in keys_of(duty):
            found.setdefault(key, Counter())[duty.state(now)] += 1
    return {key: Tally(counter) for key, counter in found.items()}


def by_person(duties: Iterable[Duty], now: datetime, people_of=KEYS_OF[PERSON]) -> dict[int, Tally]:
    """Person → the duties counted as they stand for that person: one of two people counts for
    both."""
    found: dict[int, Counter] = {}
    for duty in duties:
        for person_id in people_of(duty):
            found.setdefault(person_id, Counter())[duty.of(person_id).state(now)] += 1
    return {person_id: Tally(counter) for person_id, counter in found.items()}


def findings(duties: Iterable[Duty], now: datetime) -> list[Duty]:
    """Those that are late, open ones first, the oldest first."""
    late = [duty for duty in duties if duty.is_late(now)]
    return sorted(late, key=lambda duty: (duty.done_at is not None, duty.due, duty.title))


def by_subject(duties: Iterable[Duty]) -> list[list[Duty]]:
    """Duties about the same lesson, work or period together, in the order they come in."""
    found: dict[str, list[Duty]] = {}
    for duty in duties:
        found.setdefault(duty.key, []).append(duty)
    return list(found.values())


def by_class(subjects: list[list[Duty]], names: Mapping[int, str]) -> list[tuple[str, list]]:
    """(class, or classes that sit together; what `by_subject` found there) in the order of each
    one's first. `names`: class → name, in their order."""
    found: dict[str, list[list[Duty]]] = {}
    for duties in subjects:
        told = [name for one, name in names.items() if one in duties[0].class_ids]
        found.setdefault(", ".join(told), []).append(duties)
    return list(found.items())


def coming(duties: Iterable[Duty], now: datetime) -> list[Duty]:
    """What is still to do in time, nearest deadline first."""
    waiting = [duty for duty in duties if duty.state(now) == WAITING]
    return sorted(waiting, key=lambda duty: (duty.due, duty.on_date, duty.title))
