"""Halves of classes that have nobody yet: a proposal by the alphabet, so journals work at once."""

from datetime import date

from sqlalchemy import select

from models.audit.bulk import bulk_insert
from models.base import db
from models.exchange.report import CREATED, Report
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import AcademicYear
from models.school.groups import HALF, Enrolment, Membership, StudyGroup
from models.school.teaching import within


def split_into_halves(year: AcademicYear, first: date, report: Report) -> None:
    """Seat the pupils of each class in its halves where no half has anybody yet.

    The list of names does not say who is in which half. No page moves a pupil between them yet.
    """
    halves: dict[int, list[int]] = {}
    query = select(StudyGroup).where(StudyGroup.year_id == year.id, StudyGroup.kind == HALF)
    for group in db.session.scalars(query.order_by(StudyGroup.name)):
        halves.setdefault(group.class_group_id, []).append(group.id)
    seated = set(db.session.scalars(select(Membership.study_group_id)))
    lists = _class_lists(first)
    rows = []
    for class_id, groups in halves.items():
        if not seated.intersection(groups):
            rows += _seats(lists.get(class_id, []), groups, first)
    bulk_insert(db.session, Membership, rows)
    if rows:
        report.count("места в подгруппах", CREATED, number=len(rows))
        report.notes.append(
            "В списке не сказано, кто в какой подгруппе: классы поделены пополам по алфавиту."
        )


def _class_lists(day: date) -> dict[int, list[int]]:
    rows = db.session.execute(
        select(Enrolment.class_group_id, Student.id)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(within(Enrolment, day))
        .order_by(Person.surname, Person.given, Student.id)
    )
    lists: dict[int, list[int]] = {}
    for class_id, student_id in rows:
        lists.setdefault(class_id, []).append(student_id)
    return lists


def _seats(students: list[int], groups: list[int], first: date) -> list[dict]:
    size = -(-len(students) // len(groups))
    return [
        {"study_group_id": groups[index // size], "student_id": student_id, "from_date": first}
        for index, student_id in enumerate(students)
    ]
