"""Who stands in writes exactly that lesson, for the time the regulation gives, no other."""

from datetime import timedelta

import pytest

from models.journal.day_plan import DayPlan
from models.journal.days import open_day
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.substituting import (
    cancel_lesson,
    join_groups,
    other_subject,
    replace_teacher,
    swap_lessons,
    withdraw,
)
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.timetable import LessonSlot, Substitution
from tests.cast import MONDAY
from tests.marks_grid import MATHS

DAY = timedelta(days=1)
NEXT = MONDAY + 7 * DAY
ENGLISH = ("5-А", "Английский язык")
NEXT_DOOR = ("6-А", "Английский язык")


def of(plan: DayPlan, place: tuple[str, str]):
    """The lesson of a class and course on the plan's day."""
    return next(x for x in plan.lessons if (x.group, x.subject) == place)


@pytest.fixture
def change(in_school):
    """Make a change on next Monday, whose lessons are there by then."""

    def make(act) -> None:
        with in_school() as session:
            year = the_year(NEXT)
            act(DayPlan(year, NEXT))
            for offset in range(8):
                open_day(year, MONDAY + offset * DAY)
            session.commit()

    return make


@pytest.fixture
def places(in_school, cast):
    """(lesson, column) of a place of the timetable on a day."""

    def find(place, day=NEXT) -> tuple[int, int]:
        with in_school() as session:
            own = session.query(LessonColumn).join(Lesson)
            row = own.filter(Lesson.on_date == day, Lesson.journal_id == cast.journals[place]).one()
            return row.lesson_id, row.id

    return find


def let_vera_stand_in(change, cast) -> None:
    change(lambda plan: replace_teacher(plan, of(plan, MATHS), cast.employees["vera"], "болезнь"))


def save(visitor, lesson: int, **said):
    form = {"topic": "Дроби", "homework": "№ 5", "version": "1"} | said
    return visitor.post(f"/teacher/lessons/{lesson}/", form)


def test_marks_are_given_from_the_day_for_a_week(as_, cast, change, places, on_day):
    let_vera_stand_in(change, cast)
    vera, (lesson, column) = as_("vera"), places(MATHS)
    days = ((-DAY, 404), (0 * DAY, 200), (7 * DAY, 200), (8 * DAY, 404))
    for number, (day, status) in enumerate(days):
        on_day(NEXT + day)
        version = max(0, number - 1)
        answer = vera.type(
            "teacher", cast, MATHS, "petya", "45"[number % 2], column=column, version=version
        )
        assert answer.status_code == status, day
        assert vera.get(f"/teacher/lessons/{lesson}/").status_code == status


def test_topic_homework_and_absent_pupils_are_written_on_the_day(
    as_, cast, change, places, on_day, in_school
):
    let_vera_stand_in(change, cast)
    vera, (lesson, _) = as_("vera"), places(MATHS)
    on_day(NEXT)
    assert save(vera, lesson, check="1").status_code == 302
    with in_school() as session:
        assert session.get(Lesson, lesson).topic == "Дроби"
    on_day(NEXT + DAY)
    page = vera.get(f"/teacher/lessons/{lesson}/").text
    assert "Дроби" in page and 'id="topic"' not in page and 'class="mark"' in page
    save(vera, lesson, topic="Другое", version="2")
    check = vera.post(f"/teacher/lessons/{lesson}/attendance-check", {})
    assert check.status_code == 403 and "в день урока" in check.text
    with in_school() as session:
        assert session.get(Lesson, lesson).topic == "Дроби"


def test_the_journal_its_other_days_and_the_lesson_beside_stay_closed(
    as_, cast, change, places, on_day
):
    let_vera_stand_in(change, cast)
    on_day(NEXT)
    vera = as_("vera")
    assert vera.get(f"/teacher/journals/{cast.journals[MATHS]}/").status_code == 404
    lesson, column = places(MATHS, MONDAY)  # the same class and subject, another day
    assert vera.get(f"/teacher/lessons/{lesson}/").status_code == 404
    assert vera.type("teacher", cast, MATHS, "petya", "5", column=column).status_code == 403
    lesson, column = places(ENGLISH)  # the same class, the lesson beside
    assert vera.get(f"/teacher/lessons/{lesson}/").status_code == 404
    assert vera.type("teacher", cast, ENGLISH, "petya", "5", column=column).status_code == 404


