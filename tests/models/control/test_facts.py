"""Facts of filling: whose journal it is, and which lessons already count."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from models.control.facts import lesson_facts
from models.control.snapshot import rows_of, take_snapshot
from models.journal.days import open_day
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.people.employee import Employee
from models.people.person import Person
from models.school.calendar import the_year
from models.school.teaching import ASSISTANT, TeachingAssignment
from tests.cast import MONDAY, START

MATHS = ("5-А", "Математика")
A_WEEK_AGO = date(2026, 11, 9)


def stand_in(session, cast, name: str) -> None:
    """Somebody else takes last week's lesson."""
    open_day(the_year(A_WEEK_AGO), A_WEEK_AGO)
    own = {"journal_id": cast.journals[MATHS], "on_date": A_WEEK_AGO}
    lesson = session.query(Lesson).filter_by(**own).one()
    lesson.employee_id, lesson.substituted = cast.employees[name], True
    session.flush()


def assign(session, cast, who: str | int, **more) -> None:
    journal = session.get(Journal, cast.journals[MATHS])
    session.add(
        TeachingAssignment(
            employee_id=cast.employees.get(who, who),
            study_group_id=journal.study_group_id,
            course_id=journal.course_id,
            **more,
        )
    )
    session.flush()


def end_annas(session, cast, last: date) -> None:
    journal = session.get(Journal, cast.journals[MATHS])
    row = session.query(TeachingAssignment).filter_by(
        study_group_id=journal.study_group_id, course_id=journal.course_id
    )
    row.one().until = last


def test_a_substitution_does_not_change_whose_journal_it_is(cast, in_school):
    with in_school() as session:
        stand_in(session, cast, "vera")  # after Анна by the alphabet
        fact = lesson_facts(A_WEEK_AGO, MONDAY)[cast.journals[MATHS]]
        assert fact.teacher == "Учитель А."


def test_a_snapshot_names_the_main_teacher_too(cast, in_school):
    with in_school() as session:
        stand_in(session, cast, "vera")
        rows = rows_of(take_snapshot(date(2026, 11, 30)))
        assert {r.keeper for r in rows if r.journal_id == cast.journals[MATHS]} == {"Учитель А."}


def test_an_assistant_is_not_named(cast, in_school):
    with in_school() as session:
        assign(session, cast, "vera", duty=ASSISTANT, from_date=START)
        assert lesson_facts(MONDAY, MONDAY)[cast.journals[MATHS]].teacher == "Учитель А."


def test_two_who_share_a_journal_are_both_named(cast, in_school):
    with in_school() as session:
        assign(session, cast, "vera", from_date=START)
        fact = lesson_facts(MONDAY, MONDAY)[cast.journals[MATHS]]
        assert fact.teacher == "Учитель А., Учитель В."


def test_of_a_crowd_three_are_named(cast, in_school):
    with in_school() as session:
        for number in range(4):
            person = Person(surname=f"Надомник{number}")
            session.add(person)
            session.flush()
            session.add(employee := Employee(person_id=person.id))
            session.flush()
            assign(session, cast, employee.id, from_date=START)
        fact = lesson_facts(MONDAY, MONDAY)[cast.journals[MATHS]]
        assert fact.teacher == "Надомник0, Надомник1, Надомник2 и ещё 2"


def test_after_a_change_of_teacher_the_journal_is_the_new_ones(cast, in_school):
    with in_school() as session:
        end_annas(session, cast, A_WEEK_AGO)
        assign(session, cast, "boris", from_date=date(2026, 11, 10))
        assert lesson_facts(START, MONDAY)[cast.journals[MATHS]].teacher == "Учитель Б."


def test_where_nobody_is_assigned_any_more_the_last_one_is_named(cast, in_school):
    with in_school() as session:
        end_annas(session, cast, A_WEEK_AGO)
        session.flush()
        assert lesson_facts(START, MONDAY)[cast.journals[MATHS]].teacher == "Учитель А."


def test_lessons_of_today_count_when_they_have_ended(cast, in_school, monkeypatch):
    def counted_at(hour: int, minute: int) -> set[int]:
        moment = datetime.combine(MONDAY, time(hour, minute), ZoneInfo("Asia/Vladivostok"))
        monkeypatch.setattr("models.clock.now", lambda: moment)
        return set(lesson_facts(MONDAY, MONDAY))

    with in_school():
        assert counted_at(7, 56) == set()
        assert counted_at(9, 14) == set()  # the first lesson lasts until 9:15
        assert counted_at(9, 15) == {cast.journals[MATHS]}
        assert len(counted_at(16, 0)) == 5
