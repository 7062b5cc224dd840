"""A journal: one course of one group in one year, never the teacher's."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint, bindparam, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audit.recorder import Audited
from models.base import Row, db
from models.hot import Hot
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.session import recorded

ANSWER = "Ответ на уроке"  # the kind every lesson's first column begins with


class Journal(Row, Audited, db.Model):
    """Pupils × lessons. Its version rises with every write in it (ETag of the grid)."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("study_group_id", "course_id", "year_id"),)
    __unaudited__ = frozenset({"version", "layout"})

    study_group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    version: Mapped[int] = mapped_column(default=1)
    layout: Mapped[int] = mapped_column(default=1)  # the version when columns last changed
    group: Mapped[StudyGroup] = relationship(lazy="joined", innerjoin=True)
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)

    @property
    def title(self) -> str:
        return f"{self.course.name} · {self.group.name}"

    def audit_scope(self):
        return self.id, None


class WorkKind(Row, Audited, db.Model):
    """A kind of work: answer, test, essay; its short name and weight."""

    __tablename__ = "work_kind"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    short: Mapped[str] = mapped_column(String(12), default="")
    weight: Mapped[Decimal] = mapped_column(Numeric(4, 2), default=Decimal(1))
    is_test: Mapped[bool] = mapped_column(default=False)  # written by all, must be marked
    offered: Mapped[bool] = mapped_column(default=True)  # may be chosen for new columns


_RAISE = Hot(
    update(Journal.__table__)
    .where(Journal.__table__.c.id == bindparam("row_id"))
    .values(version=Journal.__table__.c.version + 1)
    .returning(Journal.__table__.c.version)
)


def raise_version(journal_id: int) -> int:
    """Count one more write in the journal and return its number. Whoever did this first holds
    the journal's row: writers of one journal stand in line until the one before has committed."""
    return _RAISE.first({"row_id": journal_id})[0]  # a counter, no part of the audit


def columns_changed(journal_id: int, stamp: int) -> None:
    """Tell open pages that the journal's columns are others since this version."""
    table = Journal.__table__
    with recorded():
        db.session.execute(update(table).where(table.c.id == journal_id).values(layout=stamp))
