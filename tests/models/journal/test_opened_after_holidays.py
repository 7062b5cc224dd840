"""Who comes first after weeks without anybody finds every lesson, and waits for lessons alone."""

from datetime import timedelta

from sqlalchemy import func, select

from models.journal.days import open_day, open_until
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.school.calendar import the_year
from models.school.timetable import ADDED, Substitution
from tests.cast import MONDAY

DAY = timedelta(days=1)
SATURDAY = MONDAY + 12 * DAY  # nothing stands in the timetable


def test_no_lesson_of_the_days_between_is_missing(in_school, cast):
    with in_school() as session:
        year = the_year(MONDAY)
        maths = session.get(Journal, cast.journals["5-А", "Математика"])
        added = Substitution(
            kind=ADDED,
            on_date=SATURDAY,
            number=3,
            employee_id=cast.employees["anna"],
            study_group_id=maths.study_group_id,
            course_id=maths.course_id,
        )
        session.add(added)
        session.flush()
        assert open_until(year, year.ends_on) > 60
        days = [MONDAY + n * DAY for n in range((year.ends_on - MONDAY).days + 1)]
        assert sum(open_day(year, day) for day in days) == 0, "day by day nothing is lacking"
        on_saturday = select(func.count(Lesson.id)).where(Lesson.on_date == SATURDAY)
        assert session.scalar(on_saturday) == 1
        assert open_until(year, year.ends_on) == 0
