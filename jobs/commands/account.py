"""`flask account`: invite a person, help who lost the phone."""

import click
from sqlalchemy import select

from jobs.commands.group import Group, writes
from models import clock
from models.access import second_factor
from models.access.session import end_sessions
from models.base import db
from models.exchange.names import name_key
from models.naming import fault_of_person
from models.office.appointing import Wish
from models.office.clashes import must_not_clash
from models.office.issuing import holder_of, issue
from models.office.order import Appointment
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused

account = Group("account", help="Учётные записи.")


@account.command("invite")
@click.argument("login")
@click.argument("name")
@click.option(
    "--duty", type=click.Choice(["director", "administrator"]), help="Назначить с сегодняшнего дня."
)
@writes("flask account invite")
def invite_person(login: str, name: str, duty: str | None) -> str:
    """Выдать пригласительный код человеку по полному имени (новый человек будет записан)."""
    login = login.strip().casefold()
    owner = _account(login, _person(name, login))
    if duty:
        _appoint(owner.person, duty)
    db.session.flush()
    (slip,) = issue([holder_of(owner.person, clock.today())], None)
    until = f"{slip.until:%d.%m.%Y}"
    return f"Логин {slip.login}, код {slip.code}. Код действует до {until}, войти: /activation"


@account.command("reset-second-factor")
@click.argument("login")
@writes("flask account reset-second-factor")
def reset_second_factor(login: str) -> str:
    """Убрать второй фактор того, кто потерял телефон (администратору больше некому помочь)."""
    owner = _known(login)
    second_factor.remove(owner.id)
    end_sessions(owner.id)
    return f"Второй фактор «{owner.login}» сброшен, все входы закончены."


@account.command("reseal")
@writes("flask account reseal")
def reseal() -> str:
    """Переписать ключи второго фактора под нынешний SECRET_KEY (после его смены)."""
    done, lost = second_factor.reseal()
    return f"Переписано: {done}. Не прочесть (прежний ключ не указан): {lost}."


def _appoint(person: Person, duty: str) -> None:
    """Give a duty from today on, whose order is named later."""
    wish = Wish(duty, person.id, clock.today())
    try:
        must_not_clash(wish, person)
    except Refused as refusal:
        raise Refused(f"{refusal.sentence} Нужен только код? Повторите без --duty.") from None
    db.session.add(Appointment(person_id=person.id, duty=duty, from_date=wish.from_date))


def _known(login: str) -> Account:
    found = db.session.scalar(select(Account).where(Account.login == login.strip().casefold()))
    if found is None:
        raise Refused(f"Логина «{login}» нет.")
    return found


def _person(name: str, login: str) -> Person:
    found = [
        person
        for person in db.session.scalars(select(Person))
        if name_key(person.full_name) == name_key(name)
    ]
    if len(found) > 1:
        return _with_login(found, name, login)
    if found:
        return found[0]
    if not name.strip() or (why := fault_of_person(name)):
        raise Refused(why if name.strip() else "Напишите фамилию, имя и отчество.")
    surname, _, rest = " ".join(name.split()).partition(" ")
    given, _, patronymic = rest.partition(" ")
    person = Person(surname=surname, given=given, patronymic=patronymic)
    db.session.add(person)
    db.session.flush()
    return person


def _with_login(people: list[Person], name: str, login: str) -> Person:
    """Of people of one name the one who has that login."""
    owner = _owner(login)
    if owner not in [person.id for person in people]:
        raise Refused(
            f"Людей с именем «{name}» несколько, и логина «{login}» нет ни у кого из них."
        )
    return next(person for person in people if person.id == owner)


def _owner(login: str) -> int | None:
    return db.session.scalar(select(Account.person_id).where(Account.login == login))


def _account(login: str, person: Person) -> Account:
    known = db.session.scalar(select(Account).where(Account.person_id == person.id))
    if known is not None:
        if known.login != login:
            raise Refused(
                f"У этого человека уже есть логин «{known.login}». Повторите команду с ним."
            )
        return known
    if _owner(login) is not None:
        raise Refused(f"Логин «{login}» уже занят.")
    made = Account(person_id=person.id, login=login)
    db.session.add(made)
    db.session.flush()
    return made
