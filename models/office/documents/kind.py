"""What a register is made of: its fields, and what must be done about each document by when.

Pure: a kind knows no database. `kinds.py` lists the kinds there are.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from models.access.role import Role

DAYS = {"on_date", "from_date", "until", "due_on"}
Due = Callable[[dict], date | None]  # from the fields of a document to a day, or none


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def after(name: str, days: int) -> Due:
    """So many days after the day in a field."""

    def due(typed: dict) -> date | None:
        return typed[name] + timedelta(days=days) if typed.get(name) else None

    return due


def months_before(name: str, months: int) -> Due:
    """So many months before the day in a field."""

    def due(typed: dict) -> date | None:
        return months_later(typed[name], -months) if typed.get(name) else None

    return due


def on(name: str) -> Due:
    """On the day in a field; where it is empty, nothing is to be done."""
    return lambda typed: typed.get(name)


@dataclass(frozen=True)
class Step:
    """One thing to be done about a document."""

    name: str
    todo: str  # «разместить на сайте»
    title: str  # as it is said of what is done: «размещён на сайте»
    due: Due
    lead: int = 5  # days before it that the home page reminds
    note: str = ""  # what must be told when it is done; empty: may be left out
    by: frozenset[Role] = frozenset()  # who may mark it besides those who keep the register
    when: Callable[[dict], bool] = field(default=lambda _typed: True)


@dataclass(frozen=True)
class Kind:
    """A register: what stands in it, who keeps it, who reads it."""

    name: str
    title: str  # «Локальные акты»
    register: str  # «Реестр локальных нормативных актов»
    one: str  # «локальный акт»
    clause: str
    about: str
    kept_by: frozenset[Role]
    read_by: frozenset[Role]
    fields: dict[str, str]  # name → label, in the order of the form
    needed: frozenset[str]
    steps: tuple[Step, ...] = ()
    sorts: dict[str, str] = field(default_factory=dict)
    own_of: frozenset[Role] = frozenset()  # roles that know only what is theirs
    answered_by: dict[str, Role] = field(default_factory=dict)  # sort → whose room it waits in
    valid_months: int = 0  # `until` where it is left empty
    answer_days: int = 0  # days until `due_on` where it is left empty
    places: bool = False  # is about classes
    needs_place: bool = False  # of which at least one must be named
    is_signed: bool = False  # printed with the director's signature

    def step(self, name: str) -> Step | None:
        """The step of that name."""
        return next((step for step in self.steps if step.name == name), None)

    def is_read_by(self, role: Role) -> bool:
        """Whether the role knows of this register."""
        return role in self.kept_by or role in self.read_by
