"""The people of the demonstration: six accounts, and the duties by order."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from models import clock
from models.audit.bulk import bulk_insert
from models.base import db
from models.demo.office import appoint_class_teachers, appoint_office
from models.office.order import TRANSITION, ModeDecision, Order
from models.people.account import Account, hash_password
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.groups import WHOLE, ClassGroup, Enrolment, StudyGroup
from models.school.teaching import TeachingAssignment

PASSWORD = "klass-demo"
TRANSITION_CLASSES = ((6, "Б"), (9, "А"))
_OFFICE = (  # key, login, name, position
    ("director", "director", "Орлова", "Марина", "Викторовна", "директор"),
    ("administrator", "admin", "Зайцева", "Елена", "Павловна", "заместитель директора"),
    ("operator", "operator", "Котова", "Ирина", "Сергеевна", "секретарь учебной части"),
    ("deputy", None, "Фомина", "Алла", "Юрьевна", "лаборант"),
    ("primary", None, "Громова", "Ольга", "Ивановна", "заместитель директора"),
    ("middle", "deputy", "Седова", "Наталья", "Юрьевна", "заместитель директора"),
)


@dataclass
class Cast:
    """Accounts by employee, and those whose rooms the demonstration shows."""

    accounts: dict[int, int]  # employee id → account id
    operator: int  # account id
    teacher: int  # employee id
    transition: set[int]  # class ids
    office: dict[str, int]  # key → person id
    administrator: int  # account id
    secret: str  # the hash of everybody's password


def appoint(start: date, secret: str = PASSWORD) -> Cast:
    """Make the office, the modes and the accounts shown; appoint everybody by orders."""
    hashed = hash_password(secret)
    office, served = _office(hashed)
    order = appoint_office(office, start, transition_classes())
    transition = _transition(order, start)
    teacher = _main_teacher(transition)
    accounts = _teacher_accounts(teacher, hashed)
    appoint_class_teachers(_class_teachers(teacher), start)
    _family(teacher, transition, hashed)
    administrator, operator = (served[key] for key in ("administrator", "operator"))
    return Cast(accounts, operator, teacher, transition, office, administrator, hashed)


def transition_classes() -> list[int]:
    """The classes in transition, which have an operator."""
    named = [
        (ClassGroup.grade == grade) & (ClassGroup.letter == letter)
        for grade, letter in TRANSITION_CLASSES
    ]
    return list(
        db.session.scalars(select(ClassGroup.id).where(or_(*named)).order_by(ClassGroup.id))
    )


def _transition(order: Order, start: date) -> set[int]:
    found = transition_classes()
    for class_id in found:
        db.session.add(
            ModeDecision(
                class_group_id=class_id, mode=TRANSITION, from_date=start, order_id=order.id
            )
        )
    return set(found)


def _office(hashed: str) -> tuple[dict[str, int], dict[str, int]]:
    """Key → person, key → account."""
    people, accounts = {}, {}
    for key, login, surname, given, patronymic, position in _OFFICE:
        person = Person(surname=surname, given=given, patronymic=patronymic, sex="f")
        db.session.add(person)
        db.session.flush()
        people[key] = person.id
        db.session.add(Employee(person_id=person.id, position=position))
        if login:
            account = Account(person_id=person.id, login=login, password_hash=hashed)
            db.session.add(account)
            db.session.flush()
            accounts[key] = account.id
    db.session.flush()
    return people, accounts


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


def _class_teachers(teacher: int) -> dict[int, int]:
    """Class → person: each is led by a teacher with many hours in it; nobody leads two."""
    hours = func.sum(TeachingAssignment.hours)
    rows = db.session.execute(
        select(StudyGroup.class_group_id, TeachingAssignment.employee_id, Employee.person_id)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .join(Employee, Employee.id == TeachingAssignment.employee_id)
        .where(StudyGroup.class_group_id.is_not(None), TeachingAssignment.duty == "main")
        .group_by(StudyGroup.class_group_id, TeachingAssignment.employee_id, Employee.person_id)
        .order_by(hours.desc(), TeachingAssignment.employee_id)
    ).all()
    found: dict[int, int] = {}
    for class_id, _, person_id in sorted(rows, key=lambda r: r[1] != teacher):
        if class_id not in found and person_id not in found.values():
            found[class_id] = person_id
    return found


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
