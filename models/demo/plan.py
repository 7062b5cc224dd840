"""What each lesson of a journal is about, in order."""

from random import Random

from models.demo.taste import TB, Taste
from models.demo.tasting import taste_of

_ENTRY_TEST = 3  # the lesson of «Входная контрольная работа»


class Planner:
    """Counts the lessons of each journal and names them."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.counts: dict[int, int] = {}
        self.tests: dict[int, int] = {}

    def lesson(self, journal: int, course: str, grade: int) -> dict:
        """taste, topic, homework, is_test of the journal's next lesson."""
        number = self.counts[journal] = self.counts.get(journal, 0) + 1
        taste = taste_of(course, grade)
        is_test = self._is_test(taste, number, grade)
        return {
            "taste": taste,
            "topic": self._topic(taste, journal, number, grade),
            "homework": self._homework(taste, number),
            "is_test": is_test,
        }

    @staticmethod
    def _is_test(taste: Taste, number: int, grade: int) -> bool:
        if not taste.tests_every or grade < 2:
            return False
        return number == _ENTRY_TEST or (number > 6 and number % taste.tests_every == 0)

    def _topic(self, taste: Taste, journal: int, number: int, grade: int) -> str:
        is_test = self._is_test(taste, number, grade)
        topic = taste.topics[(number // 2) % len(taste.topics)]
        if number == 1 and taste.safety:
            return f"{TB}. {taste.topics[0]}"
        if is_test and number == _ENTRY_TEST:
            return "Входная контрольная работа"
        if is_test:
            self.tests[journal] = self.tests.get(journal, 0) + 1
            return f"К/р № {self.tests[journal]} по теме «{topic}»"
        if number > 9 and self._is_test(taste, number - 1, grade):
            return f"Работа над ошибками. {topic}"
        return topic

    def _homework(self, taste: Taste, number: int) -> str:
        pattern = self.rng.choice(taste.homework)
        page = 8 + 2 * number
        return pattern.format(
            n=1 + number // 2, p=page, q=page + 1, m=90 + 3 * number, k=number % 9 + 2
        )
