"""What happens in the quarter: moments of the school's clock, and what people do then. Pure.

Drawn with a fixed seed, so that deeds fall before and after every deadline, minutes from it too.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from tests.bench.quarter.stage import FIRST, ON_PAPER, PUPILS, TALK, TIMETABLE

LAST = date(2027, 3, 27)  # of the quarter
STOPPED = date(2027, 3, 11)  # the system stands still
FREE = (date(2027, 2, 23),)  # a public holiday
DAY = timedelta(days=1)
ENDS = {number: time(8 + number, 15) for number in range(1, 6)}
EVERY_TEST = 4  # each so-many-th lesson of a journal is a work that everybody writes
# just after the job is due: it takes the run of the fortnight before, which the machine made a
# minute ago, for one of this evening where that minute reaches back to its hour only
EVENING = time(18, 30, 5)
CONTROLS = tuple(
    date(2027, month, day) for month, day in ((1, 15), (1, 30), (2, 15), (2, 28), (3, 15), (3, 30))
)
COPYING = {  # (operator, class) → when what stands on paper up to a day is copied; how much of it
    ("olga", "5-Б"): (
        (datetime(2027, 1, 15, 17, 58), date(2027, 1, 8), 1.0),
        (datetime(2027, 1, 29, 16, 0), date(2027, 1, 22), 0.6),
        (datetime(2027, 2, 1, 9, 0), date(2027, 1, 23), 1.0),
        (datetime(2027, 2, 15, 17, 57), date(2027, 2, 8), 1.0),
        (datetime(2027, 2, 28, 12, 0), date(2027, 2, 21), 0.7),
        (datetime(2027, 3, 15, 12, 0), date(2027, 3, 1), 0.8),
        (datetime(2027, 3, 17, 12, 0), date(2027, 3, 8), 1.0),
        (datetime(2027, 3, 30, 12, 0), date(2027, 3, 25), 0.9),
    ),
    ("nina", "6-Б"): (
        (datetime(2027, 1, 28, 12, 0), date(2027, 1, 23), 1.0),
        (datetime(2027, 2, 24, 12, 0), date(2027, 2, 12), 1.0),
        (datetime(2027, 3, 3, 12, 0), date(2027, 2, 21), 0.9),
        (datetime(2027, 3, 15, 18, 2), date(2027, 3, 8), 0.9),
        (datetime(2027, 3, 30, 20, 0), date(2027, 3, 23), 0.9),
    ),
    ("tamara", "6-Б"): ((datetime(2027, 2, 15, 16, 0), date(2027, 2, 6), 0.7),),
}
TERM_MARKS = {  # (who, group, course) → when, and for how many pupils
    ("anna", "5-А", "Математика"): (datetime(2027, 3, 28, 20, 0), 4),
    ("anna", "6-А", "Математика"): (datetime(2027, 3, 29, 9, 0), 4),
    ("boris", "5-А, 1 гр.", "Английский язык"): (datetime(2027, 3, 28, 20, 0), 1),
    ("vera", "5-А, 2 гр.", "Английский язык"): (datetime(2027, 3, 28, 20, 0), 2),
    ("vera", "6-А", "Английский язык"): (datetime(2027, 3, 29, 9, 0), 4),
    ("olga", "5-Б", "Математика"): (datetime(2027, 3, 30, 12, 0), 4),
    ("olga", "5-Б", "Русский язык"): (datetime(2027, 3, 30, 12, 0), 4),
    ("nina", "6-Б", "Математика"): (datetime(2027, 3, 30, 20, 0), 4),
    ("nina", "6-Б", "Русский язык"): (datetime(2027, 3, 30, 20, 0), 3),
}


@dataclass(frozen=True)
class Lesson:
    """A lesson as the timetable has it."""

    day: date
    group: str
    course: str
    number: int
    teacher: str

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.day, ENDS[self.number])


@dataclass
class Deed:
    """Somebody writes something about a lesson. `cells`: place in the list → what is typed."""

    login: str
    lesson: Lesson
    topic: str | None = None
    homework: str | None = None
    check: bool = False
    is_test: bool = False
    cells: dict[int, str] = field(default_factory=dict)


def lessons() -> list[Lesson]:
    """All lessons of the quarter, day by day."""
    days = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
    return [
        Lesson(day, group, course, number, teacher)
        for day in days
        for teacher, group, course, number, weekdays in TIMETABLE
        if day.weekday() in weekdays and day not in FREE
    ]


def deeds() -> dict[datetime, list[Deed]]:
    """Moment → what is written then, about lessons."""
    draw, found = Random(40), {}
    count: dict[tuple, int] = {}
    copied: set[Lesson] = set()
    for lesson in lessons():
        if lesson.group not in ON_PAPER:
            place = (lesson.group, lesson.course)
            count[place] = count.get(place, 0) + 1
            for moment, deed in _of_teacher(lesson, count[place], draw):
                found.setdefault(moment, []).append(deed)
    copying = [(moment, *who, *what) for who, rows in COPYING.items() for moment, *what in rows]
    for moment, login, group, until, share in sorted(copying):
        for lesson in lessons():
            due = lesson.group == group and lesson.day <= until and lesson not in copied
            if due and draw.random() < share:
                copied.add(lesson)
                found.setdefault(moment, []).append(_copy(login, lesson, draw))
    return dict(sorted(found.items()))


def _of_teacher(lesson: Lesson, nth: int, draw: Random):
    """Whatever a teacher writes about a lesson, on time or not, in one or several goes."""
    moments = _moments(lesson.day)
    here = [m for m in moments if m >= lesson.ends]
    if lesson.day == STOPPED:
        here = [moments[-1]]  # the next morning
    if draw.random() < 0.05:
        return  # forgotten for good
    is_test = nth % EVERY_TEST == 0 and lesson.course != TALK
    told, home = draw.choice(here), draw.choice(here)
    cells = {} if is_test else _cells(lesson, draw)
    first = Deed(lesson.teacher, lesson, topic=f"Тема {nth}", check=not is_test, cells=cells)
    first.is_test = is_test
    if draw.random() < 0.05:
        first.topic = None
    if draw.random() < 0.25 and not is_test:
        first.check = False  # the absent and the marks alone say it, if there are any
    if is_test and draw.random() < 0.5:
        first.cells = {draw.randrange(_size(lesson)): "н"}
        first.check = True
    yield told, first
    if draw.random() < 0.95:
        yield home, Deed(lesson.teacher, lesson, homework=f"№ {nth}")
    if is_test:
        yield from _marks_of_test(lesson, first.cells, draw)
    elif cells and draw.random() < 0.15:
        yield _later(lesson.day, draw.choice((2, 4)), 9, 0), _mended(lesson, cells)
    if (
        draw.random() < 0.06
        and lesson.course != TALK
        and not is_test
        and lesson.day < LAST - 9 * DAY
    ):
        free = [n for n in range(_size(lesson)) if n not in cells]
        late = Deed(lesson.teacher, lesson, cells={draw.choice(free): "5"})
        yield _later(lesson.day, draw.choice((7, 8)), 20, 0), late


def _moments(day: date) -> list[datetime]:
    """When teachers sit down after lessons of the day: the same for all, as there are few."""
    own = {1: (time(11, 14), time(13, 14), time(20)), 3: (time(12, 16), time(14, 14), time(23, 58))}
    return [*(datetime.combine(day, at) for at in own[day.weekday()]), _later(day, 1, 10, 0)]


def _later(day: date, days: int, hour: int, minute: int) -> datetime:
    return datetime.combine(day + days * DAY, time(hour, minute))


def _size(lesson: Lesson) -> int:
    return PUPILS // 2 if "гр." in lesson.group else PUPILS


def _cells(lesson: Lesson, draw: Random) -> dict[int, str]:
    """An absence and a mark or two; without marks where the course has none."""
    places = draw.sample(range(_size(lesson)), draw.randint(0, _size(lesson) - 1))
    said = ("н", "оп") if lesson.course == TALK else ("5", "4", "3", "н", "оп")
    return {place: draw.choice(said) for place in places}


def _mended(lesson: Lesson, cells: dict[int, str]) -> Deed:
    """Something that was written is corrected days later."""
    other = {"5": "4", "4": "5", "3": "4", "н": "б", "оп": "н"}
    place, text = next(iter(cells.items()))
    return Deed(lesson.teacher, lesson, cells={place: other[text]})


def _marks_of_test(lesson: Lesson, away: dict[int, str], draw: Random):
    """The marks of a work, most within the week, some at its edge, some too late or never."""
    wrote = [n for n in range(_size(lesson)) if n not in away]
    days, hour, minute = draw.choice(((2, 20, 0), (7, 20, 0), (7, 23, 58), (8, 10, 0)))
    yield (
        _later(lesson.day, days, hour, minute),
        Deed(lesson.teacher, lesson, cells={n: draw.choice("5432") for n in wrote[1:]}),
    )
    if draw.random() < 0.8:
        moment = _later(lesson.day, draw.choice((2, 7, 8)), 20, 0)
        yield moment, Deed(lesson.teacher, lesson, cells={wrote[0]: "4"})


def _copy(login: str, lesson: Lesson, draw: Random) -> Deed:
    """A lesson copied from paper: what stood there, or that nothing did."""
    cells = _cells(lesson, draw)
    return Deed(login, lesson, check=not cells or draw.random() < 0.5, cells=cells)
