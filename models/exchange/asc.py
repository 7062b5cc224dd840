"""Reads an aSc Timetables export, in its old form and in that of 2012, into the neutral one.

The old form says the day by number on each card and the weeks on the lesson; that of 2012 says
both by masks on the card («10000» is Monday, «01» the even weeks).
"""

import logging
from datetime import time
from functools import partial
from pathlib import Path

from models.exchange.asc_rows import all_of, moment, named, needed, number, one_of, table, wrong
from models.exchange.names import squeezed
from models.exchange.timetable_form import (
    LAST_PERIOD,
    LONGEST_CARD,
    LONGEST_CLASS,
    LONGEST_GROUP,
    LONGEST_ROOM,
    LONGEST_SUBJECT,
    MOST_SLOTS,
    SHOWN,
    PlannedLesson,
    Slot,
    Timetable,
    each_once,
    fitting_teacher,
    group_of,
    only_taught,
    sorted_rows,
    teacher_name,
)
from models.files.gate import check_xml
from models.naming import fault_of_name
from models.refusal import Refused

UNREADABLE = "Расписание aSc не читается. Выгрузите его из aSc заново и повторите."
PARITY = {"1": 0, "10": 1, "01": 2, "11": 0}
MODERN = "aSc 2012"
MOST_TERMS = 6
_log = logging.getLogger("klass.exchange")


def read_timetable(path: Path) -> Timetable:
    """The timetable in the file; Refused with a sentence where it is none."""
    root = parsed(path)
    if root.tag != "timetable" or root.find("lessons") is None:
        raise Refused("Это XML, но не расписание aSc: нет раздела lessons.")
    return read_root(root)