def test_the_replaced_teacher_keeps_the_own_journal(as_, cast, change, places, on_day):
    let_vera_stand_in(change, cast)
    on_day(NEXT + DAY)
    _, column = places(MATHS)
    assert as_("anna").type("teacher", cast, MATHS, "petya", "5", column=column).status_code == 200


def test_a_change_taken_back_closes_the_lesson_at_once(
    as_, cast, change, places, on_day, in_school
):
    let_vera_stand_in(change, cast)
    on_day(NEXT)
    vera, (lesson, column) = as_("vera"), places(MATHS)
    assert vera.get(f"/teacher/lessons/{lesson}/").status_code == 200
    with in_school() as session:
        withdraw(the_year(NEXT), session.query(Substitution).one())
        session.commit()
    assert vera.get(f"/teacher/lessons/{lesson}/").status_code == 404
    assert vera.type("teacher", cast, MATHS, "petya", "5", column=column).status_code == 404


def test_who_has_two_groups_together_writes_in_both(as_, cast, change, places, on_day, in_school):
    with in_school() as session:
        journal = session.get(Journal, cast.journals[NEXT_DOOR])
        slot = session.query(LessonSlot).filter_by(
            study_group_id=journal.study_group_id, course_id=journal.course_id
        )
        slot.one().number = 4  # at the time of 5-А's English
        session.commit()
    change(lambda plan: join_groups(plan, of(plan, ENGLISH), of(plan, NEXT_DOOR), "болезнь"))
    on_day(NEXT)
    vera = as_("vera")
    for place, pupil in ((ENGLISH, "petya"), (NEXT_DOOR, "katya")):
        _, column = places(place)
        answer = vera.type("teacher", cast, place, pupil, "5", column=column)
        assert answer.status_code == 200, place
    _, column = places(ENGLISH, MONDAY)
    assert vera.type("teacher", cast, ENGLISH, "petya", "5", column=column).status_code == 403


def test_a_swap_gives_nobody_a_right(as_, cast, change, places, on_day, in_school):
    change(lambda plan: swap_lessons(plan, of(plan, MATHS), of(plan, ENGLISH), "совещание"))
    on_day(NEXT)
    ids = [places(place)[0] for place in (MATHS, ENGLISH)]
    with in_school() as session:
        assert [session.get(Lesson, number).number for number in ids] == [4, 1]
    _, column = places(MATHS)
    assert as_("boris").type("teacher", cast, MATHS, "petya", "5", column=column).status_code == 403
    assert as_("anna").type("teacher", cast, MATHS, "petya", "5", column=column).status_code == 200


def test_a_cancelled_lesson_takes_nothing(as_, cast, change, places, on_day):
    change(lambda plan: cancel_lesson(plan, of(plan, MATHS), "мороз"))
    on_day(NEXT)
    _, column = places(MATHS)
    answer = as_("anna").type("teacher", cast, MATHS, "petya", "5", column=column)
    assert answer.status_code == 403 and "отменён" in answer.text


def test_another_subject_is_written_in_its_own_journal(
    as_, cast, change, places, on_day, in_school
):
    with in_school() as session:
        english = session.get(Journal, cast.journals[ENGLISH]).course_id
    boris = cast.employees["boris"]
    change(lambda plan: other_subject(plan, of(plan, MATHS), english, boris, "болезнь"))
    on_day(NEXT)
    lesson, _ = places(MATHS)
    with in_school() as session:
        own = session.query(Lesson).filter_by(on_date=NEXT, journal_id=cast.journals[ENGLISH])
        assert sorted(lesson.number for lesson in own) == [1, 4]
        assert session.get(Lesson, lesson).status == "cancelled"


def test_nobody_is_put_into_two_lessons(cast, in_school):
    with in_school() as session:
        vera = cast.employees["vera"]
        session.query(LessonSlot).filter_by(employee_id=vera).one().number = 1
        session.flush()
        plan = DayPlan(the_year(NEXT), NEXT)
        with pytest.raises(Refused, match="на 1 уроке ведёт «Английский язык» в 6-А"):
            replace_teacher(plan, of(plan, MATHS), vera, "болезнь")
        with pytest.raises(Refused, match="причину"):
            cancel_lesson(plan, of(plan, MATHS), " ")
        session.rollback()
