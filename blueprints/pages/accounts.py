"""People and accounts, for reading."""

from datetime import timedelta

from flask import render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.trace import traced
from models.access.blocking import blockings
from models.access.pace import SEARCH
from models.access.role import Role
from models.access.viewing import CARD, PEOPLE
from models.base import db
from models.office.appointments import STATES as DUTY_STATES
from models.office.appointments import lines
from models.office.code_register import STATES, codes_of
from models.office.issuing import holder_of
from models.office.order import CLASS_TEACHER, Appointment
from models.office.roles import roles_of
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.search import named
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import TeachingAssignment, within

PAGE = 50
KINDS = {
    "staff": "сотрудники",
    "teachers": "учителя",
    "class_teachers": "классные руководители",
    "operators": "операторы",
    "office": "директор и администраторы",
    "pupils": "ученики",
    "parents": "родители",
}
_DUTIES = {
    "class_teachers": (CLASS_TEACHER,),
    "operators": (Role.OPERATOR.value,),
    "office": (Role.DIRECTOR.value, Role.ADMINISTRATOR.value),
}


@guarded("account.view")
@paced(SEARCH)
@traced(PEOPLE, detail=("q",))
def accounts():
    """Everybody, by name, kind and whether they have an account; a page of fifty."""
    word = " ".join(request.args.get("q", "").split())[:80]
    kind = request.args.get("kind", "")
    only_accounts = request.args.get("account") == "1"
    query = _people(word, kind, only_accounts)
    total = db.session.scalar(select(func.count()).select_from(query.subquery()))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    query = query.order_by(Person.surname, Person.given, Person.id)
    return render_template(
        "accounts/index.html",
        rows=db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all(),
        kinds=KINDS,
        word=word,
        kind=kind,
        only_accounts=only_accounts,
        page=page,
        pages=pages,
        total=total,
    )


def _people(word: str, kind: str, only_accounts: bool):
    now = within(Enrolment, actor().today)
    query = (
        select(
            Person,
            Account,
            Student.id.label("student_id"),
            Employee.position,
            ClassGroup.grade,
            ClassGroup.letter,
        )
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Student, Student.person_id == Person.id)
        .outerjoin(Employee, Employee.person_id == Person.id)
        .outerjoin(Enrolment, (Enrolment.student_id == Student.id) & now)
        .outerjoin(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .options(lazyload(Account.person))  # joined, it would leave out who has no account
    )
    names = (Person.surname, Person.given, Person.patronymic, Account.login)
    query = _of_kind(query.where(named(word, *names)), kind)
    return query.where(Account.id.is_not(None)) if only_accounts else query


def _of_kind(query, kind: str):
    if kind == "staff":
        return query.where(Employee.id.is_not(None))
    if kind == "pupils":
        return query.where(Student.id.is_not(None))
    if kind == "parents":
        return query.where(Person.id.in_(select(Guardianship.person_id)))
    if kind == "teachers":
        now = within(TeachingAssignment, actor().today)
        return query.where(Employee.id.in_(select(TeachingAssignment.employee_id).where(now)))
    if kind in _DUTIES:
        holds = Appointment.duty.in_(_DUTIES[kind]) & within(Appointment, actor().today)
        return query.where(Person.id.in_(select(Appointment.person_id).where(holds)))
    return query


@guarded("person.view")
@traced(CARD)
def person(person_id: int):
    """One person: roles, duties by order, family."""
    found = find_or_404(Person, person_id)
    authorize("person.view", found)
    account = db.session.scalar(select(Account).where(Account.person_id == found.id))
    return render_template(
        "accounts/person.html",
        person=found,
        account=account,
        student_id=db.session.scalar(select(Student.id).where(Student.person_id == found.id)),
        roles=[role.title for role in roles_of(found.id, actor().today)],
        duties=lines(Appointment.person_id == found.id),
        duty_states=DUTY_STATES,
        children=_children(found.id),
        parents=_parents(found.id),
        a_day=timedelta(days=1),
        **_access(found, account),
    )


def _access(found: Person, account: Account | None) -> dict:
    """How the person signs in: codes, blockings, what may be done."""
    return {
        "holder": holder_of(found, actor().today),
        "blockings": blockings(account.id) if account else [],
        "codes": codes_of(account.id) if account else [],
        "states": STATES,
    }


def _children(person_id: int):
    return db.session.execute(
        select(Person, Guardianship)
        .join(Student, Student.person_id == Person.id)
        .join(Guardianship, Guardianship.student_id == Student.id)
        .where(Guardianship.person_id == person_id)
        .order_by(Person.surname, Person.given)
    ).all()


def _parents(person_id: int):
    return db.session.execute(
        select(Person, Guardianship)
        .join(Guardianship, Guardianship.person_id == Person.id)
        .join(Student, Student.id == Guardianship.student_id)
        .where(Student.person_id == person_id)
        .order_by(Guardianship.kind)
    ).all()
