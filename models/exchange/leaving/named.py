"""Who is who in the copy: read once, for all its pages."""

from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.people.account import Account
from models.people.employee import Employee
from models.people.person import Person
from models.people.student import Student

PROGRAM = "Klass"


@dataclass(frozen=True)
class Named:
    """Names by number: of pupils, of staff, of who wrote."""

    students: dict[int, str]
    employees: dict[int, str]
    accounts: dict[int, str]

    def author(self, account_id: int | None) -> str:
        return self.accounts.get(account_id, PROGRAM) if account_id else PROGRAM


def everybody() -> Named:
    """All names of the school; three selects."""
    return Named(
        {key: p.full_name for key, p in _of(Student)},
        {key: p.initials for key, p in _of(Employee)},
        {key: p.initials for key, p in _of(Account)},
    )


def _of(model):
    query = select(model.id, Person).join(Person, Person.id == model.person_id)
    return db.session.execute(query)
