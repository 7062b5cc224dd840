"""An act of removal: what goes, until which day, why, by whose signatures; and the extract of it.

The order of Роскомнадзор № 179 of 28.10.2022 asks for the act and, where data are kept by a
program, for an extract from its log of events: whose data of which kinds went, from which system,
when and why.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.add_only import AddOnly
from models.audit.recorder import Audited
from models.base import Row, db
from models.exchange.retention.kinds import KINDS
from models.refusal import Refused


class RemovalAct(Row, Audited, db.Model):
    """Drawn up and signed by the administrator, signed by the director, carried out, or annulled
    before. `counts` says how many records of which name go, `lines` which periods."""

    __tablename__ = "removal_act"

    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    until: Mapped[date]  # records from before this day
    years: Mapped[int]  # how long they were to be kept
    counts: Mapped[dict]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]  # by the director
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def title(self) -> str:
        return KINDS[self.kind].title

    @property
    def name(self) -> str:
        return f"акт № {self.number} от {clock.school_time(self.made_at):%d.%m.%Y}"

    @property
    def reason(self) -> str:
        return f"Истёк срок хранения, лет: {self.years}."

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.annulled_at is None

    @property
    def state(self) -> str:
        if self.annulled_at:
            return "отменён"
        if self.done_at:
            return "исполнен"
        if self.begun_at:
            return "исполняется"
        return "подписан, ждёт исполнения" if self.signed_at else "ждёт подписи директора"

    def sign(self, by: int | None) -> None:
        """The director's signature; twice is once. Raises Refused where it is annulled, or by
        whoever drew it up: two people answer for it."""
        self.hold()
        if not self.is_open:
            raise Refused(f"Подписать нельзя: акт {self.state}.")
        if by is not None and by == self.made_by:
            raise Refused("Акт подписывают двое: вы его составили, подписать должен директор.")
        if self.signed_at is None:
            self.signed_at, self.signed_by = clock.now(), by

    def annul(self, by: int | None) -> None:
        """Take it back before anything went; twice is once."""
        self.hold()
        if self.annulled_at is None and (self.begun_at or self.done_at):
            raise Refused("Отменить нельзя: по акту уже удаляют.")
        if self.annulled_at is None:
            self.annulled_at, self.annulled_by = clock.now(), by

    def hold(self) -> None:
        """Until the transaction ends nobody else signs, annuls or begins it."""
        db.session.refresh(self, with_for_update=True)


class RemovedSubject(Row, AddOnly, db.Model):
    """A line of the extract: whose data of which kind went by an act, and how many records. The
    name stands in words, for the person may be gone, too."""

    __tablename__ = "removed_subject"
    __table_args__ = (Index("ix_removed_subject_act", "act_number", "id"),)

    act_number: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(120))
    records: Mapped[int]


def new_act(kind: str, until: date, years: int, counts: dict, by: int | None) -> RemovalAct:
    """Draw up an act under the next number. Raises Refused where there is nothing to remove, or
    one of the kind is open."""
    if not sum(counts.values()):
        raise Refused("Удалять нечего: записей с истёкшим сроком нет.")
    acts = db.session.scalars(select(RemovalAct).where(RemovalAct.kind == kind))
    if any(act.is_open for act in acts):
        raise Refused("По этим записям уже есть неисполненный акт.")
    number = 1 + (db.session.scalar(select(func.max(RemovalAct.number))) or 0)
    told = {"number": number, "kind": kind, "until": until, "years": years, "counts": counts}
    act = RemovalAct(**told, made_by=by)
    db.session.add(act)
    db.session.flush()
    return act


def all_acts() -> list[RemovalAct]:
    """The newest first."""
    return list(db.session.scalars(select(RemovalAct).order_by(RemovalAct.number.desc())))


def extract(number: int) -> list[RemovedSubject]:
    """The extract of an act, by name."""
    query = select(RemovedSubject).where(RemovedSubject.act_number == number)
    return list(db.session.scalars(query.order_by(RemovedSubject.subject, RemovedSubject.id)))
