"""The register of appointments: who has which duty, for what, by which order, until when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.office.duties import ORDER_OF_DUTIES, duty_title
from models.office.order import (
    Appointment,
    AppointmentClass,
    AppointmentEnding,
    AppointmentGrade,
    Order,
)
from models.people.person import Person
from models.people.search import named
from models.school.groups import ClassGroup, by_grade

NOW, COMING, PAST, VOID = "now", "coming", "past", "void"
STATES = {NOW: "действует", COMING: "начнётся", PAST: "закончилось", VOID: "не вступило в силу"}


@dataclass(frozen=True)
class Line:
    """An appointment as the register tells it."""

    row: Appointment
    person: Person
    order: Order | None
    classes: tuple[str, ...]
    grades: tuple[int, ...]
    absent: Person | None  # whom the person stands in for
    endings: tuple[tuple[AppointmentEnding, Order], ...]

    @property
    def title(self) -> str:
        """«оператор», «и. о.: оператор»."""
        title = duty_title(self.row.duty)
        return f"{title}, замещает" if self.absent else title

    @property
    def scope(self) -> str:
        """What it is for: «5-А, 6-Б», «параллели 5, 6»."""
        if self.grades:
            word = "параллель" if len(self.grades) == 1 else "параллели"
            return f"{word} {', '.join(map(str, self.grades))}"
        return ", ".join(self.classes)

    def state(self, day: date) -> str:
        row = self.row
        if row.until is not None and row.until < row.from_date:
            return VOID
        if row.from_date > day:
            return COMING
        return PAST if row.until is not None and row.until < day else NOW


def lines(*conditions, word: str = "") -> list[Line]:
    """The appointments that fulfil the conditions, by duty, class and name; five selects."""
    rows = db.session.execute(
        select(Appointment, Person, Order)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(Order, Order.id == Appointment.order_id)
        .where(*conditions, named(word, Person.surname, Person.given, Person.patronymic))
        .order_by(Appointment.from_date.desc(), Appointment.id)
    ).all()
    ids = [row.id for row, _, _ in rows]
    classes, grades, endings = _classes(ids), _grades(ids), _endings(ids)
    absent = _people([row.stands_in_for for row, _, _ in rows if row.stands_in_for])
    found = [
        Line(
            row,
            person,
            order,
            tuple(sorted(classes.get(row.id, ()), key=by_grade)),
            tuple(sorted(grades.get(row.id, ()))),
            absent.get(row.stands_in_for),
            tuple(endings.get(row.id, ())),
        )
        for row, person, order in rows
    ]
    return sorted(found, key=_place)


def _place(line: Line) -> tuple:
    duty = ORDER_OF_DUTIES.get(line.row.duty, len(ORDER_OF_DUTIES))
    first = by_grade(line.classes[0]) if line.classes else (0, "")
    return duty, first, line.person.surname, line.person.given


def _classes(ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = db.session.execute(
        select(AppointmentClass.appointment_id, ClassGroup)
        .join(ClassGroup, ClassGroup.id == AppointmentClass.class_group_id)
        .where(AppointmentClass.appointment_id.in_(ids))
    )
    for appointment_id, group in rows:
        found.setdefault(appointment_id, []).append(group.name)
    return found


def _grades(ids: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in db.session.scalars(
        select(AppointmentGrade).where(AppointmentGrade.appointment_id.in_(ids))
    ):
        found.setdefault(row.appointment_id, []).append(row.grade)
    return found


def _endings(ids: list[int]) -> dict[int, list[tuple[AppointmentEnding, Order]]]:
    found: dict[int, list] = {}
    rows = db.session.execute(
        select(AppointmentEnding, Order)
        .join(Order, Order.id == AppointmentEnding.order_id)
        .where(AppointmentEnding.appointment_id.in_(ids))
        .order_by(AppointmentEnding.id)
    )
    for ending, order in rows:
        found.setdefault(ending.appointment_id, []).append((ending, order))
    return found


def _people(ids: list[int]) -> dict[int, Person]:
    return {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


def in_state(state: str, day: date):
    """The condition that an appointment stands so on the day."""
    over, void = Appointment.until < day, Appointment.until < Appointment.from_date
    lasts = Appointment.until.is_(None) | ~(over | void)
    if state == NOW:
        return lasts & (Appointment.from_date <= day)
    if state == COMING:
        return lasts & (Appointment.from_date > day)
    return void if state == VOID else over & ~void
