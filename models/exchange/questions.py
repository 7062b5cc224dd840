"""What the file does not say, and a person decides: who takes which half, whose row is «инд».

Giving both teachers both halves would be a silent error; therefore a lesson with several
teachers or classes waits until one of its options is chosen. The first option is the proposal.
"""

from dataclasses import dataclass
from itertools import islice, permutations

from models.exchange.timetable_form import Group, PlannedLesson, Timetable

HOME = "home"
SHARED = "shared"
MOST_OPTIONS = 48  # four teachers for four groups are 24, with one to spare 120


@dataclass(frozen=True)
class Share:
    """Who takes which groups: several groups are one joined group."""

    groups: tuple[str, ...]
    teacher: str
    assistant: str | None = None

    def as_json(self) -> dict:
        return {"groups": list(self.groups), "teacher": self.teacher, "assistant": self.assistant}

    @classmethod
    def from_json(cls, image: dict) -> "Share":
        return cls(tuple(image["groups"]), image["teacher"], image.get("assistant"))


@dataclass(frozen=True)
class Question:
    """One thing to decide; `key` is the same in every export of the same facts."""

    key: str
    kind: str
    text: str
    reason: str
    options: tuple[tuple[Share, ...], ...] = ()
    lessons: int = 1

    def as_json(self) -> dict:
        """The question as a run's result keeps it, so that its page needs no file."""
        return {
            "key": self.key,
            "kind": self.kind,
            "text": self.text,
            "reason": self.reason,
            "options": [[share.as_json() for share in option] for option in self.options],
            "lessons": self.lessons,
        }


def home_key(row: str) -> str:
    """The key of «whose row is it», for a row of a pupil taught at home."""
    return f"{HOME}|{row}"


def is_home(key: str) -> bool:
    """Whether a key is one of `home_key`."""
    return key.startswith(f"{HOME}|")


def needs_decision(lesson: PlannedLesson) -> bool:
    """Whether the file leaves open who teaches whom in this lesson."""
    return len(lesson.teachers) > 1 or len(lesson.groups) > 1


def questions_of(timetable: Timetable) -> list[Question]:
    """All questions of a file: shared lessons (one per content), then rows of single pupils."""
    asked: dict[str, list[PlannedLesson]] = {}
    for lesson in timetable.lessons:
        if needs_decision(lesson):
            asked.setdefault(lesson.key, []).append(lesson)
    shared = [_about(key, lessons) for key, lessons in asked.items()]
    return shared + [
        Question(
            home_key(row),
            HOME,
            f"Чей это ученик: «{row}»",
            "В расписании это строка одного ученика, обучаемого на дому, а не класс.",
        )
        for row in timetable.home_rows
    ]


def _about(key: str, lessons: list[PlannedLesson]) -> Question:
    lesson = lessons[0]
    groups = ", ".join(group.name for group in lesson.groups)
    return Question(
        key,
        SHARED,
        f"{lesson.subject}: {groups}",
        _reason(lesson),
        tuple(_options(lesson)),
        len(lessons),
    )


def _reason(lesson: PlannedLesson) -> str:
    groups, teachers = len(lesson.groups), len(lesson.teachers)
    if teachers == 1:
        return "Один учитель ведёт группы разных классов: предлагаем одну общую группу."
    if groups == 1:
        return "Два учителя у всей группы: предлагаем первого учителем, второго помощником."
    if teachers == groups:
        return "Учителей столько же, сколько групп: предлагаем по порядку файла."
    return "Учителей больше, чем групп: предлагаем по порядку, лишнего помощником."


def _options(lesson: PlannedLesson) -> list[tuple[Share, ...]]:
    names = tuple(group.name for group in lesson.groups)
    together = [
        (Share(names, main, helper),)
        for main in lesson.teachers
        for helper in _others(lesson.teachers, (main,))[:1] or [None]
    ]
    if len(names) == 1:
        return together
    if len(lesson.teachers) == 1:
        apart = tuple(Share((name,), lesson.teachers[0]) for name in names)
        return [*together, apart]
    return [*_in_parts(names, lesson.teachers), *together]


def _in_parts(names: tuple[str, ...], teachers: tuple[str, ...]) -> list[tuple[Share, ...]]:
    """Every way to give each group one teacher; a teacher left over helps one of them. Ways
    grow as a factorial: beyond what anybody reads they are left out, the proposal never."""
    options = []
    for chosen in islice(permutations(teachers, len(names)), MOST_OPTIONS):
        left = _others(teachers, chosen)
        for helped in range(len(names)) if left else [None]:
            options.append(
                tuple(
                    Share((name,), teacher, left[0] if index == helped else None)
                    for index, (name, teacher) in enumerate(zip(names, chosen, strict=True))
                )
            )
    return options[:MOST_OPTIONS]


def _others(teachers: tuple[str, ...], taken: tuple[str, ...]) -> list[str]:
    return [name for name in teachers if name not in taken]


@dataclass(frozen=True)
class Taught:
    """A slot with everything decided."""

    subject: str
    groups: tuple[Group, ...]
    teacher: str
    assistant: str | None
    weekday: int
    number: int
    parity: int
    rooms: tuple[str, ...]
    terms: str = ""


def resolve(timetable: Timetable, answers: dict) -> tuple[list[Taught], list[Question]]:
    """Slots with teachers and groups, and the questions still open (their lessons wait).

    `answers`: question key → list of shares as JSON.
    """
    taught, waiting = [], set()
    for lesson in timetable.lessons:
        shares = _shares(lesson, answers)
        if shares is None:
            waiting.add(lesson.key)
            continue
        for share in shares:
            taught += _slots(lesson, share, len(shares))
    open_ones = [
        question
        for question in questions_of(timetable)
        if question.key in waiting or (question.kind == HOME and question.key not in answers)
    ]
    return taught, open_ones


def _shares(lesson: PlannedLesson, answers: dict) -> list[Share] | None:
    if not needs_decision(lesson):
        return [Share((lesson.groups[0].name,), lesson.teachers[0])]
    answer = answers.get(lesson.key)
    return [Share.from_json(image) for image in answer] if answer else None


def _slots(lesson: PlannedLesson, share: Share, shares: int) -> list[Taught]:
    groups = tuple(group for group in lesson.groups if group.name in share.groups)
    return [
        Taught(
            lesson.subject,
            groups,
            share.teacher,
            share.assistant,
            slot.weekday,
            slot.number,
            slot.parity,
            _rooms(slot.rooms, lesson.teachers.index(share.teacher), shares),
            slot.terms,
        )
        for slot in lesson.slots
    ]


def _rooms(rooms: tuple[str, ...], teacher_index: int, shares: int) -> tuple[str, ...]:
    """The file lists rooms in the order of the teachers."""
    if shares > 1 and len(rooms) > 1:
        return (rooms[min(teacher_index, len(rooms) - 1)],)
    return rooms
