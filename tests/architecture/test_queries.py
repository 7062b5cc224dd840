"""A page's queries do not grow with pupils, lessons or years."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from blueprints import kept_part
from models import ground
from models.base import db
from models.control.duties import duties
from models.journal.days import open_day
from models.journal.timetabling import CONTENT, lay_timetable, slots_between, wanted_of
from models.office.order import Appointment, AppointmentClass
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import the_year
from models.school.groups import Enrolment
from models.school.timetable import LessonSlot
from tests.cast import MONDAY, START
from tests.plans import MATHS, follow, make_cast_plan

MOST = 44  # with nothing remembered, as after a change of the school's order
EXTRACTS = "/teacher/school/pupils/classes/{class_group}/extracts/"
PAGES = (
    ("anna", "/teacher/"),
    ("anna", "/teacher/journals/"),
    ("anna", "/teacher/journals/{maths}/"),
    ("anna", "/teacher/lessons/{lesson}/"),
    ("olga", "/operator/"),
    ("maria", "/parent/children/{petya}/diary/"),
    ("maria", "/parent/children/{petya}/marks/"),
    ("director", "/director/"),
    ("director", "/director/school/fullness/"),
    ("director", "/director/school/fullness/{class_group}/"),
    ("director", "/director/control/findings/?span=term&by=person"),
    ("director", "/director/control/checks/"),
    ("anna", "/teacher/duties/"),
    ("anna", "/teacher/duties/earlier/"),
    ("olga", "/operator/duties/"),
    ("olga", "/operator/school/fullness/"),
    ("director", "/director/timetable/classes/{class_group}"),
    ("admin", "/administrator/"),
    ("admin", "/administrator/control/"),
    ("admin", "/administrator/control/findings/?span=term&by=rule"),
    ("admin", "/administrator/control/checks/?span=year"),
    ("admin", "/administrator/control/exemptions/"),
    ("admin", "/administrator/control/inquiries/"),
    ("admin", "/administrator/control/notes/"),
    ("admin", "/administrator/accounts/"),
    ("admin", "/administrator/audit/"),
    ("admin", "/administrator/viewings/"),
    ("admin", "/administrator/papers/stops"),
    ("admin", "/administrator/"),
    ("admin", "/administrator/school/documents/"),
    ("admin", "/administrator/school/documents/act/"),
    ("admin", "/administrator/school/notices/"),
    ("anna", "/teacher/notices/"),
    ("admin", "/administrator/school/class-notices/"),
    ("boris", "/teacher/school/class-notices/"),
    ("boris", "/teacher/families/{class_group}/"),
    ("boris", EXTRACTS),
    ("boris", f"{EXTRACTS}print?who=all"),
    ("boris", f"{EXTRACTS}print?who=all&first=2026-09-01&last=2026-11-16"),
    ("admin", "/administrator/control/explanations/"),
    ("admin", "/administrator/control/operators/"),
    ("admin", "/administrator/control/activity/"),
    ("admin", "/administrator/control/accuracy/"),
    ("anna", "/teacher/duties/checks/"),
    ("admin", "/administrator/school/calendar/"),
    ("admin", "/administrator/school/calendar/bells/"),
    ("admin", "/administrator/school/calendar/terms/"),
    ("admin", "/administrator/backups/"),
    ("admin", "/administrator/school/next-year/"),
    ("admin", "/administrator/school/next-year/pupils"),
    ("admin", "/administrator/school/next-year/plan"),
    ("admin", "/administrator/school/pupils/"),
    ("admin", "/administrator/school/pupils/movement"),
    ("admin", "/administrator/school/pupils/classes/{class_group}/"),
    ("admin", "/administrator/school/pupils/{petya}/"),
    ("admin", "/administrator/school/groups/classes/{class_group}/"),
    ("maria", "/parent/children/{petya}/viewings/"),
)


def test_pages_of_plans_ask_the_same_in_a_larger_school(app, as_, cast, in_school, officials):
    with in_school() as session:
        follow(cast, plan := make_cast_plan(cast))
        session.commit()
        number = plan.id
    maths, lesson = cast.journals[MATHS], cast.lessons[MATHS]
    pages = {
        "anna": (f"journals/{maths}/", f"journals/{maths}/plan/", f"plans/{number}/", "plans/"),
        "dora": ("school/plans/",),
    }
    pages["anna"] += (f"lessons/{lesson}/",)
    visitors = {name: as_(name) for name in pages}
    room = {"anna": "teacher", "dora": "deputy_head"}

    def asked() -> dict[str, int]:
        found = {}
        for name, paths in pages.items():
            for path in paths:
                forget_all()
                with counted(app) as statements:
                    answer = visitors[name].get(f"/{room[name]}/{path}")
                assert answer.status_code == 200
                found[path] = len(statements)
        return found

    asked()
    before = asked()
    grow(in_school, cast)
    assert asked() == before
    assert max(before.values()) <= 35, before


@contextmanager
def counted(app):
    statements = []

    def note(_conn, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def grow(in_school, cast):
    """Twenty more pupils in 5-А and ten more weeks of lessons."""
    with in_school() as session:
        for number in range(20):
            person = Person(surname=f"Новиков{number}", given="Илья")
            session.add(person)
            session.flush()
            student = Student(person_id=person.id)
            session.add(student)
            session.flush()
            session.add(
                Enrolment(
                    student_id=student.id, class_group_id=cast.classes["5-А"], from_date=START
                )
            )
        for weeks in range(1, 11):
            open_day(the_year(MONDAY), MONDAY - timedelta(weeks=weeks))
        session.commit()


def test_an_absence_asks_no_more_for_more_lessons_of_the_teacher(app, as_, cast, in_school):
    who = cast.employees["anna"]
    path = (
        f"/administrator/school/substitutions/absence?employee={who}&first={MONDAY}&last={MONDAY}"
    )
    admin = as_("admin")

    def asked() -> int:
        forget_all()
        with counted(app) as statements:
            assert admin.get(path).status_code == 200
        return len(statements)

    asked()
    before = asked()
    with in_school() as session:
        own = session.query(LessonSlot).filter_by(employee_id=who).all()
        for slot in own:
            values = {name: getattr(slot, name) for name in CONTENT} | {"number": slot.number + 5}
            session.add(LessonSlot(**values, year_id=slot.year_id, valid_from=START))
        session.commit()
    assert asked() == before


def test_a_timetable_that_moves_asks_no_more_for_more_lessons(app, cast, in_school):
    """Of two weeks of lessons made ahead, all that move are looked at in one question."""

    def moved(number: int) -> list[str]:
        with in_school() as session:
            year = the_year(MONDAY)
            slots = slots_between(year, None, MONDAY, None)
            wanted = [replace(wanted_of(slot), number=number + n) for n, slot in enumerate(slots)]
            groups = {slot.study_group_id for slot in slots}
            with counted(app) as statements:
                lay_timetable(year, groups, MONDAY + timedelta(days=7), None, wanted)
            session.rollback()
        return [one for one in statements if "EXISTS" in one and "FROM lesson" in one]

    with in_school() as session:
        for weeks in (1, 2, 3):
            open_day(the_year(MONDAY), MONDAY + timedelta(weeks=weeks))
        session.commit()
    assert len(moved(7)) <= 1


def forget_all():
    ground.forget()
    kept_part.forget()


def test_a_renewal_asks_the_same_of_many_duties(app, as_, cast, in_school):
    last = MONDAY + timedelta(days=10)
    path = f"/administrator/orders/new?renew={last.isoformat()}"

    def end_with_the_day(numbers) -> None:
        with in_school() as session:
            for number in numbers:
                session.add(person := Person(surname=f"Новикова{number}", given="Инна"))
                session.flush()
                own = {"person_id": person.id, "duty": "operator"}
                session.add(row := Appointment(**own, from_date=START, until=last))
                session.flush()
                named = {"class_group_id": cast.classes["5-А"]}
                session.add(AppointmentClass(appointment_id=row.id, **named))
            session.commit()

    end_with_the_day(range(1))
    admin = as_("admin")
    assert admin.get(path).text.count('name="line"') == 1
    with counted(app) as before:
        admin.get(path)
    end_with_the_day(range(1, 21))
    forget_all()
    assert admin.get(path).text.count('name="line"') == 21
    with counted(app) as after:
        admin.get(path)
    assert len(after) == len(before), "\n\n".join(after)


def test_all_duties_of_a_year_ask_the_same_as_those_of_a_week(app, cast, in_school):
    grow(in_school, cast)

    def asked(first) -> int:
        with counted(app) as statements:
            duties(first, MONDAY)
        return len(statements)

    with in_school():
        assert asked(START) == asked(MONDAY - timedelta(days=6)) <= 35


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_queries_stay_the_same_in_a_larger_school(app, as_, cast, in_school, name, path):
    path = path.format(
        maths=cast.journals["5-А", "Математика"],
        lesson=cast.lessons["5-А", "Математика"],
        petya=cast.students["petya"],
        class_group=cast.classes["5-А"],
    )
    visitor = as_(name)
    assert visitor.get(path).status_code == 200  # opens the day
    forget_all()  # with nothing remembered: the most a page can ask
    with counted(app) as before:
        visitor.get(path)
    grow(in_school, cast)
    forget_all()
    with counted(app) as after:
        assert visitor.get(path).status_code == 200
    assert len(after) == len(before), "\n\n".join(after)
    assert len(after) <= MOST, "\n\n".join(after)
