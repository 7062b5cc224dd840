"""A plan of topics for the cast: mathematics of grade 5, with a topic of three hours."""

from datetime import date

from models.base import db
from models.journal.facts import journal_facts
from models.journal.plans.keeping import Draft, bind, make_plan, save_version
from models.school.calendar import the_year
from tests.cast import MONDAY, START

TOPICS = (("Повторение", 1), ("Дроби", 3), ("Проценты", 1), ("Уравнения", 2))
MATHS = ("5-А", "Математика")


def draft_all(topics=TOPICS) -> list[Draft]:
    return [Draft(name, hours, homework=f"§ {n}") for n, (name, hours) in enumerate(topics, 1)]


def make_cast_plan(cast, who: str = "anna", topics=TOPICS):
    """anna's plan of mathematics in grade 5; the caller commits."""
    course_id = journal_facts(cast.journals[MATHS]).course.id
    plan = make_plan("Математика 5", course_id, 5, the_year(MONDAY), cast.people[who])
    save_version(plan, draft_all(topics), START, None)
    return plan


def follow(cast, plan, places=(MATHS,), day: date = MONDAY) -> None:
    """These journals follow the plan from the day."""
    for place in places:
        bind(plan, journal_facts(cast.journals[place]), day)
    db.session.flush()
