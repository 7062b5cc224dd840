"""Registers as people read them: the same lines on the page, on paper and in a workbook."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import or_, select

from models import clock
from models.access.actor import Actor
from models.access.policy import visible
from models.access.role import Role
from models.base import db
from models.office.documents.document import Document, DocumentFile, DocumentScope, DocumentStep
from models.office.documents.kind import DAYS, Kind
from models.office.documents.kinds import KINDS, kinds_of
from models.office.documents.names import SERVICE
from models.office.serving import holders
from models.people.person import Person
from models.printable import opened
from models.school.groups import ClassGroup, StudyGroup, by_grade

LONGEST_LEAD = timedelta(days=max(step.lead for kind in KINDS.values() for step in kind.steps))
OPEN, LATE, DONE, ENDED, ANNULLED = "open", "late", "done", "ended", "annulled"
STATES = {
    OPEN: "в работе",
    LATE: "срок прошёл",
    DONE: "всё сделано",
    ENDED: "срок действия истёк",
    ANNULLED: "запись отменена",
}


@dataclass
class Line:
    """A document with all that hangs on it."""

    document: Document
    person: str = ""
    amended: str = ""
    scope: list[str] = field(default_factory=list)
    steps: list[DocumentStep] = field(default_factory=list)
    files: list[DocumentFile] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return self.document.register

    @property
    def waiting(self) -> list[DocumentStep]:
        """What is still to be done, the nearest first."""
        return sorted((s for s in self.steps if s.done_on is None), key=lambda s: s.due_on)

    def state(self, day: date) -> str:
        """One of STATES."""
        if self.document.annulled_at is not None:
            return ANNULLED
        if self.waiting:
            return LATE if self.waiting[0].due_on < day else OPEN
        return ENDED if self.document.until and self.document.until < day else DONE

    def said(self, name: str) -> str:
        """The field of that name in words."""
        if name == "person_id":
            return self.person
        if name == "amends_id":
            return self.amended
        value = getattr(self.document, name)
        if name == "sort":
            return self.kind.sorts.get(value, "")
        return f"{value:%d.%m.%Y}" if value and name in DAYS else str(value or "")

    def said_step(self, name: str) -> str:
        """«01.09.2026: адрес страницы», «до 11.09.2026», or nothing."""
        step = next((one for one in self.steps if one.step == name), None)
        if step is None:
            return ""
        if step.done_on is None:
            owed = self.document.annulled_at is None and step.is_late(clock.today())
            return f"до {step.due_on:%d.%m.%Y}" + (", срок прошёл" if owed else "")
        return f"{step.done_on:%d.%m.%Y}" + (f": {step.note}" if step.note else "")


@dataclass(frozen=True)
class Reminder:
    """Something to be done soon, or late already."""

    document: Document
    step: DocumentStep
    words: str

    def is_late(self, day: date) -> bool:
        return self.step.due_on < day


def heads_of(kind: Kind) -> list[str]:
    """The heads of a register's columns."""
    scope = ["Классы"] if kind.places else []
    return [*kind.fields.values(), *scope, *(opened(step.title) for step in kind.steps)]


def cells_of(line: Line) -> list[str]:
    """The line under those heads."""
    scope = [", ".join(line.scope) or "вся школа"] if line.kind.places else []
    fields = [line.said(name) for name in line.kind.fields]
    if line.document.annulled_at is not None:
        fields[-1] = f"{fields[-1]} Запись отменена: {line.document.annulled_why}".strip()
    return [*fields, *scope, *(line.said_step(step.name) for step in line.kind.steps)]


def register(actor: Actor, kind: Kind, year: int | None, limit: int) -> list[Line]:
    """The documents of a register that the actor sees, of a calendar year or all, newest first."""
    query = visible(actor, Document).where(Document.kind == kind.name)
    if year is not None:
        query = query.where(Document.on_date.between(date(year, 1, 1), date(year, 12, 31)))
    order = (Document.on_date.desc(), Document.id.desc())
    return lines_of(list(db.session.scalars(query.order_by(*order).limit(limit))))


def years_of(kind: Kind) -> list[int]:
    """The calendar years of which the register has documents, the last first."""
    days = db.session.scalars(select(Document.on_date).where(Document.kind == kind.name))
    return sorted({day.year for day in days}, reverse=True)


