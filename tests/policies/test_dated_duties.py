"""Duties have days: the first and the last belong to them, the day before and after do not."""

from datetime import timedelta

import pytest

from models.journal.journal import Journal
from models.office.order import Appointment, AppointmentClass
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.school.groups import Enrolment
from models.school.teaching import TeachingAssignment
from models.school.timetable import LessonSlot, Substitution
from tests.cast import MONDAY
from tests.marks_grid import MATHS, PAPER

DAY = timedelta(days=1)
NEXT_MONDAY = MONDAY + 7 * DAY


def of_olga(session, cast):
    return session.query(Appointment).filter_by(person_id=cast.people["olga"])


def of_vera(session, cast):
    return session.query(TeachingAssignment).filter_by(employee_id=cast.employees["vera"])


def of_ivan(session, cast):
    return session.query(Guardianship).filter_by(person_id=cast.people["ivan"])


def of_petya(session, cast):
    return session.query(Enrolment).filter_by(student_id=cast.students["petya"])


@pytest.mark.parametrize(
    ("paper", "name", "page"),
    [
        (of_olga, "olga", "operator"),
        (of_vera, "vera", "teacher"),
        (of_ivan, "ivan", "parent/children/{fedya}/diary"),
        (of_petya, "petya", "student/children/{petya}/diary"),
    ],
)
def test_a_duty_begins_and_ends_with_its_days(as_, cast, in_school, on_day, paper, name, page):
    with in_school() as session:
        row = paper(session, cast).one()
        row.from_date, row.until = MONDAY, MONDAY + DAY
        session.commit()
    visitor, path = as_(name), page.format(**cast.students)
    for day, status in ((-DAY, 403), (0 * DAY, 200), (DAY, 200), (2 * DAY, 403)):
        on_day(MONDAY + day)
        assert visitor.get(f"/{path}/").status_code == status, day


def let_stand_in(session, cast, employee_id: int) -> None:
    """Somebody takes next Monday's mathematics of 5-А."""
    journal = session.get(Journal, cast.journals[MATHS])
    own = {"study_group_id": journal.study_group_id, "course_id": journal.course_id}
    slot = session.query(LessonSlot).filter_by(**own).one()
    session.add(Substitution(slot_id=slot.id, on_date=NEXT_MONDAY, employee_id=employee_id))
    session.commit()


def test_standing_in_opens_the_teachers_room_for_the_week_its_marks_are_due(
    as_, cast, in_school, on_day
):
    with in_school() as session:
        session.add(employee := Employee(person_id=cast.people["olga"]))
        session.flush()
        let_stand_in(session, cast, employee.id)
    olga = as_("olga")
    for day, status in ((-DAY, 403), (0 * DAY, 200), (7 * DAY, 200), (8 * DAY, 403)):
        on_day(NEXT_MONDAY + day)
        assert olga.get("/teacher/").status_code == status


def test_a_deputy_operator_writes_beside_the_operator_for_a_few_days(as_, cast, in_school, on_day):
    with in_school() as session:
        own = {"person_id": cast.people["vera"], "duty": "operator"}
        session.add(row := Appointment(**own, from_date=MONDAY, until=MONDAY + DAY))
        session.flush()
        class_id = cast.classes[PAPER[0]]
        session.add(AppointmentClass(appointment_id=row.id, class_group_id=class_id))
        session.commit()
    vera, olga = as_("vera"), as_("olga")
    on_day(MONDAY - DAY)
    assert vera.get("/operator/").status_code == 403
    on_day(MONDAY + DAY)
    assert vera.type("operator", cast, PAPER, "fedya", "5").status_code == 200
    assert vera.type("operator", cast, MATHS, "petya", "5").status_code == 404
    assert olga.type("operator", cast, PAPER, "fedya", "4", version=1).status_code == 200
    on_day(MONDAY + 2 * DAY)
    assert vera.type("operator", cast, PAPER, "fedya", "3", version=2).status_code == 403
    assert olga.type("operator", cast, PAPER, "fedya", "3", version=2).status_code == 200
