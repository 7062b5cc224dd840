"""A document of the school in its register, what must be done about it, and its files."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.files.kept import KeptFile
from models.office.documents.kind import Kind
from models.office.documents.kinds import KINDS

LONGEST = {"number": 20, "title": 200, "party": 200, "text": 6000}
LONGEST_NOTE, LONGEST_WHY = 1000, 200


class Document(Row, Audited, db.Model):
    """A row of a register. Only the fields of its kind are filled; it is never changed: a wrong
    one is annulled and entered anew. `figures` are what a report was reckoned from, as then."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_kind_on_date", "kind", "on_date"),)

    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(LONGEST["number"]))
    on_date: Mapped[date]
    title: Mapped[str] = mapped_column(String(LONGEST["title"]))
    sort: Mapped[str] = mapped_column(String(16), default="")
    party: Mapped[str] = mapped_column(String(LONGEST["party"]), default="")
    text: Mapped[str] = mapped_column(String(LONGEST["text"]), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("school_order.id"))
    from_date: Mapped[date | None]
    until: Mapped[date | None]
    due_on: Mapped[date | None]
    figures: Mapped[dict | None]
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    @property
    def register(self) -> Kind:
        return KINDS[self.kind]

    @property
    def name(self) -> str:
        """«локальный акт № 12 от 01.09.2026»."""
        return f"{self.register.one} № {self.number} от {self.on_date:%d.%m.%Y}"


class DocumentScope(Row, Audited, db.Model):
    """A class, or a group across classes, that a document is about; without any: the school."""

    __tablename__ = "document_scope"
    __table_args__ = (UniqueConstraint("document_id", "class_group_id", "study_group_id"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    class_group_id: Mapped[int | None] = mapped_column(ForeignKey("class_group.id"))
    study_group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"))


class DocumentStep(Row, Audited, db.Model):
    """One thing to be done about a document: by when, and when it was."""

    __tablename__ = "document_step"
    __table_args__ = (UniqueConstraint("document_id", "step"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    step: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date] = mapped_column(index=True)
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    def is_late(self, day: date) -> bool:
        """Whether it was, or still is, done after its day."""
        return (self.done_on or day) > self.due_on


class DocumentFile(KeptFile, Row, Audited, db.Model):
    """A scan or a .pdf of a document; the bytes lie in the data folder, never changed."""

    __tablename__ = "document_file"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
