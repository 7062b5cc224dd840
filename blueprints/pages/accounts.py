"""People and accounts, for reading."""

from flask import render_template, request
from sqlalchemy import func, or_, select

from blueprints.guard import actor, authorize, find_or_404, guarded
from models.base import db
from models.office.order import Appointment, Order
from models.office.roles import roles_of
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment

PAGE = 50
KINDS = {"staff": "сотрудники", "pupils": "ученики", "parents": "родители"}


@guarded("account.view")
def accounts():
    """Everybody, by name, kind and whether they have an account; a page of fifty."""
    word = " ".join(request.args.get("q", "").split())[:80]
    kind = request.args.get("kind", "")
    page = max(1, request.args.get("page", 1, type=int))
    query = _people(word, kind, request.args.get("account") == "1")
    total = db.session.scalar(select(func.count()).select_from(query.subquery()))
    rows = db.session.execute(
        query.order_by(Person.surname, Person.given, Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return render_template(
        "accounts/index.html",
        rows=rows,
        kinds=KINDS,
        word=word,
        kind=kind,
        only_accounts=request.args.get("account") == "1",
        page=page,
        pages=-(-total // PAGE),
        total=total,
    )


def _people(word: str, kind: str, only_accounts: bool):
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
        .outerjoin(Enrolment, (Enrolment.student_id == Student.id) & Enrolment.until.is_(None))
        .outerjoin(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
    )
    for part in word.split():
        pattern = f"{part.capitalize()}%"
        query = query.where(
            or_(
                Person.surname.like(pattern),
                Person.given.like(pattern),
                Person.patronymic.like(pattern),
                Account.login.like(f"{part.casefold()}%"),
            )
        )
    if kind == "staff":
        query = query.where(Employee.id.is_not(None))
    elif kind == "pupils":
        query = query.where(Student.id.is_not(None))
    elif kind == "parents":
        query = query.where(Person.id.in_(select(Guardianship.person_id)))
    return query.where(Account.id.is_not(None)) if only_accounts else query


@guarded("person.view")
def person(person_id: int):
    """One person: roles, duties by order, family."""
    found = find_or_404(Person, person_id)
    authorize("person.view", found)
    account = db.session.scalar(select(Account).where(Account.person_id == found.id))
    duties = db.session.execute(
        select(Appointment, Order)
        .outerjoin(Order, Order.id == Appointment.order_id)
        .where(Appointment.person_id == found.id)
        .order_by(Appointment.from_date)
    ).all()
    return render_template(
        "accounts/person.html",
        person=found,
        account=account,
        roles=[role.title for role in roles_of(found.id, actor().today)],
        duties=duties,
        children=_children(found.id),
        parents=_parents(found.id),
    )


def _children(person_id: int):
    return db.session.execute(
        select(Person, Guardianship.kind)
        .join(Student, Student.person_id == Person.id)
        .join(Guardianship, Guardianship.student_id == Student.id)
        .where(Guardianship.person_id == person_id)
        .order_by(Person.surname, Person.given)
    ).all()


def _parents(person_id: int):
    return db.session.execute(
        select(Person, Guardianship.kind)
        .join(Guardianship, Guardianship.person_id == Person.id)
        .join(Student, Student.id == Guardianship.student_id)
        .where(Student.person_id == person_id)
        .order_by(Guardianship.kind)
    ).all()