def lines_of(documents: list[Document]) -> list[Line]:
    """Documents with what hangs on them; five selects, however many."""
    found = {one.id: Line(one) for one in documents}
    people = _people({one.person_id for one in documents})
    names = _names({one.amends_id for one in documents})
    for line in found.values():
        line.person = people.get(line.document.person_id, "")
        line.amended = names.get(line.document.amends_id, "")
    for step in _hanging(DocumentStep, found):
        found[step.document_id].steps.append(step)
    for file in _hanging(DocumentFile, found):
        found[file.document_id].files.append(file)
    for document_id, words in _scopes(found).items():
        found[document_id].scope = words
    return list(found.values())


def _hanging(model, found: dict):
    query = select(model).where(model.document_id.in_(list(found))).order_by(model.id)
    return db.session.scalars(query)


def _people(ids: set) -> dict[int, str]:
    rows = db.session.scalars(select(Person).where(Person.id.in_(ids - {None})))
    return {person.id: person.initials for person in rows}


def _names(ids: set) -> dict[int, str]:
    rows = db.session.scalars(select(Document).where(Document.id.in_(ids - {None})))
    return {row.id: f"{row.title}, № {row.number} от {row.on_date:%d.%m.%Y}" for row in rows}


def _scopes(found: dict) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(DocumentScope.document_id, ClassGroup, StudyGroup)
        .outerjoin(ClassGroup, ClassGroup.id == DocumentScope.class_group_id)
        .outerjoin(StudyGroup, StudyGroup.id == DocumentScope.study_group_id)
        .where(DocumentScope.document_id.in_(list(found)))
    )
    told = defaultdict(list)
    for document_id, group, study in rows:
        told[document_id].append((group or study).name)
    return {document_id: sorted(names, key=by_grade) for document_id, names in told.items()}


def reminders(actor: Actor) -> list[Reminder]:
    """What the actor answers for and should see today: each from its lead on until it is done,
    the nearest day first. One select."""
    rows = db.session.execute(
        visible(actor, Document)
        .join(DocumentStep, DocumentStep.document_id == Document.id)
        .add_columns(DocumentStep)
        .where(
            Document.annulled_at.is_(None),
            DocumentStep.done_on.is_(None),
            DocumentStep.due_on <= actor.today + LONGEST_LEAD,
        )
        .order_by(DocumentStep.due_on, DocumentStep.id)
    )
    found = (Reminder(document, step, _words(document, step)) for document, step in rows)
    return [one for one in found if _is_told(one, actor)]


def _words(document: Document, step: DocumentStep) -> str:
    told = document.register.step(step.step)
    return f"{document.title}: {told.todo}" if told else document.title


def _is_told(one: Reminder, actor: Actor) -> bool:
    told = one.document.register.step(one.step.step)
    if told is None or one.step.due_on > actor.today + timedelta(days=told.lead):
        return False
    kind = one.document.register
    if kind.answered_by:  # it waits in one room only
        return kind.answered_by.get(one.document.sort) is actor.role
    if actor.role in told.by:
        return True
    return actor.role in kind.kept_by


def counts_of(actor: Actor) -> dict[str, tuple[int, int, int]]:
    """Register → (documents, waiting steps, late ones), of those that stand; one select."""
    rows = db.session.execute(
        visible(actor, Document)
        .outerjoin(
            DocumentStep,
            (DocumentStep.document_id == Document.id) & DocumentStep.done_on.is_(None),
        )
        .with_only_columns(Document.kind, Document.id, DocumentStep.due_on)
        .where(Document.annulled_at.is_(None))
    )
    seen, waiting, late = defaultdict(set), defaultdict(int), defaultdict(int)
    for kind, number, due in rows:
        seen[kind].add(number)
        waiting[kind] += due is not None
        late[kind] += due is not None and due < actor.today
    names = [kind.name for kind in kinds_of(actor.role)]
    return {name: (len(seen[name]), waiting[name], late[name]) for name in names}


def acts_to_amend(kind: Kind) -> Iterable[Document]:
    """The documents of the register that a change may be of."""
    query = select(Document).where(Document.kind == kind.name, Document.annulled_at.is_(None))
    return db.session.scalars(query.where(Document.amends_id.is_(None)).order_by(Document.title))


def responsible_on(day: date) -> str:
    """Who answers for the service on the day: by a delegation in force (1.7), or the director."""
    delegated = select(Document.person_id).where(
        Document.kind == "duty",
        Document.sort == SERVICE,
        Document.annulled_at.is_(None),
        Document.from_date <= day,
        or_(Document.until.is_(None), Document.until >= day),
    )
    people = list(db.session.scalars(select(Person).where(Person.id.in_(delegated))))
    return ", ".join(one.initials for one in people or holders(Role.DIRECTOR.value, day))
