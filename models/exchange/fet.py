"""Reads a FET file with a ready timetable into the neutral form.

FET keeps the ready timetable as constraints that fix the day and hour of each activity and its
room («…_data_and_timetable.fet»). Students are a tree of years, groups and subgroups: what of it
is a class is told by its name.
"""

import re
from datetime import time
from functools import partial

from models.exchange.class_names import is_home_row, parse_class
from models.exchange.names import squeezed
from models.exchange.timetable_form import (
    LAST_PERIOD,
    LONGEST_CARD,
    LONGEST_GROUP,
    LONGEST_ROOM,
    LONGEST_SUBJECT,
    MOST_SLOTS,
    Group,
    PlannedLesson,
    Slot,
    Timetable,
    each_once,
    fitting,
    fitting_teacher,
    group_of,
    only_taught,
    sorted_rows,
    teacher_name,
)
from models.refusal import Refused

LARGEST = 20_000  # activities
_HOUR = re.compile(r"(\d{1,2})[:.]([0-5]\d)\s*[-–—]\s*(\d{1,2})[:.]([0-5]\d)")
NO_TIMES = (
    "Это файл FET с планом, а не с готовым расписанием: ни у одного занятия нет дня и часа. "
    "Выгрузите из FET файл «…_data_and_timetable.fet»."
)


def read_root(root) -> Timetable:
    """The timetable of a parsed FET file."""
    return _Reading(root).timetable()


def wrong(row, reason: str) -> Refused:
    """The refusal that names the line of the file."""
    return Refused(f"Расписание FET, строка {row.sourceline}, {row.tag}: {reason}")


