"""What is said of a plan: nothing is ahead before it began, hours to spare are named as such."""

from datetime import date

import pytest

from models.journal.plans.course_of_lessons import Taught, course_of
from models.journal.plans.progress import Progress
from models.journal.plans.reading import BoundPlan, Topic

START = date(2026, 9, 1)


def progress(given: int, by_timetable: int, to_come: int, due: int) -> Progress:
    """A journal that gave so many of ten topics, one lesson a day."""
    topics = [Topic(n, f"Тема {n}", 1, "", "", None) for n in range(1, 11)]
    plan = BoundPlan(1, "План", START, tuple(topics), ())
    lessons = [Taught(n, date(2026, 9, n), 1, True, f"Тема {n}") for n in range(1, given + 1)]
    way = course_of(plan, lessons, date(2026, 9, 30))
    return Progress(way, None, by_timetable, given, to_come, due)


@pytest.mark.parametrize(
    ("given", "by_timetable", "to_come", "due", "said"),
    [
        (0, 0, 10, 5, "ещё не начат"),
        (0, 3, 4, 5, "ещё не начат, не хватит уроков: 1"),
        (3, 3, 7, 10, "в срок"),
        (3, 3, 7, 5, "уроков в запасе: 5"),
        (5, 3, 7, 10, "опережает на 2"),
        (2, 4, 6, 10, "отстаёт на 2"),
    ],
)
def test_how_it_goes_is_said_honestly(given, by_timetable, to_come, due, said):
    assert progress(given, by_timetable, to_come, due).said == said


def test_lessons_whose_topics_nobody_wrote_are_not_in_time():
    plan = BoundPlan(1, "План", START, (Topic(1, "Тема", 10),), ())
    bare = [Taught(n, date(2026, 9, n), 1, True, "") for n in (1, 2)]
    way = course_of(plan, bare, date(2026, 9, 30))
    assert Progress(way, None, 2, 2, 8, 10).said == "темы не записаны"
    assert Progress(way, None, 2, 2, 5, 10).said == "темы не записаны, отстаёт на 3"
