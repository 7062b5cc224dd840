"""A plan of topics and the lessons that follow it: what comes next, what was passed over."""

from datetime import timedelta

from models.journal.plans.course_of_lessons import Taught, course_of
from models.journal.plans.reading import BoundPlan, Topic
from tests.cast import MONDAY, START

TOPICS = (Topic(1, "Повторение", 1), Topic(2, "Дроби", 3), Topic(3, "Проценты", 1))
TOPICS += (Topic(4, "Уравнения", 2),)
PLAN = BoundPlan(1, "Математика", START, TOPICS, (("Доли", 2),))


def walk(*topics: str):
    """The course of lessons on following days with these topics; «-» is a cancelled one."""
    lessons = [
        Taught(n, MONDAY + timedelta(n), 1, topic != "-", topic.strip("-"))
        for n, topic in enumerate(topics)
    ]
    return course_of(PLAN, lessons, MONDAY + timedelta(len(topics)))


def proposed(*topics: str) -> list[str]:
    return [proposal.said for proposal in walk(*topics).proposals.values()]


def test_the_first_lesson_is_proposed_the_first_topic():
    assert proposed("") == ["Повторение"]


def test_a_topic_of_three_hours_spans_three_lessons():
    said = proposed("Повторение", "", "", "", "")
    hours = [f"Дроби ({n}-й час из 3)" for n in (1, 2, 3)]
    assert said == [*hours, "Проценты"]


def test_a_skipped_topic_is_not_proposed_again_but_stays_open():
    way = walk("Повторение", "Проценты", "")
    assert [p.topic.name for p in way.proposals.values()] == ["Уравнения"]
    assert [line.topic.name for line in way.passed] == ["Дроби"]
    assert "Дроби" in [topic.name for topic in way.open]


def test_two_topics_merged_in_one_lesson_are_both_given():
    way = walk("Повторение; дроби.", "")
    assert [line.given for line in way.lines] == [1, 1, 0, 0]
    assert way.proposals[1].said == "Дроби (2-й час из 3)"
    assert way.done == 2


def test_a_cancelled_lesson_gives_nothing_and_is_proposed_nothing():
    assert proposed("Повторение", "-", "") == ["Дроби (1-й час из 3)"]


def test_a_topic_beside_the_plan_takes_no_hour_of_it():
    way = walk("Повторение", "Экскурсия", "")
    assert [lesson.topic for lesson in way.beside] == ["Экскурсия"]
    assert way.proposals[2].said == "Дроби (1-й час из 3)"


def test_a_topic_given_under_its_former_name_still_counts():
    assert [line.given for line in walk("Повторение", "Доли").lines] == [1, 1, 0, 0]


def test_a_forgotten_topic_is_proposed_what_follows_those_before_and_is_still_to_give():
    assert proposed("Повторение", "", "Дроби", "Дроби", "Проценты") == ["Дроби (3-й час из 3)"]


def test_lessons_without_a_topic_before_the_last_known_are_not_counted_twice():
    way = walk("Повторение", "", "Проценты", "")
    assert (way.done, way.unwritten) == (5, 1)
