"""Who must wait at the door, and letting them in before their time: each release is a row."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models import clock
from models.access.knock import ADDRESS, DOORS, LOGIN, Knock, is_fresh, login_hash
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused


class DoorRelease(Row, Audited, db.Model):
    """An account or an address let in by the administrator before its time."""

    __tablename__ = "door_release"

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(String(60), default="")
    wrong: Mapped[int]
    released_at: Mapped[datetime] = mapped_column(default=clock.now)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


@dataclass(frozen=True)
class Waiting:
    """Somebody who must wait: an account (with its owner) or an address."""

    knock: Knock
    account_id: int | None = None
    person_id: int | None = None
    login: str = ""
    name: str = ""

    @property
    def door(self) -> str:
        return DOORS[self.knock.door]

    @property
    def until(self) -> datetime:
        return self.knock.opens_at()


def waiting() -> tuple[list[Waiting], int]:
    """Who must wait now, longest first, and how many logins that do not exist must, too."""
    now = clock.real_now()
    kinds = Knock.kind.in_((LOGIN, ADDRESS))
    known = db.session.scalars(select(Knock).where(kinds, is_fresh(now)))
    held = sorted((k for k in known if k.opens_at() > now), key=Knock.opens_at, reverse=True)
    owners = _owners() if any(knock.kind == LOGIN for knock in held) else {}
    found = [
        Waiting(knock, *owners.get(knock.whose, ()))
        for knock in held
        if knock.kind == ADDRESS or knock.whose in owners
    ]
    return found, len(held) - len(found)


def _owners() -> dict[str, tuple]:
    """Hash of a login at a door → (account, person, login, name): the hash tells nothing back,
    so the logins of the school are asked one by one."""
    rows = db.session.execute(
        select(Account.id, Account.person_id, Account.login, Person.surname, Person.given).join(
            Person, Person.id == Account.person_id
        )
    )
    return {
        login_hash(door, login): (account, person, login, f"{surname} {given}".strip())
        for account, person, login, surname, given in rows
        for door in DOORS
    }


def release(knock_id: int, by: int | None) -> DoorRelease:
    """Let in who must wait. Raises Refused where nobody does any more."""
    found = next((one for one in waiting()[0] if one.knock.id == knock_id), None)
    if found is None:
        raise Refused("Ждать уже не нужно: срок вышел или вход открыли раньше.")
    row = DoorRelease(
        account_id=found.account_id,
        address=found.knock.address,
        wrong=found.knock.wrong,
        released_by=by,
    )
    db.session.add(row)
    db.session.execute(delete(Knock).where(Knock.id == knock_id))
    return row


def releases(most: int = 20) -> list[tuple[DoorRelease, str, str]]:
    """The last releases: the row, whose account it was, who let in."""
    whose, by = aliased(Account), aliased(Account)
    owner, hand = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(DoorRelease, owner, hand)
        .outerjoin(whose, whose.id == DoorRelease.account_id)
        .outerjoin(owner, owner.id == whose.person_id)
        .outerjoin(by, by.id == DoorRelease.released_by)
        .outerjoin(hand, hand.id == by.person_id)
        .order_by(DoorRelease.id.desc())
        .limit(most)
    )
    return [
        (row, person.short_name if person else "", letter.initials if letter else "Klass")
        for row, person, letter in rows
    ]
