"""Appointing by order: several people at once, all or nobody (4.1, 4.2, 5.2, 5.3)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.office.clashes import must_not_clash
from models.office.duties import CLASSES, DUTIES, GRADES, Duty
from models.office.order import Appointment, AppointmentClass, AppointmentGrade, Order
from models.office.ordering import on_the_ground_of
from models.office.serving import classes_served, holds, is_staff
from models.people.employee import Employee
from models.people.person import Person
from models.refusal import Refused, WrongFields
from models.school.calendar import AcademicYear
from models.school.groups import ClassGroup

FURTHEST = timedelta(days=5 * 366)  # beyond it a date is a slip
LOWEST, HIGHEST = 1, 11
LONGEST_NAME = 80


@dataclass(frozen=True)
class Wish:
    """One line of an order: who gets which duty, for what, on which days (both inclusive)."""

    duty: str
    person_id: int | None
    from_date: date | None
    until: date | None = None
    class_ids: tuple[int, ...] = ()
    grades: tuple[int, ...] = ()
    stands_in_for: int | None = None  # whose duty it is meanwhile
    newcomer: str = ""  # the full name of somebody the school does not know yet


def appoint(order: Order, wishes: list[Wish], today: date, by: int | None) -> list[Appointment]:
    """Appoint everybody the order names; `by` is the person who enters it. Raises WrongFields
    with a sentence for each line that cannot be: key «0», «1», … by its place."""
    if not wishes:
        raise Refused("Приказ никого не назначает. Выберите человека и обязанность.")
    made, problems = [], {}
    with on_the_ground_of(order):
        for place, wish in enumerate(wishes):
            try:
                made.append(_one(order, wish, today, by))
            except Refused as refusal:
                problems[str(place)] = refusal.sentence
    if problems:
        raise WrongFields(problems)
    return made


def _one(order: Order, wish: Wish, today: date, by: int | None) -> Appointment:
    duty = DUTIES.get(wish.duty)
    if duty is None:
        raise Refused("Выберите обязанность.")
    _check_days(duty, wish, today)
    person = _person(duty, wish)
    if by is not None and person.id == by and wish.duty == "director":
        raise Refused("Себя директором назначить нельзя: это делает другой администратор.")
    if wish.stands_in_for is not None:
        wish = _standing_in(duty, wish)
    _check_scope(duty, wish)
    must_not_clash(wish, person)
    return _write(order, wish, person)


def _check_days(duty: Duty, wish: Wish, today: date) -> None:
    first, last = wish.from_date, wish.until
    if first is None:
        raise Refused("Укажите, с какого дня.")
    if last is None and (duty.must_end or wish.stands_in_for is not None):
        raise Refused("Укажите последний день: такое назначение бывает только на срок.")
    if last is not None and last < first:
        raise Refused("Последний день раньше первого.")
    if abs(first - today) > FURTHEST or (last is not None and last - first > FURTHEST):
        raise Refused("Слишком далёкая дата. Проверьте год.")


def _person(duty: Duty, wish: Wish) -> Person:
    if wish.newcomer:
        return _newcomer(duty, wish.newcomer)
    person = db.session.get(Person, wish.person_id) if wish.person_id else None
    if person is None:
        raise Refused("Выберите человека: начните писать фамилию и отметьте его в списке.")
    if duty.of_staff and not is_staff(person.id):
        raise Refused(
            f"{person.full_name} не числится сотрудником школы. "
            f"Обязанность «{duty.title}» бывает только у сотрудника."
        )
    return person


def _newcomer(duty: Duty, name: str) -> Person:
    """A person nobody has entered yet; a member of staff unless the duty is an outsider's."""
    parts = name.split(maxsplit=2)
    if len(parts) < 2 or any(len(part) > LONGEST_NAME for part in parts):
        raise Refused("Напишите фамилию и имя полностью, отчество, если есть.")
    person = Person(**dict(zip(("surname", "given", "patronymic"), parts, strict=False)))
    db.session.add(person)
    db.session.flush()
    if duty.of_staff:
        db.session.add(Employee(person_id=person.id, position=duty.title))
        db.session.flush()
    return person


def _standing_in(duty: Duty, wish: Wish) -> Wish:
    """The wish of somebody who acts for another: for the same classes, unless others are named."""
    if duty.must_end:
        raise Refused("У проверяющего заместителя не бывает: назначьте другого проверяющего.")
    if wish.stands_in_for == wish.person_id:
        raise Refused("Человек не может замещать сам себя.")
    absent = holds(wish.stands_in_for, duty.name, wish.from_date)
    if absent is None:
        raise Refused(f"Замещаемый на {wish.from_date:%d.%m.%Y} не назначен: {duty.title}.")
    classes, grades = classes_served(absent.id)
    return replace(wish, class_ids=wish.class_ids or classes, grades=wish.grades or grades)


def _check_scope(duty: Duty, wish: Wish) -> None:
    if duty.of == CLASSES:
        if not wish.class_ids:
            raise Refused("Отметьте класс, за который человек отвечает.")
        _check_classes(wish)
    if duty.of == GRADES and not (
        wish.grades and all(LOWEST <= grade <= HIGHEST for grade in wish.grades)
    ):
        raise Refused("Отметьте параллели завуча.")


def _check_classes(wish: Wish) -> None:
    """The classes exist, in a school year the appointment reaches into."""
    rows = db.session.execute(
        select(ClassGroup, AcademicYear)
        .join(AcademicYear, AcademicYear.id == ClassGroup.year_id)
        .where(ClassGroup.id.in_(wish.class_ids))
    ).all()
    if len(rows) != len(set(wish.class_ids)):
        raise Refused("Такого класса нет. Обновите страницу.")
    for group, year in rows:
        if wish.from_date > year.ends_on or (wish.until and wish.until < year.starts_on):
            raise Refused(
                f"{group.name}: это класс {year.starts_on.year}/{year.ends_on.year} учебного "
                "года, а назначение на другие дни."
            )


def _write(order: Order, wish: Wish, person: Person) -> Appointment:
    row = Appointment(
        person_id=person.id,
        duty=wish.duty,
        order_id=order.id,
        from_date=wish.from_date,
        until=wish.until,
        stands_in_for=wish.stands_in_for,
    )
    db.session.add(row)
    db.session.flush()
    duty = DUTIES[wish.duty]
    for class_id in sorted(set(wish.class_ids)) if duty.of == CLASSES else ():
        db.session.add(AppointmentClass(appointment_id=row.id, class_group_id=class_id))
    for grade in sorted(set(wish.grades)) if duty.of == GRADES else ():
        db.session.add(AppointmentGrade(appointment_id=row.id, grade=grade))
    db.session.flush()
    return row
