"""Checks of journals find what deputy heads look for by hand."""

from datetime import timedelta

from models.control.checks.kinds import FEW_MARKS, MARK_OF_ABSENT, TWO_TESTS
from models.control.checks.suspects import suspects
from models.journal.cell import MADE_UP, Attendance, Cell, Mark
from models.journal.journal import WorkKind
from models.journal.lesson import LessonColumn
from models.journal.term_mark import TermMark, period_of
from models.school.calendar import Term
from tests.cast import MONDAY

MATHS, ENGLISH = ("5-А", "Математика"), ("5-А", "Английский язык")
WEEK = timedelta(days=7)


def found(check: str, journals=None) -> list:
    return suspects(MONDAY - WEEK, MONDAY + WEEK, journals)[check]


def marked_and_absent(session, cast, **said) -> None:
    own = {"journal_id": cast.journals[MATHS], "student_id": cast.students["petya"]}
    session.add(Attendance(lesson_id=cast.lessons[MATHS], code="н", **own))
    session.add(cell := Cell(column_id=cast.columns[MATHS], **own))
    session.flush()
    session.add(Mark(cell_id=cell.id, position=1, shown="5", counted=5, **own, **said))
    session.flush()


def test_a_mark_of_who_was_absent_is_found_with_its_cell(in_school, cast):
    with in_school() as session:
        marked_and_absent(session, cast)
        (one,) = found(MARK_OF_ABSENT)
        assert (one.column_id, one.student_id) == (cast.columns[MATHS], cast.students["petya"])
        assert one.about == "Петров П.: «н» и «5»"
        assert not found(MARK_OF_ABSENT, frozenset({cast.journals["6-А", "Математика"]}))


def test_a_work_made_up_is_no_mistake(in_school, cast):
    with in_school() as session:
        marked_and_absent(session, cast, kind=MADE_UP)
        assert not found(MARK_OF_ABSENT)


def test_two_tests_of_a_class_in_one_day_are_found(in_school, cast):
    with in_school() as session:
        session.add(test := WorkKind(name="Контрольная", is_test=True))
        session.flush()
        session.get(LessonColumn, cast.columns[MATHS]).become(test.id)
        session.get(LessonColumn, cast.columns["6-А", "Математика"]).become(test.id)
        session.flush()
        assert not found(TWO_TESTS)  # one in each class
        session.get(LessonColumn, cast.columns[ENGLISH]).become(test.id)
        session.flush()
        (one,) = found(TWO_TESTS)
        assert (one.title, one.about) == ("5-А", "Английский язык, Математика")


def test_a_period_mark_on_too_few_marks_is_found(in_school, cast):
    with in_school() as session:
        term = session.query(Term).filter_by(grade=5, number=2).one()
        term.ends_on = MONDAY
        own = {"journal_id": cast.journals[MATHS], "student_id": cast.students["petya"]}
        own |= {"period": period_of(term.id), "term_id": term.id}
        session.add(row := TermMark(value="5", **own))
        session.flush()
        (one,) = found(FEW_MARKS)
        assert one.about == "Петров П.: «5» за 2 четверть, отметок 0"
        row.value = "н/а"
        session.flush()
        assert not found(FEW_MARKS)
