"""The people of the demonstration: six accounts, and the duties by order."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models import clock
from models.audit.bulk import bulk_insert
from models.base import db
from models.office.order import (
    CLASS_TEACHER,
    TRANSITION,
    Appointment,
    AppointmentClass,
    ModeDecision,
    Order,
)
from models.people.account import Account, hash_password
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.groups import WHOLE, ClassGroup, Enrolment, StudyGroup
from models.school.teaching import TeachingAssignment

PASSWORD = "klass-demo"
TRANSITION_CLASSES = ((6, "Б"), (9, "А"))
_OFFICE = (
    ("director", "director", "Орлова", "Марина", "Викторовна", "директор"),
    ("admin", "administrator", "Зайцева", "Елена", "Павловна", "заместитель директора"),
    ("operator", "operator", "Котова", "Ирина", "Сергеевна", "секретарь учебной части"),
    (None, "operator", "Фомина", "Алла", "Юрьевна", "лаборант"),
)


@dataclass
class Cast:
    """Accounts by employee, and those whose rooms the demonstration shows."""

    accounts: dict[int, int]  # employee id → account id
    operator: int  # account id
    teacher: int  # employee id
    transition: set[int]  # class ids
    deputy: int  # person id of the operator's deputy
    secret: str  # the hash of everybody's password


def appoint(start: date, secret: str = PASSWORD) -> Cast:
    """Make the office, the class teachers, the modes and the six accounts."""
    order = Order(number="1-ЭЖ", on_date=start, title="О ведении электронного журнала")
    db.session.add(order)
    db.session.flush()
    hashed = hash_password(secret)
    transition = _transition(order, start)
    operator, deputy = _office(order, start, transition, hashed)
    teacher = _main_teacher(transition)
    accounts = _teacher_accounts(teacher, hashed)
    _class_teachers(order, start, teacher)
    _family(teacher, transition, hashed)
    return Cast(accounts, operator, teacher, transition, deputy, hashed)


def _transition(order: Order, start: date) -> set[int]:
    ids = set()
    for grade, letter in TRANSITION_CLASSES:
        found = db.session.scalar(
            select(ClassGroup.id).where(ClassGroup.grade == grade, ClassGroup.letter == letter)
        )
        db.session.add(
            ModeDecision(class_group_id=found, mode=TRANSITION, from_date=start, order_id=order.id)
        )
        ids.add(found)
    return ids


def _office(order: Order, start: date, transition: set[int], hashed: str) -> tuple[int, int]:
    """(account of the operator, person of the deputy)."""
    operator_account = deputy = None
    for login, duty, surname, given, patronymic, position in _OFFICE:
        person = Person(surname=surname, given=given, patronymic=patronymic, sex="f")
        db.session.add(person)
        db.session.flush()
        db.session.add(Employee(person_id=person.id, position=position))
        duty_row = Appointment(person_id=person.id, duty=duty, order_id=order.id, from_date=start)
        db.session.add(duty_row)
        db.session.flush()
        if duty == "operator":
            for class_id in sorted(transition):
                db.session.add(
                    AppointmentClass(appointment_id=duty_row.id, class_group_id=class_id)
                )
        if login:
            account = Account(person_id=person.id, login=login, password_hash=hashed)
            db.session.add(account)
            db.session.flush()
            operator_account = account.id if login == "operator" else operator_account
        else:
            deputy = person.id
    return operator_account, deputy


def _main_teacher(transition: set[int]) -> int:
    """The teacher with most groups of grades 5–9 in electronic mode."""
    return db.session.scalar(
        select(TeachingAssignment.employee_id)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .where(
            StudyGroup.kind == WHOLE,
            StudyGroup.grade.between(5, 9),
            StudyGroup.class_group_id.not_in(transition),
            TeachingAssignment.duty == "main",
            TeachingAssignment.hours >= 2,
        )
        .group_by(TeachingAssignment.employee_id)
        .order_by(func.count().desc(), TeachingAssignment.employee_id)
        .limit(1)
    )


def _teacher_accounts(teacher: int, hashed: str) -> dict[int, int]:
    taught = select(TeachingAssignment.employee_id)
    rows = db.session.execute(
        select(Employee.id, Employee.person_id).where(Employee.id.in_(taught)).order_by(Employee.id)
    ).all()
    ids = bulk_insert(
        db.session,
        Account,
        [
            {
                "person_id": person_id,
                "login": "teacher" if employee_id == teacher else f"teacher{number:02d}",
                "password_hash": hashed if employee_id == teacher else None,
                "made_at": clock.now(),
            }
            for number, (employee_id, person_id) in enumerate(rows, start=1)
        ],
    )
    return {employee_id: made for (employee_id, _), made in zip(rows, ids, strict=True)}


def _class_teachers(order: Order, start: date, teacher: int) -> None:
    """Each class is led by a teacher with many hours in it; nobody leads two."""
    hours = func.sum(TeachingAssignment.hours)
    rows = db.session.execute(
        select(StudyGroup.class_group_id, TeachingAssignment.employee_id, Employee.person_id)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .join(Employee, Employee.id == TeachingAssignment.employee_id)
        .where(StudyGroup.class_group_id.is_not(None), TeachingAssignment.duty == "main")
        .group_by(StudyGroup.class_group_id, TeachingAssignment.employee_id, Employee.person_id)
        .order_by(hours.desc(), TeachingAssignment.employee_id)
    ).all()
    led, leads = set(), set()
    for class_id, employee_id, person_id in sorted(rows, key=lambda r: r[1] != teacher):
        if class_id in led or employee_id in leads:
            continue
        led.add(class_id)
        leads.add(employee_id)
        row = Appointment(
            person_id=person_id, duty=CLASS_TEACHER, order_id=order.id, from_date=start
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(AppointmentClass(appointment_id=row.id, class_group_id=class_id))


def _family(teacher: int, transition: set[int], hashed: str) -> None:
    """A parent of two children in different electronic classes, one taught by the teacher."""
    taught = set(
        db.session.scalars(
            select(StudyGroup.class_group_id)
            .join(TeachingAssignment, TeachingAssignment.study_group_id == StudyGroup.id)
            .where(TeachingAssignment.employee_id == teacher, StudyGroup.kind == WHOLE)
        )
    )
    children: dict[int, list[tuple[int, int]]] = {}
    rows = db.session.execute(
        select(Guardianship.person_id, Enrolment.student_id, Enrolment.class_group_id)
        .join(Enrolment, Enrolment.student_id == Guardianship.student_id)
        .where(Guardianship.kind == "mother")
        .order_by(Guardianship.person_id, Enrolment.student_id)
    )
    for person_id, student_id, class_id in rows:
        children.setdefault(person_id, []).append((student_id, class_id))
    for person_id, own in children.items():
        classes = {class_id for _, class_id in own}
        if len(own) == len(classes) == 2 and classes & taught and not classes & transition:
            child = next(student for student, class_id in own if class_id in taught)
            pupil = db.session.get(Student, child)
            db.session.add(Account(person_id=person_id, login="parent", password_hash=hashed))
            db.session.add(
                Account(person_id=pupil.person_id, login="student", password_hash=hashed)
            )
            db.session.flush()
            return
    raise LookupError("no family fits the demonstration")
