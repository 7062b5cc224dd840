"""Year, exam and final marks have their deadlines too (5.4(4)), and the edges of all of them."""

from datetime import date, datetime, time, timedelta

import pytest

from models import clock
from models.control.deadlines import (
    control_due,
    control_for,
    final_due,
    homework_due,
    lesson_due,
    term_due,
    work_due,
)
from models.control.duties import duties
from models.control.duty import DONE, LATE, OPEN, WAITING
from models.control.numbers import AFTER, BEFORE, WORKING, Numbers
from models.control.rules import TERM, TERM_COPY
from models.journal.term_mark import FINAL, YEAR, TermMark
from models.school.calendar import Term
from models.school.school import the_school
from tests.cast import MONDAY, START

MATHS, PAPER = ("5-А", "Математика"), ("5-Б", "Математика")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FRIDAY, AUTUMN = date(2026, 10, 23), (date(2026, 10, 24), date(2026, 11, 1))


@pytest.fixture
def summer(monkeypatch, in_school, cast):
    """The last term of grade 5 has just ended; today is the 1st of June."""
    with in_school() as session:
        for term in session.query(Term).filter_by(grade=5, number=4):
            term.ends_on = date(2027, 5, 25)
        session.commit()
    today = date(2027, 6, 1)
    monkeypatch.setattr("models.clock.now", lambda: clock.at(today, time(10)))
    return today


def of(cast, place, period: str, today: date):
    found = duties(START, today, today=today)
    journal = cast.journals[place]
    return next((d for d in found if (d.journal_id, d.period) == (journal, period)), None)


def give(session, cast, place, pupil: str, period: str, moment: datetime) -> None:
    own = {"journal_id": cast.journals[place], "student_id": cast.students[pupil]}
    session.add(TermMark(period=period, value="5", entered_at=moment, **own))
    session.flush()


def test_the_years_marks_are_due_a_day_after_the_last_term(in_school, cast, summer):
    with in_school() as session:
        duty = of(cast, MATHS, YEAR, summer)
        assert (duty.rule_name, duty.about, duty.number) == (TERM, "год", 2)
        assert duty.due == clock.at(date(2027, 5, 27), time(0))
        assert duty.state(clock.now()) == OPEN
        give(session, cast, MATHS, "petya", YEAR, duty.due)
        give(session, cast, MATHS, "olya", YEAR, duty.due)
        assert of(cast, MATHS, YEAR, summer).state(clock.now()) == DONE  # at the minute: in time
        session.query(TermMark).filter_by(period=YEAR).first().entered_at = duty.due + MINUTE
        session.flush()
        assert of(cast, MATHS, YEAR, summer).state(clock.now()) == LATE


def test_final_marks_wait_for_the_exams_where_the_grade_has_them(in_school, cast, summer):
    with in_school() as session:
        assert of(cast, MATHS, FINAL, summer) is None  # the fifth grade has none
        the_school().set_rule("exam_grades", [5])
        session.flush()
        duty = of(cast, MATHS, FINAL, summer)
        assert duty.due == clock.at(date(2027, 6, 25), time(0))
        assert duty.state(clock.now()) == WAITING
        assert of(cast, MATHS, "exam", summer) is None  # who is examined, the marks will tell


def test_on_paper_they_are_the_operators_by_the_next_control(in_school, cast, summer):
    with in_school():
        duty = of(cast, PAPER, YEAR, summer)
        assert duty.rule_name == TERM_COPY and duty.person_ids == {cast.people["olga"]}
        assert duty.due == clock.at(date(2027, 5, 30), time(18))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def working(day: date) -> bool:
    return day.weekday() < 5 and not AUTUMN[0] <= day <= AUTUMN[1]


BY_WORK = Numbers(days=WORKING)
EDGES = {  # what is due, until which minute in school
    "lesson of a Friday before the holidays": (lesson_due(FRIDAY), at(FRIDAY + DAY, 0)),
    "homework, last lesson is the third": (homework_due(MONDAY, time(10, 50)), at(MONDAY, 11, 50)),
    "homework of a second shift": (homework_due(MONDAY, time(18, 55)), at(MONDAY, 19, 55)),
    "homework, two hours by the school's act": (
        homework_due(MONDAY, time(12), Numbers(homework_minutes=120)),
        at(MONDAY, 14),
    ),
    "work before the holidays, calendar days": (work_due(FRIDAY), at(date(2026, 10, 31), 0)),
    "work before the holidays, working days": (
        work_due(FRIDAY, BY_WORK, working),
        at(date(2026, 11, 11), 0),
    ),
    "end of a quarter, the day after is a Saturday": (term_due(FRIDAY), at(date(2026, 10, 25), 0)),
    "end of a quarter, the first working day": (
        term_due(FRIDAY, BY_WORK, working),
        at(date(2026, 11, 3), 0),
    ),
    "final marks, by working days": (
        final_due(date(2027, 5, 25), Numbers(exam_days=20, days=WORKING), working),
        at(date(2027, 6, 23), 0),
    ),
    "the 15th is a Sunday": (control_due(date(2026, 11, 15)), at(date(2026, 11, 15), 18)),
    "the 15th is a Sunday, moved before": (
        control_due(date(2026, 11, 15), Numbers(free_control=BEFORE), working),
        at(date(2026, 11, 13), 18),
    ),
    "the 15th is a Sunday, moved after": (
        control_due(date(2026, 11, 15), Numbers(free_control=AFTER), working),
        at(date(2026, 11, 16), 18),
    ),
    "the 30th within holidays, moved after": (
        control_due(date(2026, 10, 30), Numbers(free_control=AFTER), working),
        at(date(2026, 11, 2), 18),
    ),
    "February's second control": (
        control_due(control_for(date(2027, 2, 21))),
        at(date(2027, 2, 28), 18),
    ),
    "February of a leap year": (
        control_due(control_for(date(2028, 2, 22))),
        at(date(2028, 2, 29), 18),
    ),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize(("shift", "late"), [(-MINUTE, False), (0 * MINUTE, False), (MINUTE, True)])
def test_a_minute_before_at_and_after_every_deadline(name, shift, late):
    due, until = EDGES[name]
    assert ((until + shift) > due) is late
