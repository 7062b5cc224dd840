"""The work of each operator in figures, for the director and the bonus commission (5.2(10)(13)):
deadlines kept, what frees from blame and by which paper, what was entered, accuracy. The page, the
proposal to the commission and the note tell these figures and no others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from models import clock
from models.access.role import Role
from models.audit.entry import Entry
from models.base import db
from models.control.accuracy import compared_records
from models.control.duties import duties
from models.control.duty import Duty, Tally, by_person
from models.control.exemption import Exemption
from models.control.operators import Operators
from models.office.order import TRANSITION, Appointment, AppointmentClass
from models.people.account import Account
from models.people.person import Person, people_named
from models.school.calendar import the_year
from models.school.groups import ClassGroup, by_grade

COUNTED = (
    "Сроки здесь только прошедшие: внесённое вовремя засчитано тому, кто вёл класс в тот день, "
    "невнесённое тому, кто вёл его в день срока. Записей: сколько отметок, пропусков, сверок урока "
    "и отметок за период внёс оператор; исправления внесённого не считаются."
)
ENTERED = ("mark", "attendance", "attendance_check", "term_mark")


@dataclass
class OperatorWork:
    """One operator in the days: whose classes, what was due, entered and compared."""

    person_id: int
    name: str
    classes: list[str] = field(default_factory=list)
    stands_in: bool = False
    tally: Tally | None = None
    entered: int = 0  # marks, absences and checks first written by this hand
    compared: int = 0
    deviating: int = 0
    exemptions: list[str] = field(default_factory=list)


def operators_work(first: date, last: date, judged: list[Duty] | None = None) -> list[OperatorWork]:
    """Everybody who was an operator in the days or answers for them since, by surname. `judged`:
    the duties of these days, where they are counted already. A fixed number of selects."""
    found, now = _operators(first, last), clock.now()
    office = Operators(the_year(first).starts_on, max(last, clock.today()))
    passed = _passed(duties(first, last) if judged is None else judged, now)
    counts = by_person(passed, now, lambda duty: _credited(duty, office))
    accuracy, entered = _accuracy(first, last, office), _entered(first, last)
    freed = _exemptions(first, last)
    for one, name in people_named((counts.keys() | entered.keys()) - found.keys()).items():
        found[one] = OperatorWork(one, name)
    for row in found.values():
        row.tally = counts.get(row.person_id) or Tally(Counter())
        row.entered = entered.get(row.person_id, 0)
        row.exemptions = freed.get(row.person_id, [])
        row.compared, row.deviating = accuracy.get(row.person_id, (0, 0))
    return sorted(found.values(), key=lambda row: row.name)


def _passed(found: Iterable[Duty], now: datetime) -> list[Duty]:
    """What operators owed by a moment that is over: what is done ahead of it counts then."""
    return [duty for duty in found if duty.rule.mode == TRANSITION and duty.due <= now]


def _credited(duty: Duty, office: Operators) -> frozenset[int]:
    """Whose figure a passed deadline is: what was done in time is the work of who was in office
    that day; what was not, is answered for by who was in office at the deadline."""
    if duty.done_at is not None and duty.done_at <= duty.due:
        day = clock.school_time(duty.done_at).date()
        return office.of(duty.class_ids, day) or duty.person_ids
    return duty.person_ids


def _accuracy(first: date, last: date, office: Operators) -> dict[int, tuple[int, int]]:
    """Person → (compared, deviating): of whom was in office on the record's day."""
    compared, deviating = Counter(), Counter()
    for classes, day, matches in compared_records(first, last):
        for person_id in office.of(classes, day):
            compared[person_id] += 1
            deviating[person_id] += not matches
    return {one: (compared[one], deviating[one]) for one in compared}


def _operators(first: date, last: date) -> dict[int, OperatorWork]:
    rows = db.session.execute(
        select(Person, ClassGroup, Appointment.stands_in_for)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(AppointmentClass, AppointmentClass.appointment_id == Appointment.id)
        .join(ClassGroup, ClassGroup.id == AppointmentClass.class_group_id)
        .where(
            Appointment.duty == Role.OPERATOR.value,
            Appointment.from_date <= last,
            Appointment.until.is_(None) | (Appointment.until >= first),
        )
    )
    found: dict[int, OperatorWork] = {}
    for person, group, stands_in_for in rows:
        row = found.setdefault(person.id, OperatorWork(person.id, person.initials))
        row.classes = sorted({*row.classes, group.name}, key=by_grade)
        row.stands_in = row.stands_in or stands_in_for is not None
    return found


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    return clock.at(first, time(0)), clock.at(last + timedelta(days=1), time(0))


def _entered(first: date, last: date) -> dict[int, int]:
    """Person → records entered in the role of an operator, each once, when it was first there;
    one select."""
    since, until = _moments(first, last)
    rows = db.session.execute(
        select(Account.person_id, func.count(Entry.id))
        .join(Account, Account.id == Entry.account_id)
        .where(
            Entry.hat == Role.OPERATOR.value,
            Entry.table_name.in_(ENTERED),
            Entry.action == "insert",
            Entry.school_at >= since,
            Entry.school_at < until,
        )
        .group_by(Account.person_id)
    )
    return dict(rows.all())


def _exemptions(first: date, last: date) -> dict[int, list[str]]:
    """Person → what frees of blame in the days, with document and days; one select."""
    rows = db.session.scalars(
        select(Exemption)
        .where(
            Exemption.annulled_at.is_(None),
            Exemption.person_id.is_not(None),
            Exemption.from_date <= last,
            Exemption.until >= first,
        )
        .order_by(Exemption.from_date)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        days = f"{_day(row.from_date)}–{_day(row.until)}"
        found.setdefault(row.person_id, []).append(f"{row.words}, {days}")
    return found


def _day(day: date) -> str:
    """«16.11», with the year where it is not the present one."""
    return f"{day:%d.%m}" if day.year == clock.today().year else f"{day:%d.%m.%Y}"
