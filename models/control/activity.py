"""Activity of users (5.2(17)): who signs in, by role, class and week; families who never came."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from models import clock
from models.access.session import AccountSession
from models.base import db
from models.office.families import families
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.student import Student
from models.school.calendar import monday
from models.school.groups import by_grade

STAFF, PARENTS, PUPILS = "staff", "parents", "pupils"
KINDS = {STAFF: "Сотрудники", PARENTS: "Родители", PUPILS: "Ученики"}
WEEKS = 8
WEEK = timedelta(days=7)


@dataclass
class ClassActivity:
    """A class: families with a key to the diary, those who came lately, those who never did."""

    class_id: int
    name: str
    pupils: int = 0
    keys: int = 0  # families somebody of whom has an account
    lately: int = 0
    never: list[str] = field(default_factory=list)  # pupils whose family has a key, and never came


@dataclass
class Activity:
    """Weeks with people who signed in, by kind, and the classes."""

    weeks: list[date]
    by_week: dict[str, list[int]]
    there: dict[str, int]  # accounts of each kind
    classes: list[ClassActivity]


def activity(today: date) -> Activity:
    """The last weeks; ten selects or so, whatever the school's size. A sign-in counts in the
    weeks in which it began and was last in use."""
    weeks = [monday(today) - n * WEEK for n in reversed(range(WEEKS))]
    kinds = _kinds()
    seen: dict[str, list[set[int]]] = {kind: [set() for _ in weeks] for kind in KINDS}
    for account_id, *days in _sign_ins(weeks[0]):
        for day in days:
            if weeks[0] <= day:
                seen[kinds.get(account_id, STAFF)][(monday(day) - weeks[0]).days // 7].add(
                    account_id
                )
    there = dict.fromkeys(KINDS, 0)
    for kind in kinds.values():
        there[kind] += 1
    by_week = {kind: [len(one) for one in rows] for kind, rows in seen.items()}
    return Activity(weeks, by_week, there, _classes(today))


def _kinds() -> dict[int, str]:
    """Account → what its owner is; staff who are parents as well are staff. Three selects."""
    found = {}
    for kind, person_id in (
        (PUPILS, Student.person_id),
        (PARENTS, Guardianship.person_id),
        (STAFF, Employee.person_id),
    ):
        rows = select(Account.id).where(Account.person_id.in_(select(person_id)))
        found |= dict.fromkeys(db.session.scalars(rows), kind)
    return found


def _sign_ins(first: date):
    """(account, day of the sign-in, day it was last in use). Sessions keep real time, which is
    the school's unless it is a demonstration."""
    ahead = clock.now() - clock.real_now()
    for account_id, started, seen in db.session.execute(
        select(AccountSession.account_id, AccountSession.started_at, AccountSession.seen_at)
    ):
        days = {clock.school_time(moment + ahead).date() for moment in (started, seen)}
        if max(days) >= first:
            yield account_id, *days


def _classes(today: date) -> list[ClassActivity]:
    last = _last_seen()
    since = clock.real_now() - 2 * WEEK
    found: dict[int, ClassActivity] = {}
    logins = defaultdict(list)
    for account_id, login in db.session.execute(select(Account.id, Account.login)):
        logins[login].append(account_id)
    for family in families(today):
        row = found.setdefault(family.class_id, ClassActivity(family.class_id, family.class_name))
        row.pupils += 1
        keys = [one.login for one in family.members if one.login]
        moments = [last[a] for login in keys for a in logins[login] if a in last]
        row.keys += bool(keys)
        row.lately += bool(moments) and max(moments) >= since
        if keys and not moments:
            row.never.append(family.name)
    return sorted(found.values(), key=lambda row: by_grade(row.name))


def _last_seen() -> dict[int, object]:
    rows = select(AccountSession.account_id, func.max(AccountSession.seen_at))
    return dict(db.session.execute(rows.group_by(AccountSession.account_id)).all())
