"""Whom a code may be issued to, and where each of them stands: families of a class, staff."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import lazyload

from models import clock
from models.access.invitation import PARENT, STAFF, STUDENT, Invitation
from models.base import db
from models.office.families import OWN, Family, families
from models.office.order import Appointment
from models.office.standing import STATES
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.teaching import within


@dataclass
class Holder:
    """Somebody who has a code or may get one."""

    key: str  # how a form names them
    person_id: int
    audience: str
    name: str
    about: str  # what the slip says beside the name: whose parent, which class, which duty
    class_id: int | None = None
    student_id: int | None = None
    lacks: str = ""  # why no code may be issued: papers of the family
    account: Account | None = None
    last: Invitation | None = None

    @property
    def login(self) -> str:
        return self.account.login if self.account else ""

    @property
    def is_blocked(self) -> bool:
        return bool(self.account and self.account.blocked_at)

    @property
    def signs_in(self) -> bool:
        """Whether the account has a password of its owner's choice."""
        return bool(self.account and self.account.password_hash)

    @property
    def may_get(self) -> bool:
        return not self.lacks and not self.is_blocked

    @property
    def waits(self) -> bool:
        """Whether a code is due: it may be issued, there is no password and no valid code."""
        return self.may_get and not self.signs_in and not self._has_valid_code()

    @property
    def slip_is_lost(self) -> bool:
        """Whether a valid code was printed and has not reached anybody, as far as is known."""
        return self.may_get and self._has_valid_code() and self.last.handed_on is None

    def _has_valid_code(self) -> bool:
        last = self.last
        return bool(last and last.used_at is None and clock.now() < last.expires_at)

    @property
    def words(self) -> str:
        """Where they stand, in a few words."""
        if self.is_blocked:
            return "заблокирован"
        if self.signs_in:
            return "пароль есть"
        if not self._has_valid_code():
            return "срок кода истёк" if self.last and not self.last.used_at else "кода нет"
        if self.last.handed_on:
            return f"код вручён {self.last.handed_on:%d.%m}, входа ещё не было"
        return f"код выдан {clock.school_time(self.last.issued_at):%d.%m}, не вручён"


def class_holders(class_id: int, day: date) -> list[tuple[Family, list[Holder]]]:
    """The families of a class: first the pupil, then the parents. Constant in queries."""
    rows = [(family, _of_family(family)) for family in families(day, class_id)]
    _fill([holder for _, holders in rows for holder in holders])
    return rows


def _of_family(family: Family) -> list[Holder]:
    pupil = Holder(
        key=f"{STUDENT}-{family.student_id}",
        person_id=family.person_id,
        audience=STUDENT,
        name=family.name,
        about=family.class_name,
        class_id=family.class_id,
        student_id=family.student_id,
        lacks="" if family.is_open else family.why_paper,
    )
    parents = [
        Holder(
            key=f"{PARENT}-{member.key}",
            person_id=member.person_id,
            audience=PARENT,
            name=member.name,
            about=f"{member.kinship}: {family.name}, {family.class_name}",
            class_id=family.class_id,
            student_id=family.student_id,
            lacks="" if member.standing.is_open else STATES[member.standing.state],
        )
        for member in family.members
        if member.kind != OWN
    ]
    return [pupil, *parents]


def staff_holders(day: date) -> list[Holder]:
    """Everybody who works here or has a duty by order, by name."""
    serves = exists().where(Appointment.person_id == Person.id, within(Appointment, day))
    rows = db.session.execute(
        select(Person, Employee.position)
        .outerjoin(Employee, Employee.person_id == Person.id)
        .where(or_(Employee.id.is_not(None), serves))
        .order_by(Person.surname, Person.given, Person.id)
    )
    holders = [_of_staff(person, position) for person, position in rows]
    _fill(holders)
    return holders


def _of_staff(person: Person, position: str | None) -> Holder:
    about = position or "сотрудник"
    return Holder(f"{STAFF}-{person.id}", person.id, STAFF, person.full_name, about)


def person_holders(person: Person, day: date) -> list[Holder]:
    """One person in the ways a code may be issued to them: as staff, else as parent of each
    child or as pupil; somebody the school knows nothing else of is taken for staff."""
    found = [holder for holder in staff_holders(day) if holder.person_id == person.id]
    if not found:
        found = [
            holder
            for family in families(day, person_id=person.id)
            for holder in _of_family(family)
            if holder.person_id == person.id
        ] or [_of_nobody(person)]
        _fill(found)
    return found


def _of_nobody(person: Person) -> Holder:
    holder = _of_staff(person, None)
    of_family = select(
        or_(
            exists().where(Guardianship.person_id == person.id),
            exists().where(Student.person_id == person.id),
        )
    )
    if db.session.scalar(of_family):
        holder.lacks = "сегодня не родитель и не ученик школы"
    return holder


def _fill(holders: list[Holder]) -> None:
    """Accounts and the newest codes; two queries."""
    people = [holder.person_id for holder in holders]
    query = select(Account).options(lazyload(Account.person)).where(Account.person_id.in_(people))
    accounts = {account.person_id: account for account in db.session.scalars(query)}
    newest = select(func.max(Invitation.id)).group_by(Invitation.account_id)
    codes = {
        code.account_id: code
        for code in db.session.scalars(
            select(Invitation)
            .options(lazyload(Invitation.account))
            .where(
                Invitation.id.in_(newest),
                Invitation.account_id.in_([account.id for account in accounts.values()]),
            )
        )
    }
    for holder in holders:
        holder.account = accounts.get(holder.person_id)
        holder.last = codes.get(holder.account.id) if holder.account else None
