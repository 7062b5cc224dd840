"""Plans of topics and material of lessons, for the walk through every address."""

from models.journal.facts import journal_facts
from models.journal.lesson import Lesson
from models.journal.plans.keeping import bind, make_plan, save_version
from models.journal.plans.material import add_material, brought
from models.school.calendar import the_year
from tests.cast import MONDAY, START
from tests.plans import draft_all

PLANS = {  # whose, and which journal follows it
    "anna": ("5-А", "Математика"),
    "boris": ("5-А", "Английский язык"),
    "olga": ("5-Б", "Математика"),
    "vera": ("6-А", "Английский язык"),
}


def make_plans(cast) -> dict[str, int]:
    """One plan of each, bound to the journal; by name."""
    found = {}
    for who, place in PLANS.items():
        journal = journal_facts(cast.journals[place])
        grade, year = journal.group.grade, the_year(MONDAY)
        plan = make_plan("", journal.course.id, grade, year, cast.people[who])
        save_version(plan, draft_all(), START, None)
        bind(plan, journal, START)
        found[who] = plan.id
    return found


def make_materials(session, cast, data) -> dict[tuple, int]:
    """A file at each lesson of the cast; by class and course."""
    found = {}
    for place, lesson_id in cast.lessons.items():
        file = brought("карточка.png", lambda _most: b"\x89PNG\r\n\x1a\n")
        lesson = session.get(Lesson, lesson_id)
        found[place] = add_material(lesson, "Карточка", "", file, data, None).id
    return found
