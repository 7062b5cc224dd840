"""Who was away when: mostly illness in runs of days, a few truants, a few late on Mondays."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

FALLS_ILL = 0.011  # a day; with runs of 3–8 days this makes 5–7 % of lessons
TRUANTS = 4
SKIPS = 0.12  # a truant's lesson
LATE_FIRST = 0.03  # the first lesson of a Monday
LATE = 0.004


@dataclass
class Absences:
    """Illness by pupil and day; the rest is drawn lesson by lesson."""

    ill: dict[int, set[date]] = field(default_factory=dict)
    truants: set[int] = field(default_factory=set)

    def code(self, student: int, day: date, number: int, rng: Random) -> tuple[str, int | None]:
        """The absence code of a pupil in a lesson and minutes late; '' means present in time."""
        if day in self.ill.get(student, ()):
            return ("б" if student % 3 else "н"), None
        if student in self.truants and number >= 5 and rng.random() < SKIPS:
            return "н", None
        if rng.random() < (LATE_FIRST if number == 1 and day.weekday() == 0 else LATE):
            return "оп", rng.choice((5, 10, 15))
        return "", None


def draw_absences(students: list[int], older: list[int], days: list[date], rng: Random) -> Absences:
    """Illness for everybody, truants among the older ones."""
    drawn = Absences(truants=set(rng.sample(sorted(older), min(TRUANTS, len(older)))))
    for student in students:
        left = 0
        away: set[date] = set()
        for day in days:
            if left == 0 and rng.random() < FALLS_ILL:
                left = rng.randint(3, 8)
            if left:
                away.add(day)
                left -= 1
        if away:
            drawn.ill[student] = away
    return drawn
