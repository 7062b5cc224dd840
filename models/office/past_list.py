"""The list of a class as the school's books had it at any moment, and how it differs from another.

Not who was there on that day as is known now, but what was written by then: an order entered later
is not in it yet, a name put right later is still the old one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from models import clock
from models.audit.entry import Entry
from models.audit.then import Step, images_at, steps
from models.audit.wording import wording
from models.base import db
from models.people.account import Account
from models.people.person import Person
from models.people.student import Student
from models.school.groups import Enrolment


@dataclass(frozen=True)
class ListedThen:
    """A line of the list."""

    student_id: int
    number: int | None
    name: str
    since: date


@dataclass(frozen=True)
class ListChange:
    """A pupil whose line is another at the second moment, and what was written between."""

    name: str
    was: str
    became: str
    by: list[tuple[datetime, str, str, str]]  # when, who, what, why


class PastList:
    """A class's list from the entries of enrolments and names up to a moment; four selects."""

    def __init__(self, class_group_id: int, until: datetime):
        within = Entry.school_at <= until
        self.enrolments = steps((Enrolment,), within, _of_class(class_group_id))
        students = {step.image["student_id"] for step in self.enrolments}
        query = select(Student.person_id, Student.id).where(Student.id.in_(students))
        self._students = dict(db.session.execute(query).all())
        self.people = steps((Person,), within, Entry.row_id.in_(list(self._students)))

    def list_at(self, moment: datetime) -> list[ListedThen]:
        """Who was on the list on the day of the moment (UTC, the school's clock)."""
        day = clock.school_time(moment).date()
        names = self._names(moment)
        found = {}
        for image in images_at(self.enrolments, moment).values():
            since, until = date.fromisoformat(image["from_date"]), image["until"]
            if since <= day and (until is None or date.fromisoformat(until) >= day):
                who = image["student_id"]
                found[who] = ListedThen(
                    who, image.get("register_number"), names.get(who, f"№ {who}"), since
                )
        return sorted(found.values(), key=lambda one: one.name.casefold().replace("ё", "е"))

    def _names(self, moment: datetime) -> dict[int, str]:
        images = images_at(self.people, moment)
        return {
            self._students[row_id]: " ".join(
                part for part in (image["surname"], image["given"], image["patronymic"]) if part
            )
            for (_, row_id), image in images.items()
        }

    def differences(self, first: datetime, second: datetime) -> list[ListChange]:
        """Whose line is another at the second moment."""
        was = {one.student_id: one for one in self.list_at(first)}
        became = {one.student_id: one for one in self.list_at(second)}
        changed = [who for who in was.keys() | became.keys() if was.get(who) != became.get(who)]
        happened = self._happened(first, second)
        found = [
            ListChange(
                (became.get(who) or was[who]).name,
                _said(was.get(who)),
                _said(became.get(who)),
                happened.get(who, []),
            )
            for who in changed
        ]
        return sorted(found, key=lambda one: one.name.casefold().replace("ё", "е"))

    def _happened(self, first, second) -> dict[int, list]:
        between = [s for s in (*self.enrolments, *self.people) if first < s.school_at <= second]
        authors = _authors({step.account_id for step in between if step.account_id})
        found: dict[int, list] = defaultdict(list)
        for step in sorted(between, key=lambda step: step.id):
            who = authors.get(step.account_id, "Klass")
            told = (step.school_at, who, wording(step), step.reason or "")
            found[self._whose(step)].append(told)
        return found

    def _whose(self, step: Step) -> int:
        if step.table_name == Person.__tablename__:
            return self._students[step.row_id]
        return step.image["student_id"]


def _of_class(class_group_id: int):
    """The condition that an entry of an enrolment is about the class."""
    key = "class_group_id"
    return or_(
        Entry.after[key].as_integer() == class_group_id,
        Entry.before[key].as_integer() == class_group_id,
    )


def _said(one: ListedThen | None) -> str:
    if one is None:
        return ""
    number = f", № {one.number}" if one.number else ""
    return f"{one.name}, с {one.since:%d.%m.%Y}{number}"


def _authors(ids: set[int]) -> dict[int, str]:
    query = select(Account.id, Person).join(Person, Person.id == Account.person_id)
    rows = db.session.execute(query.where(Account.id.in_(ids)))
    return {account_id: person.initials for account_id, person in rows}
