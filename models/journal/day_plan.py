"""The lessons of one day as they will be held: the timetable with the changes of the day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from models.base import db
from models.journal.days import changes_of, extra_of, hour_of, slots_of
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.timetable import Classroom, LessonSlot, Substitution, TeacherAbsence


@dataclass(frozen=True)
class DayLesson:
    """A lesson of a day. `slot_id` is None where the timetable lacks it; `owner_id` is whose it
    is by the timetable, `employee_id` who holds it; nobody where it is cancelled."""

    slot_id: int | None
    change: Substitution | None
    number: int
    group_id: int
    group: str
    course_id: int
    subject: str
    owner_id: int
    employee_id: int | None
    assistant_id: int | None
    room_id: int | None
    room: str
    times: tuple[time, time] | None

    @property
    def key(self) -> int:
        """What forms name the lesson by: its slot, or minus the number of its change."""
        return self.slot_id or -self.change.id

    @property
    def people(self) -> set[int]:
        """Who is busy with it."""
        return {one for one in (self.employee_id, self.employee_id and self.assistant_id) if one}


class Named:
    """Groups, courses and rooms by name, for plans of many days; three selects."""

    def __init__(self):
        self.groups = _names(select(StudyGroup.id, StudyGroup.name))
        self.courses = _names(select(Course.id, Course.name))
        self.rooms = _names(select(Classroom.id, Classroom.name))


class DayPlan:
    """A day of the school: every lesson, in order; a fixed number of selects."""

    def __init__(self, year: YearFacts, day: date, named: Named | None = None):
        self.year, self.day = year, day
        self.bells = year_bells(year)
        named = named or Named()
        self._groups, self._courses, self._rooms = named.groups, named.courses, named.rooms
        changes = changes_of(day)
        found = [self._of_slot(slot, changes.get(slot.id)) for slot in slots_of(year, day)]
        found += [self._extra(change) for change in extra_of(day)]
        self.lessons = sorted(found, key=lambda x: (x.number, x.group, x.subject))

    def _of_slot(self, slot: LessonSlot, change: Substitution | None) -> DayLesson:
        number, holds = hour_of(slot, change), slot.employee_id
        if change is not None:
            holds = None if change.drops else change.employee_id or slot.employee_id
        room = (change and change.classroom_id) or slot.classroom_id
        what = (slot.study_group_id, slot.course_id, slot.employee_id, holds, slot.assistant_id)
        return self._lesson(slot.id, change, number, what, room)

    def _extra(self, change: Substitution) -> DayLesson:
        who = change.employee_id
        what = (change.study_group_id, change.course_id, who, who, None)
        return self._lesson(None, change, change.number, what, change.classroom_id)

    def _lesson(self, slot_id, change, number: int, what: tuple, room_id) -> DayLesson:
        group, course, owner, holds, assistant = what
        return DayLesson(
            slot_id,
            change,
            number,
            group,
            self._groups[group],
            course,
            self._courses[course],
            owner,
            holds,
            assistant,
            room_id,
            self._rooms.get(room_id, ""),
            self.bells.of_group(self.day, group).get(number),
        )

    def busy(self, number: int, but: DayLesson | None = None) -> dict[int, DayLesson]:
        """Who holds or helps in a lesson of that hour, and in which."""
        return {
            person: lesson
            for lesson in self.lessons
            if lesson.number == number and lesson is not but
            for person in lesson.people
        }

    def load(self) -> dict[int, list[int]]:
        """Teacher → the hours of the day they are in a lesson."""
        hours = defaultdict(list)
        for lesson in self.lessons:
            for person in lesson.people:
                hours[person].append(lesson.number)
        return hours

    def named(self, key: int) -> DayLesson | None:
        """The lesson of this key."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)


def _names(query) -> dict[int, str]:
    return dict(db.session.execute(query).all())


def staff_names() -> dict[int, str]:
    """Everybody who works at the school by number: surname with initials."""
    rows = db.session.execute(
        select(Employee.id, Person.surname, Person.given, Person.patronymic)
        .join(Person, Person.id == Employee.person_id)
        .order_by(Person.surname, Person.given)
    )
    return {number: with_initials(*name) for number, *name in rows}


def absences_between(first: date, last: date) -> list[tuple[int, date, date]]:
    """(teacher, first day, last day) of each absence that touches these days."""
    rows = select(TeacherAbsence.employee_id, TeacherAbsence.from_date, TeacherAbsence.until)
    rows = rows.where(TeacherAbsence.from_date <= last, TeacherAbsence.until >= first)
    return [tuple(row) for row in db.session.execute(rows)]


def absent_on(day: date) -> set[int]:
    """Teachers who are away on a day."""
    rows = select(TeacherAbsence.employee_id).where(
        TeacherAbsence.from_date <= day, TeacherAbsence.until >= day
    )
    return set(db.session.scalars(rows))
