"""What is mended later was in time when it was first there; who came later owes nothing before."""

from datetime import date, time, timedelta

from sqlalchemy import select

from models import clock
from models.control.duties import duties
from models.control.duty import DONE, LATE
from models.control.rules import ABSENT, BACKFILLED, COPY, WORK
from models.control.snapshot import rows_of, take_snapshot
from models.journal.cell import Attendance, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import CANCELLED, Lesson, LessonColumn
from models.school.groups import HALF, Membership, StudyGroup
from tests.cast import MONDAY, START
from tests.models.control.test_duties import DAY, MATHS, PAPER, give, of


def absent(session, cast, place, pupil: str, moment, code: str = "н") -> Attendance:
    row = Attendance(
        lesson_id=cast.lessons[place],
        journal_id=cast.journals[place],
        student_id=cast.students[pupil],
        code=code,
        entered_at=moment,
    )
    session.add(row)
    session.flush()
    return row


def test_an_absence_told_in_time_stays_so_when_its_code_is_mended(in_school, cast, at):
    with in_school() as session:
        row = absent(session, cast, MATHS, "petya", at(MONDAY, 10))
        now = at(MONDAY + 3 * DAY, 10)
        row.code, row.entered_at = "б", now
        session.flush()
        duty = of(cast, MATHS, ABSENT)
        assert duty.state(now) == DONE and duty.done_at == clock.at(MONDAY, time(10))


def test_a_mark_copied_in_time_stays_so_when_it_is_mended_after_the_control(in_school, cast, at):
    control = date(2026, 11, 30)
    with in_school() as session:
        give(session, cast, PAPER, "fedya", at(control, 12))
        now = at(control + 2 * DAY, 12)
        for mark in session.scalars(select(Mark)):
            mark.shown, mark.counted, mark.entered_at = "4", 4, now
        session.flush()
        assert of(cast, PAPER, COPY).state(now) == DONE


def test_a_work_marked_in_time_stays_so_when_one_mark_is_mended(in_school, cast, at):
    with in_school() as session:
        test = WorkKind(name="Контрольная", is_test=True)
        session.add(test)
        session.flush()
        session.get(LessonColumn, cast.columns[MATHS]).become(test.id)
        for pupil in ("petya", "olya"):
            give(session, cast, MATHS, pupil, at(MONDAY + 2 * DAY, 16))
        now = at(MONDAY + 12 * DAY, 10)
        mark = session.scalar(select(Mark).limit(1))
        mark.shown, mark.counted, mark.entered_at = "4", 4, now
        session.flush()
        assert of(cast, MATHS, WORK).state(now) == DONE


def test_a_mark_given_anew_long_after_is_late_all_the_same(in_school, cast, at):
    with in_school() as session:
        now = at(MONDAY + DAY, 10)
        give(session, cast, MATHS, "petya", now)
        assert of(cast, MATHS, ABSENT).state(now) == LATE


def test_who_only_came_late_was_there_and_gets_marks_in_time(in_school, cast, at):
    with in_school() as session:
        absent(session, cast, MATHS, "petya", at(MONDAY, 10), "оп")
        give(session, cast, MATHS, "petya", at(MONDAY + 9 * DAY, 10))
        assert of(cast, MATHS, BACKFILLED) is not None


def test_a_work_written_before_somebody_joined_the_group_is_no_debt(in_school, cast, at):
    with in_school() as session:
        at(MONDAY, 16)
        year_id = session.get(Journal, cast.journals[MATHS]).year_id
        own = {"year_id": year_id, "class_group_id": cast.classes["5-А"], "grade": 5}
        half = StudyGroup(name="5-А, 1 гр.", kind=HALF, **own)
        test = WorkKind(name="Контрольная", is_test=True)
        session.add_all([half, test])
        session.flush()
        session.get(Journal, cast.journals[MATHS]).study_group_id = half.id
        session.get(LessonColumn, cast.columns[MATHS]).become(test.id)
        for pupil, since in (("petya", START), ("olya", MONDAY + DAY)):
            seat = {"study_group_id": half.id, "student_id": cast.students[pupil]}
            session.add(Membership(**seat, from_date=since))
        give(session, cast, MATHS, "petya", clock.now())
        now = at(MONDAY + 9 * DAY, 10)
        session.flush()
        assert of(cast, MATHS, WORK).state(now) == DONE
        later = session.get(Lesson, cast.lessons[MATHS])
        later.on_date = MONDAY + 2 * DAY  # by then she sits there, and lacks the mark
        session.flush()
        found = duties(MONDAY - timedelta(days=7), clock.today())
        assert next(d for d in found if d.rule_name == WORK).number == 1


def test_a_snapshot_misses_nothing_of_a_lesson_that_fell_out(in_school, cast, at):
    with in_school() as session:
        session.get(Lesson, cast.lessons[MATHS]).status = CANCELLED
        at(date(2026, 11, 30), 19)
        session.flush()
        rows = {row.journal_id: row for row in rows_of(take_snapshot())}
        assert cast.journals[MATHS] not in rows
        assert rows[cast.journals[PAPER]].missing == 1


def test_a_snapshot_calls_nothing_late_that_was_only_mended_later(in_school, cast, at):
    control = date(2026, 11, 30)
    with in_school() as session:
        give(session, cast, PAPER, "fedya", at(control, 12))
        now = at(control + 2 * DAY, 12)
        for mark in session.scalars(select(Mark)):
            mark.shown, mark.entered_at = "4", now
        session.flush()
        rows = {row.journal_id: row for row in rows_of(take_snapshot())}
        assert (rows[cast.journals[PAPER]].filled, rows[cast.journals[PAPER]].late) == (1, 0)
