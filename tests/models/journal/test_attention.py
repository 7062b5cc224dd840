"""What needs a teacher's or an operator's attention: nothing hides behind what does not."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.journal.attention import bare_lessons, lessons_held, unfilled_of_teacher
from models.journal.days import open_day
from models.office.order import TRANSITION, ModeDecision
from models.school.calendar import the_year
from tests.cast import MONDAY, START

LAST_WEEK, WEEK_BEFORE = MONDAY - timedelta(7), MONDAY - timedelta(14)
PAPER = ("5-Б", "Математика")


def opened(*days: date) -> None:
    for day in days:
        open_day(the_year(day), day)


def test_lessons_that_paper_leads_do_not_hide_those_of_the_teacher(cast, in_school):
    with in_school():
        opened(LAST_WEEK, WEEK_BEFORE)
        found = unfilled_of_teacher(cast.employees["anna"], WEEK_BEFORE, LAST_WEEK, most=2)
        assert [(line.on_date, line.group) for line in found] == [
            (LAST_WEEK, "5-А"),
            (LAST_WEEK, "6-А"),
        ]
        found = unfilled_of_teacher(cast.employees["anna"], WEEK_BEFORE, LAST_WEEK)
        assert len(found) == 4 and all(line.lacks for line in found)


def test_a_teacher_of_many_paper_classes_is_still_told_of_the_one_that_is_not(cast, in_school):
    with in_school() as session:
        opened(LAST_WEEK, WEEK_BEFORE)
        session.add(
            ModeDecision(mode=TRANSITION, class_group_id=cast.classes["6-А"], from_date=START)
        )
        session.add(
            ModeDecision(mode=TRANSITION, class_group_id=cast.classes["5-А"], from_date=LAST_WEEK)
        )
        session.flush()
        (line,) = unfilled_of_teacher(cast.employees["anna"], WEEK_BEFORE, LAST_WEEK, most=1)
        assert (line.on_date, line.group) == (WEEK_BEFORE, "5-А")


def test_an_operator_is_asked_only_for_lessons_that_have_ended(cast, in_school, monkeypatch):
    def asked_at(hour: int, minute: int) -> tuple[int, int]:
        moment = datetime.combine(MONDAY, time(hour, minute), ZoneInfo("Asia/Vladivostok"))
        monkeypatch.setattr("models.clock.now", lambda: moment)
        journals = [cast.journals[PAPER]]
        bare = bare_lessons(journals, MONDAY, MONDAY)
        return len(bare), lessons_held(journals, MONDAY, MONDAY)

    with in_school():
        assert asked_at(10, 14) == (0, 0)
        assert asked_at(10, 15) == (1, 1)
