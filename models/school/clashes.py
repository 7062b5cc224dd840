"""Clashes of a timetable: one teacher, room or group in two lessons at the same time, in words."""

from collections import defaultdict

from sqlalchemy import select

from models.base import db
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.school.groups import JOINED, WHOLE, StudyGroup, StudyGroupPart
from models.school.subject import Course
from models.school.timetable import WEEKDAYS, Classroom


class Sitting:
    """Who sits with whom: whether two groups share pupils."""

    def __init__(self):
        groups = db.session.execute(
            select(StudyGroup.id, StudyGroup.name, StudyGroup.kind, StudyGroup.class_group_id)
        ).all()
        self.names = {row.id: row.name for row in groups}
        self._own = {row.id: (row.kind, row.class_group_id) for row in groups}
        self._parts = defaultdict(list)
        rows = db.session.execute(select(StudyGroupPart.joined_id, StudyGroupPart.part_id))
        for joined, part in rows:
            self._parts[joined].append(part)

    def share(self, one: int, other: int) -> bool:
        """Whether somebody sits in both; two different parts of a class share nobody."""
        return any(self._meet(a, b) for a in self._atoms(one) for b in self._atoms(other))

    def _atoms(self, group: int) -> list[int]:
        return self._parts[group] if self._own[group][0] == JOINED else [group]

    def _meet(self, one: int, other: int) -> bool:
        if one == other:
            return True
        (kind, own), (other_kind, others) = self._own[one], self._own[other]
        return own is not None and own == others and WHOLE in (kind, other_kind)


def clashes(fresh, standing) -> list[str]:
    """What forbids these new lessons of the week (`Wanted`) beside those that stand: Russian
    sentences that say the day, the hour, with whom and in which lesson. Four selects."""
    sitting = Sitting()
    names = _teachers()
    courses = dict(db.session.execute(select(Course.id, Course.name)).all())
    rooms = {room.id: room for room in db.session.scalars(select(Classroom))}
    found = []
    at = defaultdict(list)
    for one in standing:
        at[one.weekday, one.number].append(one)
    for one in fresh:
        for room in sorted(_rooms(one)):
            there = _full(one, at[one.weekday, one.number], rooms[room])
            if there:
                where = f"{WEEKDAYS[one.weekday]}, {one.number} урок"
                taken = " и ".join(
                    f"«{courses[x.course_id]}» в {sitting.names[x.study_group_id]}" for x in there
                )
                more = f" (вмещает занятий: {rooms[room].holds})" if rooms[room].holds > 1 else ""
                found.append(f"{where}: кабинет {rooms[room].name} занят{more}, там {taken}.")
        for other in at[one.weekday, one.number]:
            if one.parity and other.parity and one.parity != other.parity:
                continue
            where = f"{WEEKDAYS[one.weekday]}, {one.number} урок"
            lesson = f"«{courses[other.course_id]}» в {sitting.names[other.study_group_id]}"
            for person in sorted(_people(one) & _people(other)):
                found.append(f"{where}: {names[person]} в это время ведёт {lesson}.")
            if sitting.share(one.study_group_id, other.study_group_id):
                group = sitting.names[one.study_group_id]
                found.append(f"{where}: у {group} в это время уже {lesson}.")
        at[one.weekday, one.number].append(one)
    return list(dict.fromkeys(found))


def _full(one, others: list, room: Classroom) -> list:
    """The lessons that leave no place in the room for one more, in odd or in even weeks."""
    for week in (1, 2):
        if one.parity in (0, week):
            there = [x for x in others if room.id in _rooms(x) and x.parity in (0, week)]
            if len(there) >= room.holds:
                return there
    return []


def _people(one) -> set[int]:
    return {person for person in (one.employee_id, one.assistant_id) if person}


def _rooms(one) -> set[int]:
    return {room for room in (one.classroom_id, one.other_classroom_id) if room}


def _teachers() -> dict[int, str]:
    rows = db.session.execute(
        select(Employee.id, Person.surname, Person.given, Person.patronymic).join(
            Person, Person.id == Employee.person_id
        )
    )
    return {number: with_initials(*name) for number, *name in rows}
