"""Class teachers who may issue codes to the families of their own class (clause 3.1)."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.ground import remembered
from models.office.order import CLASS_TEACHER, Appointment
from models.office.roles import appointed_classes
from models.refusal import Refused
from models.school.teaching import within


class CodeIssuer(Row, Audited, db.Model):
    """An authorisation by the administrator, from a date to a date (inclusive)."""

    __tablename__ = "code_issuer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_date: Mapped[date]
    until: Mapped[date | None]
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


@remembered
def led_classes(person_id: int, day: date) -> frozenset[int]:
    """The classes the person is class teacher of on the day."""
    return frozenset(db.session.scalars(appointed_classes(person_id, CLASS_TEACHER, day)))


@remembered
def is_issuer(person_id: int, day: date) -> bool:
    """Whether the person is authorised on the day; for which classes says `led_classes`."""
    query = select(CodeIssuer.id).where(CodeIssuer.person_id == person_id, within(CodeIssuer, day))
    return db.session.scalar(query.limit(1)) is not None


def issuers() -> list[CodeIssuer]:
    """All authorisations, newest first."""
    return list(db.session.scalars(select(CodeIssuer).order_by(CodeIssuer.id.desc())))


def authorise(
    person_ids: list[int], first: date, until: date | None, today: date, by: int | None
) -> int:
    """Authorise class teachers who are not yet; returns how many. Raises Refused."""
    if until is not None and until < max(first, today):
        raise Refused("Последний день раньше первого или уже прошёл.")
    leads = select(Appointment.person_id).where(
        Appointment.duty == CLASS_TEACHER, within(Appointment, today)
    )
    if not person_ids or not set(person_ids) <= set(db.session.scalars(leads)):
        raise Refused("Отметьте классных руководителей.")
    new = [person for person in dict.fromkeys(person_ids) if not is_issuer(person, first)]
    for person in new:
        db.session.add(CodeIssuer(person_id=person, from_date=first, until=until, granted_by=by))
    db.session.flush()
    return len(new)


def end_authorisation(issuer: CodeIssuer, today: date) -> None:
    """From today on the person issues no codes any more; twice is once."""
    last = max(today - timedelta(days=1), issuer.from_date - timedelta(days=1))
    issuer.until = min(issuer.until, last) if issuer.until else last
