"""Requests for wider rights: written with a reason, decided by the administrator (3.3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.office.duties import DUTIES, OF_STAFF
from models.office.order import Appointment, Order
from models.office.ordering import on_the_ground_of
from models.people.person import Person
from models.refusal import Refused, WrongFields

LONGEST_WHAT, LONGEST_WHY, LONGEST_REASON = 200, 500, 300
MOST_WAITING = 5
WAITS, GRANTED, REFUSED = "waits", "granted", "refused"
STATES = {WAITS: "ждёт решения", GRANTED: "удовлетворено", REFUSED: "отказано"}
ASKED_FOR = {name: DUTIES[name].title for name in OF_STAFF if name != "director"}


class RightRequest(Row, Audited, db.Model):
    """What a member of staff needs and why; who decided what and when: by an order, or refused
    with a reason."""

    __tablename__ = "right_request"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    duty: Mapped[str] = mapped_column(String(20), default="")  # empty: none of the known ones
    what: Mapped[str] = mapped_column(String(LONGEST_WHAT))
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("school_order.id"))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    @property
    def state(self) -> str:
        if self.decided_at is None:
            return WAITS
        return GRANTED if self.order_id is not None else REFUSED

    def grant(self, order: Order, made: list[Appointment], by: int | None) -> None:
        """Granted by an order that appoints whoever asked. Raises Refused."""
        self._must_wait()
        if self.person_id not in {row.person_id for row in made}:
            raise Refused("Приказ не назначает того, кто просил. Добавьте этого человека.")
        with on_the_ground_of(order):
            self.order_id, self.decided_at, self.decided_by = order.id, clock.now(), by

    def refuse(self, reason: str, by: int | None) -> None:
        """Refused, with the reason its author will read. Raises Refused."""
        self._must_wait()
        reason = reason.strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            raise Refused(f"Напишите причину отказа (до {LONGEST_REASON} знаков).")
        self.reason = reason
        self.decided_at, self.decided_by = clock.now(), by

    def _must_wait(self) -> None:
        if self.decided_at is not None:
            raise Refused("Это заявление уже решено.")


def ask(person_id: int, duty: str, what: str, why: str) -> RightRequest:
    """Enter a request. Raises WrongFields where a word is missing."""
    what, why = what.strip(), why.strip()
    problems = {}
    if duty and duty not in ASKED_FOR:
        problems["duty"] = "Выберите обязанность из списка."
    if not 0 < len(what) <= LONGEST_WHAT:
        problems["what"] = f"Напишите, каких прав не хватает (до {LONGEST_WHAT} знаков)."
    if not 0 < len(why) <= LONGEST_WHY:
        problems["why"] = f"Напишите, зачем они нужны (до {LONGEST_WHY} знаков)."
    if problems:
        raise WrongFields(problems)
    waiting = [row for row in requests_of(person_id) if row.state == WAITS]
    if any((row.duty, row.what) == (duty, what) for row in waiting):
        raise Refused("Такое заявление уже подано и ждёт решения.")
    if len(waiting) >= MOST_WAITING:
        raise Refused("Слишком много заявлений ждут решения. Дождитесь ответа.")
    made = RightRequest(person_id=person_id, duty=duty, what=what, why=why)
    db.session.add(made)
    db.session.flush()
    return made


def requests_of(person_id: int) -> list[RightRequest]:
    """A person's requests, newest first."""
    query = select(RightRequest).where(RightRequest.person_id == person_id)
    return list(db.session.scalars(query.order_by(RightRequest.id.desc())))


def requests(limit: int) -> list[tuple[RightRequest, Person, Order | None]]:
    """The register: those that wait first, then the newest."""
    rows = db.session.execute(
        select(RightRequest, Person, Order)
        .join(Person, Person.id == RightRequest.person_id)
        .outerjoin(Order, Order.id == RightRequest.order_id)
        .order_by(RightRequest.decided_at.is_not(None), RightRequest.id.desc())
        .limit(limit)
    )
    return [tuple(row) for row in rows]


def waiting_requests() -> int:
    """How many wait for the administrator."""
    waits = select(func.count(RightRequest.id)).where(RightRequest.decided_at.is_(None))
    return db.session.scalar(waits)