def parsed(path: Path):
    """The root of a plain XML file."""
    from lxml import etree

    check_xml(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Refused(f"Файл XML повреждён (строка {error.lineno}).") from None


def read_root(root) -> Timetable:
    """The timetable of a parsed aSc file."""
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
        self.modern = root.find("daysdefs") is not None or root.find("weeksdefs") is not None
        self.first_day = _first_day(root)
        self.teachers = {x.get("id"): _teacher(x) for x in table(root, "teachers")}
        self.subjects = {x.get("id"): named(x, LONGEST_SUBJECT) for x in table(root, "subjects")}
        self.rooms = {x.get("id"): _room(x) for x in table(root, "classrooms")}
        self.classes = {x.get("id"): named(x, LONGEST_CLASS) for x in table(root, "classes")}
        self.groups = {x.get("id"): self._group(x) for x in table(root, "groups")}
        self.terms = _terms(root)
        self.weeks = {x.get("id"): x.get("weeks") or "1" for x in table(root, "weeksdefs")}

    def _group(self, row):
        row_name = one_of(self.classes, row, "classid")
        label = squeezed(row.get("name"))
        if len(row_name) + len(label) > LONGEST_GROUP - 4:
            raise wrong(row, "название группы слишком длинно.")
        if why := fault_of_name(label):
            raise wrong(row, f"«{label[:SHOWN]}»: {why}")
        return group_of(row_name, label, row.get("entireclass") == "1")

    def timetable(self) -> Timetable:
        classes, home_rows, unknown = sorted_rows(self.classes.values())
        lessons = self._lessons()
        return Timetable(
            program=MODERN if self.modern else "aSc",
            teachers={
                teacher_name(x.get("name")): (x.get("gender") or "").lower()
                for x in table(self.root, "teachers")
            },
            subjects={
                squeezed(x.get("name")): squeezed(x.get("short"))
                for x in table(self.root, "subjects")
            },
            rooms=[name for name in self.rooms.values() if name],
            unnamed_rooms=sum(not name for name in self.rooms.values()),
            classes=classes,
            home_rows=home_rows,
            unknown_rows=unknown,
            groups=each_once([*self.groups.values(), *self._whole_classes(lessons)]),
            times=_times(self.root),
            lessons=lessons,
            cards=len(table(self.root, "cards")),
            group_rows=len(self.groups),
            faults=self.faults,
        )

    @staticmethod
    def _whole_classes(lessons) -> list:
        """Groups that no row of groups names, because the lesson names the class alone."""
        return [group for lesson in lessons for group in lesson.groups if group.kind == "whole"]

    def _lessons(self) -> list[PlannedLesson]:
        """The lessons with their slots; what cannot be taught is left out and named."""
        lessons = {row.get("id"): self._lesson(row) for row in table(self.root, "lessons")}
        room = MOST_SLOTS
        for card in table(self.root, "cards"):
            lesson, length = one_of(lessons, card, "lessonid")
            room -= self._place(card, lesson, length)
            if room < 0:
                raise wrong(card, f"мест в расписании больше {MOST_SLOTS}.")
        return only_taught((lesson for lesson, _length in lessons.values()), self.faults)

    def _lesson(self, row) -> tuple[PlannedLesson, int]:
        lesson = PlannedLesson(
            subject=one_of(self.subjects, row, "subjectid"),
            groups=self._groups_of(row),
            teachers=all_of(self.teachers, row, "teacherids"),
            hours=row.get("periodsperweek") or "0",
            parity=self._parity(row),
            terms=self.terms.get(row.get("termsdefid"), ""),
            line=row.sourceline,
        )
        return lesson, number(row, "periodspercard", 1, LONGEST_CARD, default=1)

    def _groups_of(self, row) -> tuple:
        groups = all_of(self.groups, row, "groupids")
        if groups:
            return groups
        return tuple(group_of(name, "", True) for name in all_of(self.classes, row, "classids"))

    def _parity(self, row) -> int:
        """Of a lesson: in the form of 2012 only a definition, which the cards make exact."""
        if not self.modern:
            return one_of(PARITY, row, "weeks")
        return PARITY.get(self.weeks.get(row.get("weeksdefid"), "1"), 0)

    def _place(self, card, lesson: PlannedLesson, length: int) -> int:
        """Put a card's slots into its lesson; returns how many."""
        rooms = tuple(name for name in all_of(self.rooms, card, "classroomids") if name)
        first = number(card, "period", 0, LAST_PERIOD + 1 - length)
        days = self._days(card)
        parity = one_of(PARITY, card, "weeks") if card.get("weeks") else lesson.parity
        terms = self._terms_of(card, lesson)
        for weekday in days:
            lesson.slots += [
                Slot(weekday, first + offset, parity, rooms, terms) for offset in range(length)
            ]
        return length * len(days)

    def _terms_of(self, card, lesson: PlannedLesson) -> str:
        """The periods of a card, or those its lesson is defined for; empty where it is all."""
        mask = card.get("terms") or lesson.terms
        if not mask:
            return ""
        if not set(mask) <= {"0", "1"} or "1" not in mask or len(mask) > MOST_TERMS:
            raise wrong(card, f"terms=«{mask[:40]}», а нужны нули и единицы по периодам.")
        return mask if "0" in mask else ""

    def _days(self, card) -> list[int]:
        """The weekdays of a card; one that is not placed yet has none."""
        mask = card.get("days")
        if mask is None:
            return [number(card, "day", self.first_day, 6 + self.first_day) - self.first_day]
        if not set(mask) <= {"0", "1"} or len(mask) > 7:
            raise wrong(card, f"days=«{mask[:40]}», а нужны нули и единицы по дням недели.")
        return [day for day, sign in enumerate(mask) if sign == "1"]


def _terms(root) -> dict[str, str]:
    """Definition → its periods as a mask. «Any period» («10,01») binds a lesson to none: its
    cards say in which it lies."""
    found = {x.get("id"): x.get("terms") or "" for x in table(root, "termsdefs")}
    return {key: mask for key, mask in found.items() if "," not in mask}


def _first_day(root) -> int:
    """The number of Monday: 1 where the file says so."""
    return 1 if "daynumbering1" in (root.get("options") or "") else 0


def _teacher(row) -> str:
    return fitting_teacher(squeezed(needed(row, "name")), "name", partial(wrong, row))


def _room(row) -> str:
    return named(row, LONGEST_ROOM) if squeezed(row.get("name")) else ""


def _times(root) -> dict[int, tuple[time, time]]:
    return {
        number(x, "period", 0, LAST_PERIOD): (moment(x, "starttime"), moment(x, "endtime"))
        for x in table(root, "periods")
    }
