"""The register of issued codes: who, when, by whom, handed over how, used when (3.1, 5.2(6))."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased, lazyload

from models import clock
from models.access.invitation import AUDIENCES, Invitation
from models.base import db
from models.people.account import Account
from models.people.person import Person
from models.people.search import named
from models.people.student import Student
from models.school.groups import ClassGroup

USED, HANDED, ISSUED, EXPIRED, REPLACED = "used", "handed", "issued", "expired", "replaced"
STATES = {
    ISSUED: "выдан, не вручён",
    HANDED: "вручён, ждёт входа",
    USED: "использован",
    EXPIRED: "срок истёк",
    REPLACED: "заменён новым",
}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the register."""

    word: str = ""
    class_id: int | None = None
    audience: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    account_id: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the register."""

    code: Invitation
    state: str
    name: str
    login: str
    class_name: str
    child: str
    issuer: str

    @property
    def whom(self) -> str:
        """«родитель: Петров Пётр, 5-А»."""
        about = ", ".join(part for part in (self.child, self.class_name) if part)
        kind = AUDIENCES[self.code.audience]
        return f"{kind}: {about}" if about else kind


def count(asked: Asked, among=None) -> int:
    """How many lines there are; `among` is a select of invitations one may see."""
    query = _found(select(func.count(Invitation.id)), asked, among)
    return db.session.scalar(query)


def lines(asked: Asked, among=None, limit: int | None = None, offset: int = 0) -> list[Line]:
    """The lines, newest first."""
    query = select(Invitation, Account.login, _OWNER, ClassGroup, _CHILD, _ISSUER, _newer())
    query = _found(query, asked, among).options(lazyload(Invitation.account))
    query = query.order_by(Invitation.id.desc()).offset(offset)
    rows = db.session.execute(query.limit(limit) if limit else query)
    return [_line(*row) for row in rows]


def codes_of(account_id: int) -> list[Line]:
    """The lines of one account, newest first."""
    return lines(Asked(account_id=account_id))


_OWNER, _CHILD, _ISSUER = aliased(Person), aliased(Person), aliased(Person)
_BY = aliased(Account)


def _found(query, asked: Asked, among):
    query = (
        query.select_from(Invitation)
        .join(Account, Account.id == Invitation.account_id)
        .join(_OWNER, _OWNER.id == Account.person_id)
        .outerjoin(ClassGroup, ClassGroup.id == Invitation.class_group_id)
        .outerjoin(Student, Student.id == Invitation.student_id)
        .outerjoin(_CHILD, _CHILD.id == Student.person_id)
        .outerjoin(_BY, _BY.id == Invitation.issued_by)
        .outerjoin(_ISSUER, _ISSUER.id == _BY.person_id)
    )
    if among is not None:
        query = query.where(Invitation.id.in_(among.with_only_columns(Invitation.id)))
    names = (_OWNER.surname, _OWNER.given, _OWNER.patronymic, Account.login)
    return query.where(*_conditions(asked), named(asked.word, *names))


def _conditions(asked: Asked):
    if asked.account_id is not None:
        yield Invitation.account_id == asked.account_id
    if asked.class_id is not None:
        yield Invitation.class_group_id == asked.class_id
    if asked.audience in AUDIENCES:
        yield Invitation.audience == asked.audience
    if asked.state in STATES:
        yield _in_state(asked.state)
    if asked.first:
        yield Invitation.issued_at >= clock.at(asked.first, time.min)
    if asked.last:
        yield Invitation.issued_at < clock.at(asked.last + timedelta(days=1), time.min)


def _newer():
    """The condition that a later code of the same account exists."""
    other = aliased(Invitation)
    return exists().where(other.account_id == Invitation.account_id, other.id > Invitation.id)


def _in_state(state: str):
    unused = Invitation.used_at.is_(None)
    if state == USED:
        return ~unused
    if state == REPLACED:
        return and_(unused, _newer())
    last = and_(unused, ~_newer())
    if state == EXPIRED:
        return and_(last, Invitation.expires_at <= clock.now())
    handed = Invitation.handed_on.is_not(None)
    return and_(last, Invitation.expires_at > clock.now(), handed if state == HANDED else ~handed)


def _state(code: Invitation, newer: bool) -> str:
    if code.used_at is not None:
        return USED
    if newer:
        return REPLACED
    if code.expires_at <= clock.now():
        return EXPIRED
    return HANDED if code.handed_on else ISSUED


def _line(code, login, owner, group, child, issuer, newer) -> Line:
    same = child is not None and child.id == owner.id  # the pupil's own code
    return Line(
        code=code,
        state=_state(code, newer),
        name=owner.full_name,
        login=login,
        class_name=group.name if group else "",
        child=child.short_name if child and not same else "",
        issuer=issuer.initials if issuer else "",
    )
