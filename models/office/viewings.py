"""The log of looks at personal data, read: by who, about whom, what, when (7.7)."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from models import clock
from models.access.role import Role
from models.access.viewing import COPY, REGISTER, WHAT, Viewing
from models.audit.entry import Entry
from models.base import db
from models.people.account import Account
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.search import named
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment

WHOLE = "вся школа"
OF_EVERYBODY = (COPY, REGISTER)  # of the whole school's looks those that took everybody's data away
FAMILY = (Role.PARENT, Role.STUDENT)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the log."""

    who: str = ""
    whom: str = ""
    what: str = ""
    first: date | None = None
    last: date | None = None
    person_id: int | None = None  # all that showed this person, in a list of a class too
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """A look as people read it."""

    look: Viewing
    who: str
    about: str

    @property
    def what(self) -> str:
        return WHAT[self.look.what]

    @property
    def role(self) -> str:
        return Role(self.look.hat).title.lower()

    def told_to(self, account_id: int) -> str:
        """Who it was, as a family is told: staff by role and name, its own members by role."""
        if self.look.account_id == account_id:
            return "вы"
        return self.role if self.look.hat in FAMILY else f"{self.role} {self.who}"


_WHO, _WHOM = aliased(Person), aliased(Person)


def lines(asked: Asked, limit: int) -> list[Line]:
    """The looks, newest first."""
    query = (
        select(Viewing, _WHO, _WHOM, ClassGroup)
        .join(Account, Account.id == Viewing.account_id)
        .join(_WHO, _WHO.id == Account.person_id)
        .outerjoin(_WHOM, _WHOM.id == Viewing.person_id)
        .outerjoin(ClassGroup, ClassGroup.id == Viewing.class_group_id)
        .where(*_conditions(asked))
        .order_by(Viewing.id.desc())
        .limit(limit)
    )
    return [_line(*row) for row in db.session.execute(query)]


def _line(look: Viewing, who: Person, whom: Person | None, group: ClassGroup | None) -> Line:
    if whom is not None:
        about = whom.full_name
    elif look.person_id:
        about = "человека в базе больше нет"
    else:
        about = group.name if group else WHOLE
    return Line(look, who.initials, about)


def _conditions(asked: Asked):
    yield named(asked.who, _WHO.surname, _WHO.given, _WHO.patronymic, Account.login)
    if asked.whom:
        yield named(asked.whom, _WHOM.surname, _WHOM.given, _WHOM.patronymic)
    if asked.what in WHAT:
        yield Viewing.what == asked.what
    if asked.first:
        yield Viewing.school_at >= clock.at(asked.first, time.min)
    if asked.last:
        yield Viewing.school_at < clock.at(asked.last + timedelta(days=1), time.min)
    if asked.before:
        yield Viewing.id < asked.before
    if asked.person_id is not None:
        yield _showed(asked.person_id)


def _showed(person_id: int):
    """The condition that a look showed this person: alone, in a list of the class where the
    person (or the person's child) was that day, or in what took the whole school's data away."""
    whole = and_(Viewing.person_id.is_(None), Viewing.class_group_id.is_(None))
    return and_(
        or_(
            Viewing.person_id == person_id,
            and_(whole, Viewing.what.in_(OF_EVERYBODY)),
            *map(_in_class, _enrolments(person_id)),
        ),
        Viewing.at >= _known_since(person_id),
    )


def _enrolments(person_id: int) -> list[Enrolment]:
    theirs = select(Guardianship.student_id).where(Guardianship.person_id == person_id)
    about = or_(Student.person_id == person_id, Student.id.in_(theirs))
    query = select(Enrolment).join(Student, Student.id == Enrolment.student_id).where(about)
    return list(db.session.scalars(query))


def _in_class(enrolment: Enrolment):
    days = [Viewing.school_at >= clock.at(enrolment.from_date, time.min)]
    if enrolment.until:
        days.append(Viewing.school_at < clock.at(enrolment.until + timedelta(days=1), time.min))
    return and_(Viewing.class_group_id == enrolment.class_group_id, *days)


def _known_since(person_id: int):
    """When the person came into the database: before, the number was another person's, whose
    import was undone."""
    came = select(func.max(Entry.at)).where(
        Entry.table_name == Person.__tablename__,
        Entry.row_id == person_id,
        Entry.action == "insert",
    )
    return came.scalar_subquery()
