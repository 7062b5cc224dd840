"""The six obligatory modules of the electronic journal (clause 4.6), as one class fills them.

Pure: from plain rows to shares and to what is missing, in words. Nothing here knows a database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from models.printable import share

TIMETABLE, PUPILS, SUBJECTS, TEACHERS, MARKS, ABSENCES = (
    "timetable",
    "pupils",
    "subjects",
    "teachers",
    "marks",
    "absences",
)
TITLES = {
    TIMETABLE: "Расписание",
    PUPILS: "Список класса",
    SUBJECTS: "Предметы",
    TEACHERS: "Учителя",
    MARKS: "Отметки",
    ABSENCES: "Пропуски",
}

MOST_NAMED = 5  # pupils named in one sentence


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: words, and whose page mends it (a journal's, a person's)."""

    words: str
    journal_id: int | None = None
    person_id: int | None = None
    lesson_id: int | None = None  # the first of those that lack


@dataclass(frozen=True)
class Module:
    """A module of a class: how much of it is there, and what is not."""

    name: str
    have: int
    want: int
    lacks: tuple[Lack, ...] = ()

    @property
    def title(self) -> str:
        return TITLES[self.name]

    @property
    def percent(self) -> int:
        """Rounded; 100 only where nothing lacks."""
        return share(self.have, self.want)


@dataclass(frozen=True)
class Pupil:
    """A pupil of the class; `home`: taught at home, with journals of their own."""

    student_id: int
    person_id: int
    name: str
    full: bool  # given name and birth date are there
    home: bool = False


@dataclass
class Page:
    """A subject's page of the class: one course of one group that has pupils of the class."""

    course: str
    group: str
    kind: str
    marked: bool = True
    part: bool = False  # of the class: a half, boys, girls or several classes joined
    hours: Decimal = Decimal(0)  # a week, by assignment; 0 where it is not said
    placed: Decimal = Decimal(0)  # a week, in the timetable
    teacher: bool = False
    journal_id: int | None = None
    pupils: frozenset[int] = frozenset()  # of the class
    held: int = 0  # lessons that should have been filled by now
    recorded: int = 0  # of them with a mark, an absence or the check
    first_bare: int | None = None  # the first lesson without any of these
    attended: int = 0  # of them with an absence, the check, or marks of all who came
    term_want: int = 0  # marks of ended terms
    term_have: int = 0

    @property
    def title(self) -> str:
        return f"{self.course} ({self.group})" if self.part else self.course


@dataclass
class ClassFacts:
    """All there is to know of one class."""

    class_id: int
    name: str
    grade: int
    paper: bool
    operators: list[str] = field(default_factory=list)
    pupils: list[Pupil] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


def modules_of(facts: ClassFacts) -> list[Module]:
    """The six modules of a class in the order of clause 4.6."""
    return [
        _timetable(facts.pages),
        _pupils(facts.pupils),
        _subjects(facts),
        _teachers(facts.pages),
        _marks(facts.pages),
        _absences(facts.pages),
    ]


def whole_of(modules: Iterable[Module]) -> int:
    """The class as a whole: the mean of the modules' shares, rounded down."""
    shares = [module.percent for module in modules]
    return sum(shares) // len(shares)


def _timetable(pages: list[Page]) -> Module:
    if not any(page.placed for page in pages):
        return Module(TIMETABLE, 0, 1, (Lack("Расписания класса нет."),))
    lacks = tuple(Lack(_placed(page)) for page in pages if page.placed < _least(page))
    return Module(TIMETABLE, len(pages) - len(lacks), len(pages), lacks)


def _least(page: Page) -> Decimal:
    return page.hours or Decimal("0.5")


def _placed(page: Page) -> str:
    if not page.placed:
        return f"{page.title}: нет в расписании"
    return f"{page.title}: в расписании {_number(page.placed)} ч из {_number(page.hours)}"


def _number(hours: Decimal) -> str:
    return f"{hours.normalize():f}".replace(".", ",")


def _pupils(pupils: list[Pupil]) -> Module:
    if not pupils:
        return Module(PUPILS, 0, 1, (Lack("В классе нет ни одного ученика."),))
    lacks = tuple(
        Lack(f"{pupil.name}: нет имени или даты рождения", person_id=pupil.person_id)
        for pupil in pupils
        if not pupil.full
    )
    return Module(PUPILS, len(pupils) - len(lacks), len(pupils), lacks)


def _subjects(facts: ClassFacts) -> Module:
    pages = facts.pages
    if not pages:
        return Module(SUBJECTS, 0, 1, (Lack("У класса нет ни одного предмета."),))
    lacks = [Lack(f"{p.title}: страницы ещё нет") for p in pages if p.journal_id is None]
    lacks += [
        Lack(f"{p.title}: в группе нет учеников", p.journal_id)
        for p in pages
        if p.journal_id is not None and not p.pupils
    ]
    short = len(lacks)
    outside = list(_outside(facts))
    return Module(SUBJECTS, len(pages) - short, len(pages) + len(outside), (*lacks, *outside))


def _outside(facts: ClassFacts) -> Iterable[Lack]:
    """Pupils who sit in no group of a course that is taught in parts. A course with one part
    only is a choice: the others have something else meanwhile."""
    everybody = {p.student_id: p.name for p in facts.pupils if not p.home}
    by_course: dict[str, list[Page]] = {}
    for page in facts.pages:
        by_course.setdefault(page.course, []).append(page)
    for course, pages in sorted(by_course.items()):
        if len(pages) < 2 or not all(page.part and page.pupils for page in pages):
            continue
        missed = everybody.keys() - frozenset().union(*(page.pupils for page in pages))
        if missed:
            names = sorted(everybody[one] for one in missed)
            more = f" и ещё {len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
            yield Lack(
                f"{course}: ни в одной группе {', '.join(names[:MOST_NAMED])}{more}",
                pages[0].journal_id,
            )


def _teachers(pages: list[Page]) -> Module:
    if not pages:
        return Module(TEACHERS, 0, 1, (Lack("У класса нет ни одного предмета."),))
    lacks = tuple(
        Lack(f"{page.title}: учитель не назначен", page.journal_id)
        for page in pages
        if not page.teacher
    )
    return Module(TEACHERS, len(pages) - len(lacks), len(pages), lacks)


def _marks(pages: list[Page]) -> Module:
    """Current marks by lessons, interim and final ones by pupils: each its own sort of unit."""
    marked = [page for page in pages if page.marked]
    lacks = [
        Lack(
            f"{p.title}: без записей уроков {p.held - p.recorded} из {p.held}",
            p.journal_id,
            lesson_id=p.first_bare,
        )
        for p in marked
        if p.recorded < p.held
    ]
    lacks += [
        Lack(
            f"{p.title}: нет отметок за период, {p.term_want - p.term_have} из {p.term_want}",
            p.journal_id,
        )
        for p in marked
        if p.term_have < p.term_want
    ]
    have = sum(page.recorded + page.term_have for page in marked)
    want = sum(page.held + page.term_want for page in marked)
    return Module(MARKS, have, want, tuple(lacks))


def _absences(pages: list[Page]) -> Module:
    lacks = tuple(
        Lack(f"{p.title}: не отмечены в уроках {p.held - p.attended} из {p.held}", p.journal_id)
        for p in pages
        if p.attended < p.held
    )
    return Module(
        ABSENCES, sum(page.attended for page in pages), sum(page.held for page in pages), lacks
    )
