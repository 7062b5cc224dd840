"""Whose row «инд» is: an answer names a child, not a number in the database."""

import pytest

from models.audit.undo import undo_run
from models.exchange.decision import decide, decisions, named_answer
from models.exchange.importing import import_file
from models.exchange.questions import HOME, home_key
from models.people.person import Person
from models.people.student import Student
from models.school.groups import Membership, StudyGroup
from tests.cast import START
from tests.databases import KINDS
from tests.empty_school import DATA, EmptySchool

TIMETABLE, PUPILS = DATA / "timetable-asc.xml", DATA / "pupils.xlsx"


@pytest.fixture(params=KINDS)
def empty(request, tmp_path):
    made = EmptySchool(request.param, tmp_path, "home_" + tmp_path.name[-8:])
    yield made
    made.close()


def load_timetable():
    return import_file("timetable", TIMETABLE, START, dry=False, accept=True)


def seated(session) -> int:
    """Pupils in the groups of the rows «инд»."""
    return (
        session.query(Membership)
        .join(StudyGroup, StudyGroup.id == Membership.study_group_id)
        .filter(StudyGroup.kind == HOME)
        .count()
    )


def test_another_child_with_the_number_of_the_named_one_is_not_seated(empty):
    with empty.open() as session:
        row = load_timetable().questions[-1]
        session.commit()
    with empty.run() as run_id:
        import_file("pupils", PUPILS, START, dry=False)
    with empty.open() as session:
        named = session.query(Student).order_by(Student.id).first()
        number = named.id
        decide(row["key"], named_answer(named))
        session.flush()
        load_timetable()
        assert seated(session) == 1
        session.rollback()
        decide(row["key"], named_answer(session.get(Student, number)))
        session.commit()
    with empty.open() as session:
        undo_run(run_id)
        other = Person(surname="Другой", given="Ребёнок")
        session.add(other)
        session.flush()
        session.add(Student(id=number, person_id=other.id))
        session.flush()
        report = load_timetable()
        assert seated(session) == 0
        assert row["key"] in [question["key"] for question in report.questions]
        assert report.open_questions == 5


def test_a_named_child_who_left_the_database_is_asked_again(empty):
    with empty.open() as session:
        decide(home_key("Иванов инд"), [4711, "Иванов Иван"])
        session.flush()
        assert decisions() == {}
        assert load_timetable().open_questions == 5
