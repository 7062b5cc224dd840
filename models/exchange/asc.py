"""Reads an aSc Timetables export into one neutral form.

aSc renumbers its ids from export to export, so everything is known by content: a teacher by
name, a group by class and kind, a lesson by what is taught to whom by whom.
"""

import logging
from dataclasses import dataclass, field
from datetime import time
from hashlib import sha256
from pathlib import Path

from models.exchange.asc_rows import all_of, moment, named, number, one_of, table, wrong
from models.exchange.class_names import class_name, parse_class
from models.exchange.gate import check_xml
from models.exchange.names import split_name, squeezed
from models.refusal import Refused

TEACHERS, GROUPS = "учителя", "классы и группы"  # the file's columns in words
UNREADABLE = "Расписание aSc не читается. Выгрузите его из aSc заново и повторите."
PARITY = {"1": 0, "10": 1, "01": 2}
LAST_PERIOD = 15
MOST_SLOTS = 10_000
MOST_SHARING = 12  # teachers, or groups, of one lesson
_LONGEST_CARD = 4  # lessons in a row
_LONGEST_NAME, _LONGEST_SUBJECT, _LONGEST_ROOM = 80, 120, 60  # as the columns are
_LONGEST_CLASS, _LONGEST_GROUP = 40, 80
_LONGEST_KEY = 400
_KINDS = {"весь класс": "whole", "мальчики": "boys", "девочки": "girls"}
_log = logging.getLogger("klass.exchange")


@dataclass(frozen=True)
class Group:
    """A group of one row of the file: `name` is how Klass will call it."""

    name: str
    kind: str  # whole, half, boys, girls, home
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


@dataclass
class AscLesson:
    """One lesson of the file with its slots (a double card is two slots)."""

    subject: str
    groups: tuple[Group, ...]
    teachers: tuple[str, ...]
    hours: str
    parity: int
    slots: list[Slot] = field(default_factory=list)
    line: int = 0

    @property
    def key(self) -> str:
        """What this lesson is by content, the same in every export of it."""
        groups = "+".join(group.name for group in self.groups)
        whole = f"{self.subject}|{groups}|{'+'.join(self.teachers)}"
        if len(whole) <= _LONGEST_KEY:
            return whole
        return f"{whole[:300]}|{sha256(whole.encode()).hexdigest()}"


@dataclass
class Timetable:
    """The whole file in neutral form."""

    teachers: dict[str, str]  # full name → sex (m, f or '')
    subjects: dict[str, str]  # name → short name
    rooms: list[str]
    unnamed_rooms: int
    classes: list[tuple[int, str]]
    home_rows: list[str]
    groups: list[Group]
    times: dict[int, tuple[time, time]]
    lessons: list[AscLesson]
    cards: int
    group_rows: int
    faults: list[dict] = field(default_factory=list)  # lessons left out, by line

    @property
    def slot_count(self) -> int:
        return sum(len(lesson.slots) for lesson in self.lessons)


