"""The teacher's day: the lesson that goes on, yesterday and tomorrow."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.journal.day_plan import DayPlan
from models.journal.substituting import replace_teacher
from models.school.calendar import the_year
from tests.cast import MONDAY


@pytest.fixture
def at(monkeypatch):
    def set_clock(hour: int, minute: int) -> None:
        moment = datetime.combine(MONDAY, time(hour, minute), ZoneInfo("Asia/Vladivostok"))
        monkeypatch.setattr("models.clock.now", lambda: moment)

    return set_clock


def test_the_lesson_that_goes_on_is_marked(as_, at):
    at(9, 40)
    page = as_("anna").get("/teacher/").text
    row = page.split('aria-current="time"')[1].split("</tr>")[0]
    assert "5-Б" in row and "сейчас" in row


def test_before_the_first_lesson_it_is_the_next_one(as_, at):
    at(8, 0)
    page = as_("anna").get("/teacher/").text
    row = page.split('aria-current="time"')[1].split("</tr>")[0]
    assert "5-А" in row and "следующий" in row


def test_after_the_last_one_nothing_is_marked(as_, at):
    at(16, 0)
    assert 'aria-current="time"' not in as_("anna").get("/teacher/").text


def test_a_teacher_looks_at_the_next_school_day(as_):
    anna = as_("anna")
    page = anna.get("/teacher/").text
    assert "?day=2026-11-23" in page  # the cast has lessons on Mondays only
    page = anna.get("/teacher/?day=2026-11-23").text
    assert "По расписанию" in page and "Математика" in page
    assert "?day=2026-11-16" in page and "?day=2026-11-30" in page


@pytest.mark.parametrize("day", ["завтра", "2026-13-40", "9999-12-31", "0001-01-01", ""])
def test_a_day_that_is_none_of_this_year_is_not_found(as_, day):
    assert as_("anna").get(f"/teacher/?day={day}").status_code == 404


@pytest.mark.parametrize("day", [MONDAY, MONDAY + timedelta(days=7)])
def test_a_lesson_held_for_somebody_else_says_for_whom(as_, cast, in_school, day):
    who = cast.employees
    with in_school() as session:
        plan = DayPlan(the_year(day), day)
        lesson = next(x for x in plan.lessons if x.owner_id == who["boris"])
        replace_teacher(plan, lesson, who["vera"], "болезнь")
        session.commit()
    page = as_("vera").get(f"/teacher/?day={day}").text
    rows = [row for row in page.split("<tr")[1:] if "замена" in row]
    assert len(rows) == 1 and "замена, вместо Учитель Б." in rows[0] and lesson.subject in rows[0]
