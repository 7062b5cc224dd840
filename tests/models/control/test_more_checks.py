"""The checks that deputy heads wrote tools for: each finds its case, and not the lawful one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from models.control.checks import kinds
from models.control.checks.suspects import suspects
from models.journal.cell import ANSWER, Attendance, Cell, Mark
from models.journal.days import answer_kind, open_day
from models.journal.lesson import Lesson, LessonColumn
from models.journal.term_mark import YEAR, TermMark, period_of
from models.school.calendar import Term, the_year
from models.school.school import the_school
from models.school.slot_hours import hours_a_week
from models.school.timetable import LessonSlot
from tests.cast import MONDAY, START

MATHS = ("5-А", "Математика")
WEEK = timedelta(days=7)
BEFORE = [MONDAY - n * WEEK for n in range(10, 0, -1)]


def look(check: str, first: date = START) -> list:
    return suspects(first, MONDAY, None, frozenset({check}))[check]


def lesson(session, cast, day: date) -> tuple[Lesson, int]:
    """A held mathematics lesson of 5-А on another day, with its column."""
    own = {"journal_id": cast.journals[MATHS], "employee_id": cast.employees["anna"]}
    row = Lesson(on_date=day, number=1, topic="Дроби", **own)
    session.add(row)
    session.flush()
    column = LessonColumn(lesson_id=row.id, journal_id=own["journal_id"], kind_id=answer_kind().id)
    session.add(column)
    session.flush()
    return row, column.id


def mark(session, cast, column_id: int, value: int, pupil: str = "petya", kind: str = ANSWER):
    own = {"journal_id": cast.journals[MATHS], "student_id": cast.students[pupil]}
    session.add(cell := Cell(column_id=column_id, **own))
    session.flush()
    said = {"shown": str(value), "counted": Decimal(value), "kind": kind}
    session.add(Mark(cell_id=cell.id, position=1, **own, **said))
    session.flush()


def away(session, cast, lesson_id: int, code: str = "н") -> None:
    own = {"journal_id": cast.journals[MATHS], "student_id": cast.students["petya"]}
    session.add(Attendance(lesson_id=lesson_id, code=code, **own))
    session.flush()


def term(session, number: int, grade: int = 5) -> Term:
    return session.query(Term).filter_by(grade=grade, number=number).one()


def given(session, cast, period: str, value: str, term_id: int | None = None) -> TermMark:
    own = {"journal_id": cast.journals[MATHS], "student_id": cast.students["petya"]}
    session.add(row := TermMark(period=period, term_id=term_id, value=value, **own))
    session.flush()
    return row


def names(found: list) -> list[str]:
    return [one.about for one in found]


def test_a_two_right_after_an_absence(in_school, cast):
    with in_school() as session:
        missed, _ = lesson(session, cast, MONDAY - 2 * WEEK)
        _, column = lesson(session, cast, MONDAY - WEEK)
        mark(session, cast, column, 2)
        assert not look(kinds.TWO_AFTER)
        away(session, cast, missed.id)
        assert names(look(kinds.TWO_AFTER)) == ["Петров П.: «2», урок до этого «н»"]


def test_a_two_in_the_first_lesson_of_a_term_and_none_in_the_middle(in_school, cast):
    with in_school() as session:
        second = term(session, 2)
        _, first = lesson(session, cast, second.starts_on)
        _, middle = lesson(session, cast, second.starts_on + timedelta(days=1))
        mark(session, cast, middle, 2)
        assert not look(kinds.TWO_EDGE)
        mark(session, cast, first, 2)
        assert names(look(kinds.TWO_EDGE)) == ["Петров П.: «2», 2 четверть"]


def test_a_two_stands_when_three_lessons_brought_nothing_better(in_school, cast):
    with in_school() as session:
        columns = [lesson(session, cast, MONDAY - n * WEEK)[1] for n in (4, 3, 2)]
        mark(session, cast, columns[0], 2)
        # the cast's own lesson of today is the third
        assert names(look(kinds.TWO_STANDS)) == ["Петров П.: «2»"]
        mark(session, cast, columns[2], 4)
        assert not look(kinds.TWO_STANDS)


def test_a_two_is_not_held_against_who_had_no_three_lessons_yet(in_school, cast):
    with in_school() as session:
        _, column = lesson(session, cast, MONDAY - WEEK)
        mark(session, cast, column, 2)
        assert not look(kinds.TWO_STANDS)


@pytest.mark.parametrize(("value", "found"), [("4", True), ("5", False), ("н/а", False)])
def test_a_term_mark_against_the_average(in_school, cast, value, found):
    with in_school() as session:
        first = term(session, 1)
        for n in range(3):
            mark(session, cast, lesson(session, cast, first.starts_on + n * WEEK)[1], 5)
        given(session, cast, period_of(first.id), value, first.id)
        said = names(look(kinds.TERM_OFF))
        wanted = "Петров П.: «4» за 1 четверть, средний балл 5,00, по порогам «5»"
        assert said == ([wanted] if found else [])


def test_a_year_mark_against_the_marks_of_its_terms(in_school, cast):
    with in_school() as session:
        term(session, 4).starts_on = MONDAY  # the year nears its end
        for other in session.query(Term).filter(Term.starts_on > MONDAY):
            other.starts_on = MONDAY
        for number in range(1, 5):
            one = term(session, number)
            given(session, cast, period_of(one.id), "5", one.id)
        year = given(session, cast, YEAR, "5")
        assert not look(kinds.YEAR_OFF)
        year.value = "3"
        session.flush()
        (one,) = look(kinds.YEAR_OFF)
        assert "«3» за год, средний балл 5,00, по порогам «5»" in one.about


def test_few_marks_are_five_in_a_half_year(in_school, cast):
    with in_school() as session:
        first = term(session, 1)
        for n in range(4):
            mark(session, cast, lesson(session, cast, first.starts_on + n * WEEK)[1], 5)
        given(session, cast, period_of(first.id), "5", first.id)
        assert not look(kinds.FEW_MARKS)
        first.kind = "half"
        session.flush()
        assert names(look(kinds.FEW_MARKS)) == ["Петров П.: «5» за 1 полугодие, отметок 4"]


def test_who_missed_more_than_two_thirds_is_pointed_out(in_school, cast):
    with in_school() as session:
        first = term(session, 1)
        rows = [lesson(session, cast, first.starts_on + n * WEEK)[0] for n in range(6)]
        given(session, cast, period_of(first.id), "4", first.id)
        for row in rows[:4]:
            away(session, cast, row.id)
        assert not look(kinds.MISSED_MOST)  # two thirds are not more than two thirds
        away(session, cast, rows[4].id, "б")
        (one,) = look(kinds.MISSED_MOST)
        assert "пропущено 5 из 6" in one.about


def test_a_pupil_nobody_asks_is_pointed_out_and_days_away_do_not_count(in_school, cast):
    with in_school() as session:
        start = term(session, 2).starts_on
        rows = [lesson(session, cast, start + timedelta(days=n))[0] for n in range(5)]
        (one,) = look(kinds.NOT_ASKED)
        assert one.about == "уроков без отметки, учеников 2: Петров П. (6), Орлова О. (6)"
        away(session, cast, rows[0].id)
        away(session, cast, rows[1].id)
        (one,) = look(kinds.NOT_ASKED)
        assert one.about == "уроков без отметки, учеников 1: Орлова О. (6)"


def test_density_asks_by_today_what_the_term_has_gone(in_school, cast):
    with in_school() as session:
        the_school().set_rule("density", {"1": 60})
        session.flush()
        about = [one.about for one in look(kinds.DENSITY) if one.title == "Математика · 5-А"]
        assert len(about) == 1 and about[0].endswith("меньше у 2: Петров П. (0), Орлова О. (0)")
        assert {one.on_date for one in look(kinds.DENSITY)} == {MONDAY}  # never a day to come


def test_lessons_without_topic_or_homework_are_those_of_the_electronic_journal(in_school, cast):
    with in_school() as session:
        row, _ = lesson(session, cast, MONDAY - WEEK)
        titles = {one.title for one in look(kinds.HOMEWORK_LACKING)}
        assert "Математика · 5-А" in titles and "Математика · 5-Б" not in titles
        keys = {one.key for one in look(kinds.NO_TOPIC)}
        assert f"l{row.id}" not in keys
        row.topic = ""
        session.flush()
        assert f"l{row.id}" in {one.key for one in look(kinds.NO_TOPIC)}


def test_a_lesson_that_the_timetable_does_not_know(in_school, cast):
    with in_school() as session:
        assert not look(kinds.OFF_TIMETABLE)
        row, column = lesson(session, cast, MONDAY - WEEK)
        assert not look(kinds.OFF_TIMETABLE)  # nothing stands in it
        mark(session, cast, column, 5)
        (one,) = look(kinds.OFF_TIMETABLE)
        assert one.key == f"l{row.id}" and one.about == "1 урок: в расписании его нет"


def test_a_record_made_ahead_is_found(in_school, cast):
    with in_school() as session:
        open_day(the_year(MONDAY), MONDAY + WEEK)
        session.flush()
        ahead = (
            session.query(LessonColumn)
            .join(Lesson)
            .filter(Lesson.on_date == MONDAY + WEEK, Lesson.journal_id == cast.journals[MATHS])
            .one()
        )
        mark(session, cast, ahead.id, 5)
        (one,) = look(kinds.OFF_TIMETABLE)
        assert one.about == "1 урок: запись сделана вперёд"


def test_lessons_with_few_marks_are_looked_for_only_when_switched_on(in_school, cast):
    with in_school():
        assert kinds.FEW_IN_LESSON not in suspects(START, MONDAY, None)
        kinds.switch(set(kinds.CHECKS))
        assert kinds.FEW_IN_LESSON in suspects(START, MONDAY, None)
        kinds.switch({kinds.NO_TOPIC})
        assert list(suspects(START, MONDAY, None)) == [kinds.NO_TOPIC]


def test_two_teachers_at_one_time_are_one_hour_of_the_density(in_school, cast):
    with in_school() as session:
        the_school().set_rule("density", {"1": 60, "2": 600})
        (slot,) = session.query(LessonSlot).filter_by(employee_id=cast.employees["anna"], number=1)
        same = ("year_id", "study_group_id", "course_id", "weekday", "number", "valid_from")
        own = {name: getattr(slot, name) for name in same}
        session.flush()
        before = [one.about for one in look(kinds.DENSITY) if one.title == "Математика · 5-А"]
        session.add(LessonSlot(**own, employee_id=cast.employees["boris"]))
        session.flush()
        after = [one.about for one in look(kinds.DENSITY) if one.title == "Математика · 5-А"]
        assert before and after == before
        assert hours_a_week(own["study_group_id"], own["course_id"], MONDAY) == 1
