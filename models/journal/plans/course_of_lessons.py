"""How far lessons have come along a plan: pure, knows no database.

What a lesson gave is told by its topic: the name of a topic of the plan, or several with «; »
between them. One lesson is one hour. Topics before the furthest one given, which no lesson gave
whole, are passed over: they are not proposed again, and can still be chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.journal.plans.reading import BoundPlan, Topic

JOINT = "; "


@dataclass(frozen=True)
class Taught:
    """A lesson as the plan asks for it; `held` also says that it was not cancelled."""

    lesson_id: int
    day: date
    number: int
    held: bool
    topic: str


@dataclass(frozen=True)
class Proposal:
    """The topic a lesson without one is proposed: its `hour` of the topic's hours."""

    topic: Topic
    hour: int

    @property
    def said(self) -> str:
        many = self.topic.hours > 1
        return self.topic.name + (f" ({self.hour}-й час из {self.topic.hours})" if many else "")


@dataclass(frozen=True)
class Line:
    """A topic of the plan, and the lessons that gave it."""

    topic: Topic
    lessons: tuple[Taught, ...]
    passed: bool  # a later one was given, this one not or not whole

    @property
    def given(self) -> int:
        return len(self.lessons)

    @property
    def whole(self) -> bool:
        return self.given >= self.topic.hours


@dataclass(frozen=True)
class Course:
    """The whole way of a journal along its plan."""

    plan: BoundPlan
    lines: list[Line]
    proposals: dict[int, Proposal]  # by lesson
    beside: list[Taught]  # lessons with a topic that is none of the plan's
    bare: list[Taught]  # lessons held without a topic
    done: int  # hours of the plan that lie behind

    @property
    def unwritten(self) -> int:
        """Lessons without a topic since the last that the plan knows: they gave its next hours."""
        known = [(t.day, t.number) for line in self.lines for t in line.lessons]
        last = max(known, default=None)
        return len([b for b in self.bare if last is None or (b.day, b.number) > last])

    @property
    def passed(self) -> list[Line]:
        return [line for line in self.lines if line.passed]

    @property
    def next(self) -> Topic | None:
        """The topic that comes next."""
        ahead = [line for line in self.lines if not line.whole and not line.passed]
        return ahead[0].topic if ahead else None

    @property
    def open(self) -> list[Topic]:
        """What may still be taken: not given whole, those passed over too."""
        return [line.topic for line in self.lines if not line.whole]


def plain(name: str) -> str:
    """A topic's name as two people write it alike."""
    return " ".join(name.split()).rstrip(".").casefold().replace("ё", "е")


def course_of(plan: BoundPlan, lessons: Sequence[Taught], today: date) -> Course:
    """Walk the lessons in order of days; those of later days than today may have topics, too."""
    lessons = sorted(lessons, key=lambda one: (one.day, one.number, one.lesson_id))
    held = [one for one in lessons if one.held and one.day >= plan.from_date]
    way = _Way(plan)
    beside = [one for one in held if one.topic and not way.gives(one)]
    bare = [one for one in held if not one.topic and one.day <= today]
    lines = way.lines()
    return Course(plan, lines, way.proposals(held), beside, bare, way.done())


class _Way:
    """Collects which lessons gave which topics."""

    def __init__(self, plan: BoundPlan):
        self.topics = plan.topics
        self.places = {topic.key: place for place, topic in enumerate(plan.topics)}
        self.keys: dict[str, list[int]] = {}
        for name, key in (*((t.name, t.key) for t in plan.topics), *plan.former):
            named = self.keys.setdefault(plain(name), [])
            if key in self.places and key not in named:
                named.append(key)
        self.given: dict[int, list[Taught]] = {topic.key: [] for topic in plan.topics}
        self.at: dict[int, int] = {}  # lesson → the furthest place it reached

    def gives(self, lesson: Taught) -> bool:
        """Note what the lesson gave; whether that is of the plan."""
        keys = self._keys_of(lesson.topic)
        for key in keys:
            self.given[key].append(lesson)
            place = self.places[key]
            self.at[lesson.lesson_id] = max(place, self.at.get(lesson.lesson_id, -1))
        return bool(keys)

    def _keys_of(self, text: str) -> list[int]:
        whole = self._key_of(text)
        found = [whole] if whole is not None else [self._key_of(p) for p in text.split(JOINT)]
        return [key for key in found if key is not None]

    def _key_of(self, name: str) -> int | None:
        """Of several topics of this name the first that is not given whole."""
        named = self.keys.get(plain(name), [])
        room = [key for key in named if self._left(key) > 0]
        return (room or named[-1:] or [None])[0]

    def _left(self, key: int) -> int:
        return self.topics[self.places[key]].hours - len(self.given[key])

    def lines(self) -> list[Line]:
        last = max(self.at.values(), default=-1)
        return [
            Line(t, tuple(self.given[t.key]), place < last and self._left(t.key) > 0)
            for place, t in enumerate(self.topics)
        ]

    def done(self) -> int:
        """Hours behind: of all topics before the furthest, and those given of that one."""
        last = max(self.at.values(), default=-1)
        if last < 0:
            return 0
        here = self.topics[last]
        before = sum(topic.hours for topic in self.topics[:last])
        return before + min(here.hours, len(self.given[here.key]))

    def proposals(self, held: list[Taught]) -> dict[int, Proposal]:
        """For each lesson without a topic what follows those before it, and is still to give."""
        left = {topic.key: self._left(topic.key) for topic in self.topics}
        found: dict[int, Proposal] = {}
        place = 0
        for lesson in held:
            if lesson.topic:
                place = max(place, self.at.get(lesson.lesson_id, 0))
                continue
            while place < len(self.topics) and left[self.topics[place].key] <= 0:
                place += 1
            if place == len(self.topics):
                break
            topic = self.topics[place]
            found[lesson.lesson_id] = Proposal(topic, topic.hours - left[topic.key] + 1)
            left[topic.key] -= 1
        return found