class _Reading:
    """The file's lists by name."""

    def __init__(self, root):
        self.root = root
        self.faults: list[dict] = []
        self.days = [_name(row, 60) for row in root.findall("Days_List/Day")]
        self.hours = [_name(row, 60) for row in root.findall("Hours_List/Hour")]
        self.subjects = [_name(x, LONGEST_SUBJECT) for x in root.findall("Subjects_List/Subject")]
        self.teachers = [_teacher(row) for row in root.findall("Teachers_List/Teacher")]
        self.rooms = [_name(x, LONGEST_ROOM) for x in root.findall("Rooms_List/Room")]
        self.parents: dict[str, list[str]] = {}
        self.children: dict[str, list[str]] = {}
        for year in root.findall("Students_List/Year"):
            self._branch(year, None)
        if not self.days or not self.hours or len(self.days) > 7 or len(self.hours) > LAST_PERIOD:
            raise Refused("Это файл FET, но дни и часы в нём не как у школы.")

    def _branch(self, row, parent: str | None) -> None:
        name = _name(row, LONGEST_GROUP)
        self.parents.setdefault(name, [])
        if parent is not None:
            self.parents[name].append(parent)
            self.children.setdefault(parent, []).append(name)
        for child in [*row.findall("Group"), *row.findall("Subgroup")]:
            self._branch(child, name)

    def timetable(self) -> Timetable:
        lessons = self._lessons()
        taught = only_taught(lessons, self.faults)
        groups = [group for name in self.parents for group in self._groups(name)]
        rows = dict.fromkeys(group.class_name for group in groups)
        classes, home_rows, unknown = sorted_rows(rows)
        return Timetable(
            program="FET",
            teachers=dict.fromkeys(self.teachers, ""),
            subjects={name: name[:30] for name in self.subjects},
            rooms=self.rooms,
            unnamed_rooms=0,
            classes=classes,
            home_rows=home_rows,
            unknown_rows=unknown,
            groups=each_once([*groups, *(g for lesson in taught for g in lesson.groups)]),
            times=self._times(),
            lessons=taught,
            cards=sum(bool(lesson.slots) for lesson in lessons),
            group_rows=len(self.parents),
            faults=self.faults,
        )

    def _groups(self, name: str) -> list[Group]:
        """What Klass calls a set of students: a class, a part of one, or all classes of a grade."""
        classes = [c for c in self.children.get(name, ()) if _is_lettered(c)]
        if classes and not _is_lettered(name):
            return [group_of(child, "", True) for child in classes]
        if parse_class(name) or is_home_row(name):
            return [group_of(name, "", True)]
        above = self._class_above(name)
        if above is None:
            return [group_of(name, "", True)]
        label = squeezed(name.removeprefix(above).strip(" -–_,.:")) or name
        return [group_of(above, label, False)]

    def _class_above(self, name: str) -> str | None:
        line, seen = list(self.parents.get(name, ())), {name}
        while line:
            parent = line.pop(0)
            if parse_class(parent) or is_home_row(parent):
                return parent
            if parent not in seen:
                seen.add(parent)
                line += self.parents.get(parent, ())
        return None

    def _lessons(self) -> list[PlannedLesson]:
        activities = self.root.findall("Activities_List/Activity")
        if len(activities) > LARGEST:
            raise Refused(f"В файле FET больше {LARGEST} занятий: это не одна школа.")
        places, rooms = self._places(), self._rooms()
        found, room = [], MOST_SLOTS
        for row in activities:
            if (row.findtext("Active") or "true").strip().casefold() == "false":
                continue
            number = squeezed(row.findtext("Id"))
            lesson = self._lesson(row)
            lesson.slots = self._slots(row, places.get(number), rooms.get(number, ()))
            room -= len(lesson.slots)
            if room < 0:
                raise wrong(row, f"мест в расписании больше {MOST_SLOTS}.")
            found.append(lesson)
        if found and not any(lesson.slots for lesson in found):
            raise Refused(NO_TIMES)
        return found

    def _lesson(self, row) -> PlannedLesson:
        names = [squeezed(x.text) for x in row.findall("Students")]
        for name in names:
            if name not in self.parents:
                raise wrong(row, f"нет такого класса или группы: «{name[:40]}».")
        subject = squeezed(row.findtext("Subject"))
        if subject not in self.subjects:
            raise wrong(row, f"нет такого предмета: «{subject[:40]}».")
        teachers = tuple(teacher_name(x.text or "") for x in row.findall("Teacher"))
        for teacher in teachers:
            if teacher not in self.teachers:
                raise wrong(row, f"нет такого учителя: «{teacher[:40]}».")
        groups = [group for name in names for group in self._groups(name)]
        hours = squeezed(row.findtext("Duration")) or "1"
        return PlannedLesson(
            subject, tuple(dict.fromkeys(groups)), teachers, hours, 0, [], row.sourceline
        )

    def _slots(self, row, place: tuple[int, int] | None, rooms: tuple[str, ...]) -> list[Slot]:
        if place is None:
            return []
        text = squeezed(row.findtext("Duration")) or "1"
        if not text.isdecimal() or not 1 <= int(text) <= LONGEST_CARD:
            raise wrong(row, f"Duration=«{text[:40]}», а бывает от 1 до {LONGEST_CARD}.")
        weekday, first = place
        return [Slot(weekday, first + offset, 0, rooms) for offset in range(int(text))]

    def _places(self) -> dict[str, tuple[int, int]]:
        """Activity → (weekday, number of the lesson)."""
        found = {}
        path = "Time_Constraints_List/ConstraintActivityPreferredStartingTime"
        for row in self.root.findall(path):
            day = squeezed(row.findtext("Preferred_Day") or row.findtext("Day"))
            hour = squeezed(row.findtext("Preferred_Hour") or row.findtext("Hour"))
            if not hour or not day:
                continue
            if day not in self.days or hour not in self.hours:
                raise wrong(row, f"нет такого дня или часа: «{day[:20]}», «{hour[:20]}».")
            number = self.hours.index(hour) + 1
            found[squeezed(row.findtext("Activity_Id"))] = (self.days.index(day), number)
        return found

    def _rooms(self) -> dict[str, tuple[str, ...]]:
        path = "Space_Constraints_List/ConstraintActivityPreferredRoom"
        found = {}
        for row in self.root.findall(path):
            name = squeezed(row.findtext("Room"))
            if name in self.rooms:
                found[squeezed(row.findtext("Activity_Id"))] = (name,)
        return found

    def _times(self) -> dict[int, tuple[time, time]]:
        """Bell times, where the hours are called «8:30-9:15»."""
        times = {}
        for number, name in enumerate(self.hours, start=1):
            told = _HOUR.search(name)
            if told and int(told[1]) < 24 and int(told[3]) < 24:
                starts, ends = time(int(told[1]), int(told[2])), time(int(told[3]), int(told[4]))
                times[number] = (starts, ends)
        return times


def _is_lettered(name: str) -> bool:
    parsed = parse_class(name)
    return parsed is not None and bool(parsed[1])


def _name(row, longest: int) -> str:
    return fitting(squeezed(row.findtext("Name")), longest, "Name", partial(wrong, row))


def _teacher(row) -> str:
    return fitting_teacher(squeezed(row.findtext("Name")), "Name", partial(wrong, row))
