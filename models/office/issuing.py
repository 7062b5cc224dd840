"""Issuing codes: accounts for who has none, a line of the register and a slip for each."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models import clock
from models.access.invitation import STUDENT, invite
from models.base import db
from models.office.code_holders import Holder, person_holders
from models.people.account import Account
from models.people.login import login_for
from models.people.person import Person
from models.refusal import Refused
from models.school.school import school_facts


@dataclass(frozen=True)
class Slip:
    """What is printed for one person, once, and kept nowhere."""

    name: str
    about: str
    login: str
    code: str
    until: date


def issue(holders: list[Holder], by: int | None) -> list[Slip]:
    """Issue a code to each; earlier codes of the same accounts end. All or nothing: Refused
    where a family's papers lack (4.4) or an account is blocked."""
    if not holders:
        raise Refused("Отметьте, кому выдать код.")
    for holder in holders:
        _check(holder)
    once = {holder.person_id: holder for holder in holders}  # a parent of two of the class
    _open_accounts(list(once.values()))
    days = _days()
    return [_slip(holder, by, days) for holder in once.values()]


def hand_over_last(holders: list[Holder], on: date, delivery: str, by: int | None) -> None:
    """Note that the last code of each reached them; all or nothing. Raises Refused."""
    if not holders:
        raise Refused("Отметьте, кому вручены листки.")
    for holder in holders:
        if holder.last is None:
            raise Refused(f"{holder.name}: кода ещё не выдавали.")
        holder.last.hand_over(on, delivery, by)


def holder_of(person: Person, today: date) -> Holder:
    """The way in which one person gets a code: the first that is open to them."""
    holders = person_holders(person, today)
    return next((holder for holder in holders if holder.may_get), holders[0])


def _check(holder: Holder) -> None:
    if holder.is_blocked:
        raise Refused(
            f"{holder.name}: учётная запись заблокирована. Снимите блокировку или выберите "
            "«заблокировать и выдать новый»."
        )
    if holder.lacks:
        whose = "семьи" if holder.audience == STUDENT else "родителя"
        raise Refused(
            f"{holder.name} ({holder.about}): код не выдан, у {whose} нет действующих заявления "
            f"и согласия ({holder.lacks}). Сначала внесите их."
        )


def _open_accounts(holders: list[Holder]) -> None:
    """An account for each who has none, with a login made from the name."""
    without = [holder for holder in holders if holder.account is None]
    if not without:
        return
    ids = [holder.person_id for holder in without]
    people = {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    taken = set(db.session.scalars(select(Account.login)))
    for holder in without:
        person = people[holder.person_id]
        login = login_for(person.surname, person.given, taken)
        taken.add(login)
        holder.account = Account(person_id=person.id, login=login)
        db.session.add(holder.account)
    db.session.flush()


def _slip(holder: Holder, by: int | None, days: int) -> Slip:
    whom = {
        "audience": holder.audience,
        "class_group_id": holder.class_id,
        "student_id": holder.student_id,
    }
    code = invite(holder.account, by, days, **whom)
    until = clock.today() + timedelta(days=days)
    return Slip(holder.name, holder.about, holder.account.login, code, until)


def _days() -> int:
    facts = school_facts()
    return facts.rule("code_days") if facts else 30