def read_timetable(path: Path) -> Timetable:
    """The timetable in the file; Refused with a sentence where it is none."""
    from lxml import etree

    check_xml(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Refused(f"Файл XML повреждён (строка {error.lineno}).") from None
    if root.tag != "timetable" or root.find("lessons") is None:
        raise Refused("Это XML, но не расписание aSc: нет раздела lessons.")
    try:
        return _Reading(root).timetable()
    except (KeyError, ValueError, AttributeError):  # what nobody has thought of yet
        _log.exception("an aSc file is not read")
        raise Refused(UNREADABLE) from None


class _Reading:
    """The file's tables by their ids, only while it is read."""

    def __init__(self, root):
        self.root = root
        self.faults: list[dict] = []
        self.teachers = {x.get("id"): _teacher(x) for x in table(root, "teachers")}
        self.subjects = {x.get("id"): named(x, _LONGEST_SUBJECT) for x in table(root, "subjects")}
        self.rooms = {x.get("id"): _room(x) for x in table(root, "classrooms")}
        self.classes = {x.get("id"): named(x, _LONGEST_CLASS) for x in table(root, "classes")}
        self.groups = {x.get("id"): self._group(x) for x in table(root, "groups")}

    def _group(self, row) -> Group:
        row_name = one_of(self.classes, row, "classid")
        label = squeezed(row.get("name"))
        if len(row_name) + len(label) > _LONGEST_GROUP - 4:
            raise wrong(row, "название группы слишком длинно.")
        parsed = parse_class(row_name)
        if parsed is None:
            kind = "home" if row.get("entireclass") == "1" else "half"
            name = row_name if kind == "home" else f"{row_name}, {label.casefold()}"
            return Group(name, kind, row_name, 0, "")
        kind = _KINDS.get(label.casefold(), "half")
        plain = class_name(*parsed)
        name = plain if kind == "whole" else f"{plain}, {label.casefold()}"
        return Group(name, kind, plain, *parsed)

    def timetable(self) -> Timetable:
        parsed = {name: parse_class(name) for name in self.classes.values()}
        lessons = self._lessons()
        rows = table(self.root, "subjects")
        return Timetable(
            teachers={
                squeezed(x.get("name")): (x.get("gender") or "").lower()
                for x in table(self.root, "teachers")
            },
            subjects={squeezed(x.get("name")): squeezed(x.get("short")) for x in rows},
            rooms=[name for name in self.rooms.values() if name],
            unnamed_rooms=sum(not name for name in self.rooms.values()),
            classes=list(dict.fromkeys(found for found in parsed.values() if found)),
            home_rows=[name for name, found in parsed.items() if found is None],
            groups=_once([g for g in self.groups.values() if g.grade or g.kind == "home"]),
            times=_times(self.root),
            lessons=lessons,
            cards=len(table(self.root, "cards")),
            group_rows=len(self.groups),
            faults=self.faults,
        )

    def _lessons(self) -> list[AscLesson]:
        """The lessons with their slots; what cannot be taught is left out and named."""
        lessons = {row.get("id"): self._lesson(row) for row in table(self.root, "lessons")}
        room = MOST_SLOTS
        for card in table(self.root, "cards"):
            lesson, length = one_of(lessons, card, "lessonid")
            self._place(card, lesson, length)
            room -= length
            if room < 0:
                raise wrong(card, f"мест в расписании больше {MOST_SLOTS}.")
        return [lesson for lesson, _length in lessons.values() if self._is_taught(lesson)]

    def _lesson(self, row) -> tuple[AscLesson, int]:
        lesson = AscLesson(
            subject=one_of(self.subjects, row, "subjectid"),
            groups=all_of(self.groups, row, "groupids"),
            teachers=all_of(self.teachers, row, "teacherids"),
            hours=row.get("periodsperweek") or "0",
            parity=one_of(PARITY, row, "weeks"),
            line=row.sourceline,
        )
        return lesson, number(row, "periodspercard", 1, _LONGEST_CARD, default=1)

    def _is_taught(self, lesson: AscLesson) -> bool:
        for column, value, why in (
            (TEACHERS, len(lesson.teachers), "У урока нет учителя."),
            (GROUPS, len(lesson.groups), "У урока нет ни класса, ни группы."),
            (TEACHERS, len(lesson.teachers) <= MOST_SHARING, "Слишком много учителей."),
            (GROUPS, len(lesson.groups) <= MOST_SHARING, "Слишком много групп."),
            (GROUPS, _fits_joined(lesson), "Общая группа называлась бы слишком длинно."),
            (GROUPS, _all_seated(lesson), "Часть группы ученика на дому не бывает."),
        ):
            if not value:
                self.faults.append(
                    {"row": lesson.line, "column": column, "value": lesson.subject, "reason": why}
                )
                return False
        return True

    def _place(self, card, lesson: AscLesson, length: int) -> None:
        rooms = all_of(self.rooms, card, "classroomids")
        weekday = number(card, "day", 0, 6)
        first = number(card, "period", 0, LAST_PERIOD + 1 - length)
        lesson.slots += [
            Slot(weekday, first + offset, lesson.parity, tuple(name for name in rooms if name))
            for offset in range(length)
        ]


def _teacher(row) -> str:
    name = named(row, 3 * _LONGEST_NAME)
    if any(len(part) > _LONGEST_NAME for part in split_name(name)):
        raise wrong(row, f"фамилия, имя или отчество длиннее {_LONGEST_NAME} знаков.")
    return name


def _room(row) -> str:
    return named(row, _LONGEST_ROOM) if squeezed(row.get("name")) else ""


def _once(groups: list[Group]) -> list[Group]:
    return list({group.name: group for group in reversed(groups)}.values())[::-1]


def _fits_joined(lesson: AscLesson) -> bool:
    return len(" + ".join(group.name for group in lesson.groups)) <= _LONGEST_GROUP


def _all_seated(lesson: AscLesson) -> bool:
    return all(group.grade or group.kind == "home" for group in lesson.groups)


def _times(root) -> dict[int, tuple[time, time]]:
    return {
        number(x, "period", 0, LAST_PERIOD): (moment(x, "starttime"), moment(x, "endtime"))
        for x in table(root, "periods")
    }
