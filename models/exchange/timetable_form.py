"""A timetable in neutral form, whatever program wrote it.

Programs renumber their ids from export to export, so everything is known by content: a teacher by
name, a group by class and kind, a lesson by what is taught to whom by whom.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256

from models.exchange.class_names import class_name, is_home_row, parse_class
from models.exchange.names import split_name, squeezed
from models.naming import fault_of_name
from models.refusal import Refused

TEACHERS, GROUPS = "учителя", "классы и группы"  # the file's columns in words
LAST_PERIOD = 15
MOST_SLOTS = 10_000
MOST_SHARING = 12  # teachers, or groups, of one lesson
LONGEST_CARD = 4  # lessons in a row
LONGEST_NAME, LONGEST_SUBJECT, LONGEST_ROOM = 80, 120, 60  # as the columns are
LONGEST_CLASS, LONGEST_GROUP = 40, 80
UNKNOWN = "unknown"  # the kind of a group whose class is none
SHOWN = 40  # characters of a faulty value
_LONGEST_KEY = 400
_KINDS = {
    "весь класс": "whole",
    "entire class": "whole",
    "celá trieda": "whole",
    "celá třída": "whole",
    "cała klasa": "whole",
    "ganze klasse": "whole",
    "бүкіл сынып": "whole",
    "мальчики": "boys",
    "boys": "boys",
    "девочки": "girls",
    "girls": "girls",
}


@dataclass(frozen=True)
class Group:
    """A group of one row of the file: `name` is how Klass will call it."""

    name: str
    kind: str  # whole, half, boys, girls, home, unknown
    class_name: str
    grade: int
    letter: str


@dataclass(frozen=True)
class Slot:
    """A place of a lesson: weekday 0 is Monday; `rooms` in the order of the teachers."""

    weekday: int
    number: int
    parity: int
    rooms: tuple[str, ...]
    terms: str = ""  # the file's periods in which it is held («10»: the first of two); all


@dataclass
class PlannedLesson:
    """One lesson of the file with its slots (a double card is two slots)."""

    subject: str
    groups: tuple[Group, ...]
    teachers: tuple[str, ...]
    hours: str
    parity: int
    slots: list[Slot] = field(default_factory=list)
    line: int = 0
    terms: str = ""  # as of a slot, where its cards do not say

    @property
    def key(self) -> str:
        """What this lesson is by content, the same in every export of it."""
        groups = "+".join(group.name for group in self.groups)
        whole = f"{self.subject}|{groups}|{'+'.join(self.teachers)}"
        if len(whole) <= _LONGEST_KEY:
            return whole
        return f"{whole[:300]}|{sha256(whole.encode()).hexdigest()}"

    def why_not(self) -> tuple[str, str] | None:
        """Why it cannot be taught so, as (column, reason); None where it can."""
        strange = next((group for group in self.groups if group.kind == UNKNOWN), None)
        if strange is not None:
            return GROUPS, f"«{strange.class_name}» не похоже на класс: такого в школе нет."
        for column, fine, why in (
            (TEACHERS, len(self.teachers), "У урока нет учителя."),
            (GROUPS, len(self.groups), "У урока нет ни класса, ни группы."),
            (TEACHERS, len(self.teachers) <= MOST_SHARING, "Слишком много учителей."),
            (GROUPS, len(self.groups) <= MOST_SHARING, "Слишком много групп."),
            (GROUPS, self._fits_joined(), "Общая группа называлась бы слишком длинно."),
            (GROUPS, self._all_seated(), "Часть группы ученика на дому не бывает."),
        ):
            if not fine:
                return column, why
        return None

    def _fits_joined(self) -> bool:
        return len(" + ".join(group.name for group in self.groups)) <= LONGEST_GROUP

    def _all_seated(self) -> bool:
        return all(group.grade or group.kind == "home" for group in self.groups)


@dataclass
class Timetable:
    """The whole file in neutral form."""

    program: str  # as reports name it
    teachers: dict[str, str]  # full name → sex (m, f or '')
    subjects: dict[str, str]  # name → short name
    rooms: list[str]
    unnamed_rooms: int
    classes: list[tuple[int, str]]
    home_rows: list[str]
    unknown_rows: list[str]
    groups: list[Group]
    times: dict[int, tuple[time, time]]
    lessons: list[PlannedLesson]
    cards: int
    group_rows: int
    faults: list[dict] = field(default_factory=list)  # lessons left out, by line

    @property
    def slot_count(self) -> int:
        return sum(len(lesson.slots) for lesson in self.lessons)


def only_taught(lessons, faults: list[dict]) -> list[PlannedLesson]:
    """The lessons that can be taught; the others join the faults."""
    taught = []
    for lesson in lessons:
        wrong = lesson.why_not()
        if wrong is None:
            taught.append(lesson)
        else:
            column, reason = wrong
            faults.append(
                {"row": lesson.line, "column": column, "value": lesson.subject, "reason": reason}
            )
    return taught


def group_of(row_name: str, label: str, entire: bool) -> Group:
    """A group of a class (or of another row of the timetable) as Klass calls it."""
    parsed = parse_class(row_name)
    kind = "whole" if entire and parsed else _KINDS.get(label.casefold(), "half")
    if parsed is not None:
        plain = class_name(*parsed)
        name = plain if kind == "whole" else f"{plain}, {label.casefold()}"
        return Group(name, kind, plain, *parsed)
    if not is_home_row(row_name):
        return Group(row_name, UNKNOWN, row_name, 0, "")
    kind = "home" if entire else "half"
    name = row_name if entire else f"{row_name}, {label.casefold()}"
    return Group(name, kind, row_name, 0, "")


def sorted_rows(names) -> tuple[list[tuple[int, str]], list[str], list[str]]:
    """Rows of a timetable as (classes, rows of pupils taught at home, what is neither)."""
    parsed = {name: parse_class(name) for name in names}
    others = [name for name, found in parsed.items() if found is None]
    return (
        list(dict.fromkeys(found for found in parsed.values() if found)),
        [name for name in others if is_home_row(name)],
        [name for name in others if not is_home_row(name)],
    )


def each_once(groups) -> list[Group]:
    """The groups of real rows, one of each name."""
    real = [group for group in groups if group.grade or group.kind == "home"]
    return list({group.name: group for group in reversed(real)}.values())[::-1]


def teacher_name(text: str) -> str:
    """A teacher's name with room between initials: «Иванова А. П.»."""
    return squeezed(str(text).replace(".", ". ")) if "." in str(text) else squeezed(text)


def fitting(text: str, longest: int, lacking: str, wrong: Callable[[str], Refused]) -> str:
    """A name that must be there, fit into its column and be one. `wrong(reason)`: the refusal that
    names the line of the file; `lacking`: what the file calls the name."""
    if not text:
        raise wrong(f"нет {lacking}.")
    if len(text) > longest:
        raise wrong(f"название длиннее {longest} знаков: «{text[:SHOWN]}…».")
    if why := fault_of_name(text):
        raise wrong(f"«{text[:SHOWN]}»: {why}")
    return text


def fitting_teacher(text: str, lacking: str, wrong: Callable[[str], Refused]) -> str:
    """The same of a teacher, with room between initials; each part of it must fit."""
    name = teacher_name(fitting(text, 3 * LONGEST_NAME, lacking, wrong))
    if any(len(part) > LONGEST_NAME for part in split_name(name)):
        raise wrong(f"фамилия, имя или отчество длиннее {LONGEST_NAME} знаков.")
    return name
