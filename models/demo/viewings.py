"""Looks of the demonstration: what the office and a class teacher looked at in the last weeks."""

from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import insert, select

from models import clock
from models.access.role import Role
from models.access.viewing import CARD, CODES, PAPERS, Viewing
from models.base import db
from models.people.account import Account
from models.people.guardian import Guardianship
from models.people.student import Student
from models.school.groups import Enrolment

SEED = 46
DAYS = 30  # behind today
A_DAY = 3  # pupils whose cards are opened on a working day
KNOWN = ("parent", "student")  # whose children are among them, so that their pages show it
_OFFICE, _STAFF_ROOM = "192.168.1.12", "192.168.1.40"


def write_viewings(today: date) -> None:
    """A few looks on each working day of the last weeks."""
    rng, pupils = Random(SEED), _pupils()
    known = [row for row in pupils if row.student_id in _children_of(KNOWN)]
    working = [day for n in range(DAYS, 0, -1) if (day := today - timedelta(days=n)).weekday() < 5]
    rows = []
    for day in working:
        seen = rng.sample(pupils, min(A_DAY, len(pupils)))
        seen += known if day == working[len(working) // 2] else []
        rows += [_look(rng, day, "admin", Role.ADMINISTRATOR, CARD, one) for one in seen]
        rows.append(_look(rng, day, "admin", Role.ADMINISTRATOR, PAPERS, None, seen[0]))
    own = _look(rng, working[-2], "teacher", Role.TEACHER, CODES, None, (known or pupils)[0])
    rows = sorted([*rows, own], key=lambda row: row["school_at"])
    db.session.execute(insert(Viewing.__table__), rows)


def _pupils():
    return db.session.execute(
        select(Student.id.label("student_id"), Student.person_id, Enrolment.class_group_id)
        .join(Enrolment, Enrolment.student_id == Student.id)
        .where(Enrolment.until.is_(None))
        .order_by(Student.id)
    ).all()


def _children_of(logins: tuple[str, ...]) -> set[int]:
    """The pupils these accounts are about: a parent's children, or the pupil."""
    people = select(Account.person_id).where(Account.login.in_(logins))
    theirs = select(Guardianship.student_id).where(Guardianship.person_id.in_(people))
    own = select(Student.id).where(Student.person_id.in_(people))
    return {*db.session.scalars(theirs), *db.session.scalars(own)}


def _look(rng: Random, day: date, login: str, role: Role, what: str, one, of_class=None) -> dict:
    """A look at one pupil, or at the list of a pupil's class."""
    moment: datetime = clock.at(day, time(rng.randrange(9, 16), rng.randrange(60)))
    return {
        "at": clock.real_now(),
        "school_at": moment,
        "account_id": db.session.scalar(select(Account.id).where(Account.login == login)),
        "hat": role.value,
        "what": what,
        "person_id": one and one.person_id,
        "class_group_id": of_class and of_class.class_group_id,
        "detail": "",
        "address": _OFFICE if login == "admin" else _STAFF_ROOM,
    }
