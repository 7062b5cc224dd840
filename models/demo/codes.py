"""Codes of the demonstration: a wave before the year, a few latecomers, most of them used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select

from models import clock
from models.access.invitation import PARENT, STAFF, STUDENT, VALID_DAYS, Invitation
from models.audit.bulk import bulk_insert
from models.base import db
from models.office.code_holders import Holder, class_holders, staff_holders
from models.office.code_issuer import CodeIssuer
from models.office.order import CLASS_TEACHER, Appointment
from models.people.account import Account
from models.people.login import login_for
from models.people.person import Person

SEED = 45
CHANCES = {PARENT: 0.88, STUDENT: 0.35, STAFF: 0.93}  # who has asked for a code by now
USED = 0.9
LATE = 0.06  # codes issued in the last days, not all of them handed over
_OLD_ENOUGH = 5  # the grade from which pupils have accounts here


@dataclass(frozen=True)
class _Fate:
    """What becomes of one code."""

    holder: Holder
    issued: datetime
    handed: date | None
    used: datetime | None


def write_codes(start: date, hashed: str) -> None:
    """Issue codes to those whose papers allow it; accounts, passwords and lines follow."""
    rng, admin = Random(SEED), _account_of("admin")
    fates = [_fate(rng, holder, start) for holder in _chosen(rng)]
    fates.sort(key=lambda fate: fate.issued)
    _open_accounts(fates, hashed)
    accounts = dict(db.session.execute(select(Account.person_id, Account.id)).all())
    bulk_insert(
        db.session,
        Invitation,
        [_line(rng, fate, accounts[fate.holder.person_id], admin) for fate in fates],
    )
    _authorise(start, admin)


def _account_of(login: str) -> int:
    return db.session.scalar(select(Account.id).where(Account.login == login))


def _chosen(rng: Random) -> Iterator[Holder]:
    known: set[int] = set()
    today = clock.today()
    there = [holder for _, holders in class_holders(None, today) for holder in holders]
    for holder in [*staff_holders(today), *there]:
        young = holder.audience == STUDENT and int(holder.about.split("-")[0]) < _OLD_ENOUGH
        lucky = holder.signs_in or rng.random() < CHANCES[holder.audience]
        if holder.may_get and holder.person_id not in known and lucky and not young:
            known.add(holder.person_id)
            yield holder


def _fate(rng: Random, holder: Holder, start: date) -> _Fate:
    late = not holder.signs_in and rng.random() < LATE
    day = clock.today() - timedelta(days=3) if late else start - timedelta(days=rng.randrange(4))
    handed = None if late and rng.random() < 0.5 else day + timedelta(days=rng.randrange(1, 4))
    used = None
    if holder.signs_in or (not late and rng.random() < USED):
        used = clock.at(handed, time(20, rng.randrange(60)))
    return _Fate(holder, clock.at(day, time(15, 10)), handed, used)


def _open_accounts(fates: list[_Fate], hashed: str) -> None:
    taken = set(db.session.scalars(select(Account.login)))
    people = {person.id: person for person in db.session.scalars(select(Person))}
    rows = []
    for fate in fates:
        if fate.holder.account is not None:
            _entered(fate.holder.account, fate, hashed)
            continue
        person = people[fate.holder.person_id]
        login = login_for(person.surname, person.given, taken)
        taken.add(login)
        rows.append(
            {
                "person_id": person.id,
                "login": login,
                "password_hash": hashed if fate.used else None,
                "made_at": fate.issued,
                "rules_accepted_at": fate.used,
            }
        )
    bulk_insert(db.session, Account, rows)


def _entered(account: Account, fate: _Fate, hashed: str) -> None:
    if fate.used:
        account.password_hash = account.password_hash or hashed
        account.rules_accepted_at = fate.used


def _line(rng: Random, fate: _Fate, account_id: int, admin: int) -> dict:
    return {
        "account_id": account_id,
        "code_hash": f"{rng.getrandbits(256):064x}",  # of no code that anybody knows
        "audience": fate.holder.audience,
        "class_group_id": fate.holder.class_id,
        "student_id": fate.holder.student_id,
        "issued_at": fate.issued,
        "issued_by": admin,
        "expires_at": fate.issued + timedelta(days=VALID_DAYS),
        "delivery": ("teacher" if fate.holder.class_id else "hand") if fate.handed else "",
        "handed_on": fate.handed,
        "handed_by": admin if fate.handed else None,
        "used_at": fate.used,
    }


def _authorise(start: date, admin: int) -> None:
    """The class teacher whose room the demonstration shows issues codes to her class."""
    person = db.session.scalar(select(Account.person_id).where(Account.login == "teacher"))
    leads = select(Appointment.id).where(
        Appointment.person_id == person, Appointment.duty == CLASS_TEACHER
    )
    if db.session.scalar(leads.limit(1)):
        db.session.add(CodeIssuer(person_id=person, from_date=start, granted_by=admin))
