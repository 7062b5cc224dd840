"""What each lesson of a journal is about, in order."""

from datetime import date
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
        self.waiting: dict[int, tuple[str, str]] = {}  # journal → its next test and what follows
        self.after_test: dict[int, str] = {}
        self.test_days: dict[tuple[date, int], str] = {}  # day, class → the course of its test

    def lesson(
        self,
        journal: int,
        course: str,
        grade: int,
        day: date = date.min,
        classes: frozenset[int] = frozenset(),
    ) -> dict:
        """taste, topic, homework, is_test of the journal's next lesson. A class writes one test
        a day: another waits for a day without one, under its own name."""
        number = self.counts[journal] = self.counts.get(journal, 0) + 1
        taste = taste_of(course, grade)
        if self._is_due(taste, number, grade):
            self.waiting[journal] = self._test(taste, journal, number)
        is_test = journal in self.waiting and self._is_free(day, classes, course)
        if is_test:
            self.test_days |= {(day, class_id): course for class_id in classes}
        return {
            "taste": taste,
            "topic": self._topic(taste, journal, number, is_test),
            "homework": self._homework(taste, number),
            "is_test": is_test,
        }

    @staticmethod
    def _is_due(taste: Taste, number: int, grade: int) -> bool:
        if not taste.tests_every or grade < 2:
            return False
        return number == _ENTRY_TEST or (number > 6 and number % taste.tests_every == 0)

    def _is_free(self, day: date, classes: frozenset[int], course: str) -> bool:
        """Whether no class writes another test that day; two halves of one write the same."""
        return all(self.test_days.get((day, one), course) == course for one in classes)

    def _test(self, taste: Taste, journal: int, number: int) -> tuple[str, str]:
        """The test of this lesson, and the topic of the lesson that follows it."""
        if number == _ENTRY_TEST:
            return "Входная контрольная работа", ""
        self.tests[journal] = self.tests.get(journal, 0) + 1
        name = f"К/р № {self.tests[journal]} по теме «{_plain(taste, number)}»"
        return name, f"Работа над ошибками. {_plain(taste, number + 1)}"

    def _topic(self, taste: Taste, journal: int, number: int, is_test: bool) -> str:
        followed = self.after_test.pop(journal, "")
        if number == 1 and taste.safety:
            return f"{TB}. {taste.topics[0]}"
        if is_test:
            name, self.after_test[journal] = self.waiting.pop(journal)
            return name
        return followed or _plain(taste, number)

    def _homework(self, taste: Taste, number: int) -> str:
        pattern = self.rng.choice(taste.homework)
        page = 8 + 2 * number
        return pattern.format(
            n=1 + number // 2, p=page, q=page + 1, m=90 + 3 * number, k=number % 9 + 2
        )


def _plain(taste: Taste, number: int) -> str:
    return taste.topics[(number // 2) % len(taste.topics)]
