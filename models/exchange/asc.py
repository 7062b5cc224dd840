"""Reads an aSc Timetables export into one neutral form.

aSc renumbers its ids from export to export, so everything is known by content: a teacher by
name, a group by class and kind, a lesson by what is taught to whom by whom.
"""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from models.exchange.class_names import class_name, parse_class
from models.exchange.gate import check_xml
from models.exchange.names import squeezed
from models.refusal import Refused

PARITY = {"1": 0, "10": 1, "01": 2}
_KINDS = {"весь класс": "whole", "мальчики": "boys", "девочки": "girls"}


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

    @property
    def key(self) -> str:
        """What this lesson is by content, the same in every export of it."""
        groups = "+".join(group.name for group in self.groups)
        return f"{self.subject}|{groups}|{'+'.join(self.teachers)}"


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
    except (KeyError, ValueError) as error:
        raise Refused(f"Расписание aSc неполно: не нахожу {error}.") from None


class _Reading:
    """The file's tables by their ids, only while it is read."""

    def __init__(self, root):
        self.root = root
        self.teachers = {x.get("id"): squeezed(x.get("name")) for x in self._rows("teachers")}
        self.subjects = {x.get("id"): squeezed(x.get("name")) for x in self._rows("subjects")}
        self.rooms = {x.get("id"): squeezed(x.get("name")) for x in self._rows("classrooms")}
        self.classes = {x.get("id"): squeezed(x.get("name")) for x in self._rows("classes")}
        self.groups = {x.get("id"): self._group(x) for x in self._rows("groups")}

    def _rows(self, table: str):
        found = self.root.find(table)
        return [] if found is None else list(found)

    def _group(self, row) -> Group:
        row_name = self.classes[row.get("classid")]
        label = squeezed(row.get("name"))
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
        lessons = {row.get("id"): self._lesson(row) for row in self._rows("lessons")}
        for card in self._rows("cards"):
            self._place(card, *lessons[card.get("lessonid")])
        return Timetable(
            teachers={
                squeezed(x.get("name")): (x.get("gender") or "").lower()
                for x in self._rows("teachers")
            },
            subjects={
                squeezed(x.get("name")): squeezed(x.get("short")) for x in self._rows("subjects")
            },
            rooms=[name for name in self.rooms.values() if name],
            unnamed_rooms=sum(not name for name in self.rooms.values()),
            classes=[found for found in parsed.values() if found],
            home_rows=[name for name, found in parsed.items() if found is None],
            groups=[g for g in self.groups.values() if g.grade or g.kind == "home"],
            times=self._times(),
            lessons=[lesson for lesson, _length in lessons.values()],
            cards=len(self._rows("cards")),
            group_rows=len(self.groups),
        )

    def _times(self) -> dict[int, tuple[time, time]]:
        return {
            int(x.get("period")): (_clock(x.get("starttime")), _clock(x.get("endtime")))
            for x in self._rows("periods")
        }

    def _lesson(self, row) -> tuple[AscLesson, int]:
        lesson = AscLesson(
            subject=self.subjects[row.get("subjectid")],
            groups=tuple(self.groups[x] for x in _ids(row.get("groupids"))),
            teachers=tuple(self.teachers[x] for x in _ids(row.get("teacherids"))),
            hours=row.get("periodsperweek") or "0",
            parity=PARITY[row.get("weeks")],
        )
        return lesson, int(row.get("periodspercard") or 1)

    def _place(self, card, lesson: AscLesson, length: int) -> None:
        rooms = tuple(self.rooms[x] for x in _ids(card.get("classroomids")))
        for offset in range(length):
            lesson.slots.append(
                Slot(
                    int(card.get("day")),
                    int(card.get("period")) + offset,
                    lesson.parity,
                    tuple(name for name in rooms if name),
                )
            )


def _ids(text: str | None) -> list[str]:
    return [part for part in (text or "").split(",") if part]


def _clock(text: str) -> time:
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))
