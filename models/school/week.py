"""The timetable of a week as people look at it: of a class, a teacher or those taught at home."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from models.base import db
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.days import YearDays, year_days
from models.school.groups import HOME, ClassGroup, StudyGroup, StudyGroupPart
from models.school.subject import Course
from models.school.timetable import (
    ADDED,
    JOINED,
    REPLACED,
    SUBJECT,
    SWAPPED,
    Classroom,
    LessonSlot,
    Substitution,
    standing,
)


@dataclass
class Place:
    """One slot in words."""

    slot_id: int
    weekday: int
    number: int
    parity: int
    subject: str
    group: str
    teacher_id: int
    teacher: str
    assistant: str
    rooms: str
    group_id: int
    times: tuple[time, time] | None = None  # where it is known on which day it is
    instead_of: str = ""  # whose lesson it is, where somebody else holds it on the day


_assistant, _helper, _other = aliased(Employee), aliased(Person), aliased(Classroom)


def _in_force(day: date):
    ends = or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= day)
    return (LessonSlot.valid_from <= day) & ends


def _places(condition, day: date) -> list[Place]:
    rows = db.session.execute(
        select(
            LessonSlot,
            Course.name,
            StudyGroup.name,
            Person.surname,
            Person.given,
            Person.patronymic,
            _helper.surname,
            _helper.given,
            _helper.patronymic,
            Classroom.name,
            _other.name,
        )
        .join(Course, Course.id == LessonSlot.course_id)
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .join(Employee, Employee.id == LessonSlot.employee_id)
        .join(Person, Person.id == Employee.person_id)
        .outerjoin(_assistant, _assistant.id == LessonSlot.assistant_id)
        .outerjoin(_helper, _helper.id == _assistant.person_id)
        .outerjoin(Classroom, Classroom.id == LessonSlot.classroom_id)
        .outerjoin(_other, _other.id == LessonSlot.other_classroom_id)
        .where(condition, _in_force(day))
        .order_by(
            LessonSlot.weekday, LessonSlot.number, LessonSlot.parity, StudyGroup.name, Course.name
        )
    )
    return [_place(row) for row in rows]


def _place(row) -> Place:
    slot = row[0]
    return Place(
        slot.id,
        slot.weekday,
        slot.number,
        slot.parity,
        row[1],
        row[2],
        slot.employee_id,
        with_initials(*row[3:6]),
        with_initials(*row[6:9]) if row[6] else "",
        ", ".join(name for name in row[9:11] if name),
        slot.study_group_id,
    )


def of_class(class_group: ClassGroup, day: date) -> list[Place]:
    """All slots of a class in force on a day: whole class, halves, and joined groups."""
    own = select(StudyGroup.id).where(StudyGroup.class_group_id == class_group.id)
    joined = select(StudyGroupPart.joined_id).where(StudyGroupPart.part_id.in_(own))
    condition = LessonSlot.study_group_id.in_(own) | LessonSlot.study_group_id.in_(joined)
    return _places(condition, day)


def of_home(day: date) -> list[Place]:
    """All slots of pupils taught at home."""
    return _places(StudyGroup.kind == HOME, day)


def _takes(employee_id: int):
    return or_(LessonSlot.employee_id == employee_id, LessonSlot.assistant_id == employee_id)


def of_teacher(employee: Employee, day: date) -> list[Place]:
    """All slots a teacher takes or assists in."""
    return _places(_takes(employee.id), day)


def promised(employee_id: int, year: YearFacts, day: date) -> list[Place]:
    """A teacher's lessons of a day that has not come yet in their order, changes of the day
    included."""
    changed = select(Substitution.slot_id).where(
        Substitution.on_date == day, Substitution.slot_id.is_not(None), standing()
    )
    stands_in = changed.where(
        Substitution.employee_id == employee_id, Substitution.kind.in_((REPLACED, JOINED))
    )
    changed = changed.where(Substitution.kind != SWAPPED)
    mine = or_(_takes(employee_id) & LessonSlot.id.not_in(changed), LessonSlot.id.in_(stands_in))
    bells = year_bells(year)
    places = [
        place
        for place in _places(mine & learnt_on(bells.days, day), day)
        if bells.days.of_group(day, place.group_id).takes(place.weekday, place.parity)
    ]
    known = {slot_id: change for slot_id, *change in db.session.execute(_changed_on(day))}
    for place in places:
        kind, number, holder = known.get(place.slot_id, ("", None, None))
        if kind == SWAPPED:
            place.number = number
        elif holder == employee_id:
            place.instead_of = place.teacher
    places += _extra(employee_id, day)
    for place in places:
        place.times = bells.of_group(day, place.group_id).get(place.number)
    return sorted(places, key=lambda place: place.number)


def _changed_on(day: date):
    """Slot, kind, number and who holds it, of the changes of a day."""
    found = (Substitution.on_date == day) & Substitution.slot_id.is_not(None) & standing()
    what = (Substitution.kind, Substitution.number, Substitution.employee_id)
    return select(Substitution.slot_id, *what).where(found)


def _extra(employee_id: int, day: date) -> list[Place]:
    """The lessons a teacher has on a day that the timetable lacks."""
    rows = db.session.execute(
        select(Substitution, Course.name, StudyGroup.name, Classroom.name)
        .join(Course, Course.id == Substitution.course_id)
        .join(StudyGroup, StudyGroup.id == Substitution.study_group_id)
        .outerjoin(Classroom, Classroom.id == Substitution.classroom_id)
        .where(Substitution.on_date == day, Substitution.employee_id == employee_id, standing())
        .where(Substitution.kind.in_((SUBJECT, ADDED)))
    )
    return [
        Place(
            *(0, day.weekday(), one.number, 0, subject, group, employee_id, "", "", room or ""),
            one.study_group_id,
        )
        for one, subject, group, room in rows
    ]


def learnt_on(days: YearDays, day: date):
    """The condition that a slot belongs to a timetable which anybody may learn by on a day;
    whether its group does, `YearDays.of_group` knows."""
    return or_(
        *(
            (LessonSlot.weekday == weekday) & LessonSlot.parity.in_((0, parity))
            for weekday, parity in days.timetables(day)
        )
    )


def next_school_day(year: YearFacts, day: date, step: int) -> date | None:
    """The nearest day after (`step` 1) or before (-1) on which any class has lessons; None where
    the year ends before."""
    days, taught = year_days(year), _taught(year.id)
    day += timedelta(days=step)
    while year.starts_on <= day <= year.ends_on:
        if any(days.of(day, grade).weekday in weekdays for grade, weekdays in taught.items()):
            return day
        day += timedelta(days=step)
    return None


def _taught(year_id: int) -> dict[int, set[int]]:
    """Grade → the weekdays it has lessons on."""
    query = select(StudyGroup.grade, LessonSlot.weekday).join(
        StudyGroup, StudyGroup.id == LessonSlot.study_group_id
    )
    found: dict[int, set[int]] = {}
    for grade, weekday in db.session.execute(query.where(LessonSlot.year_id == year_id).distinct()):
        found.setdefault(grade, set()).add(weekday)
    return found


def give_times(places: list[Place], year: YearFacts) -> None:
    """Tell each place of a week when it rings as a rule, single dates left out."""
    bells = year_bells(year)
    for place in places:
        place.times = bells.of_week(place.weekday, place.group_id).get(place.number)


def classes_of(year_id: int) -> list[ClassGroup]:
    """The classes of a year in order."""
    return list(
        db.session.scalars(
            select(ClassGroup)
            .where(ClassGroup.year_id == year_id)
            .order_by(ClassGroup.grade, ClassGroup.letter)
        )
    )


def teachers(day: date) -> list[Employee]:
    """Those who take or assist in lessons of the timetable in force, by surname."""
    teaches = exists().where(
        or_(LessonSlot.employee_id == Employee.id, LessonSlot.assistant_id == Employee.id),
        _in_force(day),
    )
    return list(
        db.session.scalars(
            select(Employee)
            .join(Person, Person.id == Employee.person_id)
            .where(teaches)
            .order_by(Person.surname, Person.given)
        )
    )


def days_of(slots, year: YearFacts, first: date, last: date):
    """(slot, day) of every day from first to last on which a slot of the timetable is learnt by
    its group."""
    days, whole = year_days(year), range((last - first).days + 1)
    learnt: dict[int, list] = {}  # by group
    for slot in slots:
        if slot.study_group_id not in learnt:
            every = (days.of_group(first + timedelta(n), slot.study_group_id) for n in whole)
            learnt[slot.study_group_id] = [found for found in every if not found.is_free]
        for found in learnt[slot.study_group_id]:
            within = slot.valid_from <= found.day <= (slot.valid_to or found.day)
            if within and found.takes(slot.weekday, slot.parity):
                yield slot, found.day
