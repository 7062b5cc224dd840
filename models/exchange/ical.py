"""The timetable as iCalendar: of a teacher, a class, a pupil. One event a lesson, dated.

Holidays, odd and even weeks and substitutions are taken out of hand, so that every calendar
program shows the same; a lesson keeps its number (UID) from file to file, so that a newer file
replaces what an older one brought.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from models import clock
from models.base import db
from models.exchange.timetable_ground import names_of_staff
from models.office.order import ELECTRONIC, the_modes
from models.people.person import with_initials
from models.school.bells import year_bells
from models.school.calendar import YearFacts, the_year
from models.school.groups import JOINED, ClassGroup, StudyGroup, StudyGroupPart
from models.school.places import groups_of
from models.school.subject import Course
from models.school.timetable import (
    CANCELLED,
    CHANGE_WORD,
    Classroom,
    LessonSlot,
    Substitution,
    room_words,
    standing,
)
from models.school.week import days_of

BEHIND = timedelta(days=14)  # past lessons that are told as well


@dataclass(frozen=True)
class Event:
    """A lesson of a day, as the calendar tells it."""

    uid: str
    day: date
    number: int
    title: str
    about: str
    room: str
    times: tuple | None  # (begin, end) on the school's clock
    cancelled: bool = False


def of_teacher(employee_id: int, today: date) -> bytes:
    """The lessons a teacher gives or helps in, those of substitutions too."""
    takes = or_(LessonSlot.employee_id == employee_id, LessonSlot.assistant_id == employee_id)
    stands_in = select(Substitution.slot_id).where(
        Substitution.employee_id == employee_id, Substitution.slot_id.is_not(None), standing()
    )
    telling = _Telling(today)

    def mine(slot, group, day: date, change) -> Event | None:
        own = employee_id in (slot.employee_id, slot.assistant_id)
        if change is not None and change.takes_over:
            own = employee_id in (change.employee_id, slot.assistant_id)
        return telling.event(slot, group, day, change, group.name) if own else None

    added = telling.added(Substitution.employee_id == employee_id)
    return telling.calendar("Мои уроки", takes | LessonSlot.id.in_(stands_in), mine, added)


def of_class(class_group: ClassGroup, today: date) -> bytes:
    """The lessons of a class and of its parts."""
    own = select(StudyGroup.id).where(StudyGroup.class_group_id == class_group.id)
    joined = select(StudyGroupPart.joined_id).where(StudyGroupPart.part_id.in_(own))
    telling = _Telling(today)

    def lesson(slot, group, day: date, change) -> Event:
        part = group.name if group.kind == JOINED or "," in group.name else ""
        return telling.event(slot, group, day, change, part)

    condition = LessonSlot.study_group_id.in_(own) | LessonSlot.study_group_id.in_(joined)
    groups = set(db.session.scalars(own)) | set(db.session.scalars(joined))
    added = telling.added(Substitution.study_group_id.in_(groups))
    return telling.calendar(f"Класс {class_group.name}", condition, lesson, added)


def of_pupil(student_id: int, name: str, today: date) -> bytes:
    """A pupil's lessons as the family sees them: changes of a day only where the class keeps its
    journal electronically (2.6)."""
    telling = _Telling(today)
    sits = groups_of(student_id, telling.first, telling.last)
    modes = the_modes()

    def there(group, day: date) -> bool:
        return any(start <= day and (end is None or day <= end) for start, end in sits[group.id])

    def lesson(slot, group, day: date, change) -> Event | None:
        if not there(group, day):
            return None
        told = change if modes.of(group, day) == ELECTRONIC else None
        return telling.event(slot, group, day, told, "")

    added = telling.added(
        Substitution.study_group_id.in_(list(sits)),
        lambda group, day: there(group, day) and modes.of(group, day) == ELECTRONIC,
    )
    return telling.calendar(name, LessonSlot.study_group_id.in_(list(sits)), lesson, added)


class _Telling:
    """The days of the year a calendar tells, and the words for its lessons; queries are few
    whatever the number of lessons."""

    def __init__(self, today: date):
        self.year: YearFacts = the_year(today)
        self.first = max(self.year.starts_on, today - BEHIND)
        self.last = self.year.ends_on
        self.bells = year_bells(self.year)
        self.staff = names_of_staff()
        self.rooms = dict(db.session.execute(select(Classroom.id, Classroom.name)).all())
        self.courses = dict(db.session.execute(select(Course.id, Course.name)).all())

    def event(self, slot, group, day: date, change, part: str) -> Event:
        """A slot on a day, with its change if there is one."""
        cancelled = change is not None and change.drops
        taken = change is not None and change.takes_over
        number = (change.number if change is not None and not cancelled else None) or slot.number
        about = [f"{number} урок", self._short(change.employee_id if taken else slot.employee_id)]
        if change is not None:
            about.append(CHANGE_WORD[CANCELLED if cancelled else change.kind])
        room = self.rooms.get((change and change.classroom_id) or slot.classroom_id, "")
        uid = f"lesson-{slot.id}-{day:%Y%m%d}@klass"
        title = self._title(slot.course_id, part)
        return self._event(uid, day, number, slot.study_group_id, title, about, room, cancelled)

    def added(self, condition, told: Callable = lambda group, day: True) -> list[Event]:
        """The lessons that the timetable lacks: other subjects and added ones."""
        rows = db.session.execute(
            select(Substitution, StudyGroup)
            .join(StudyGroup, StudyGroup.id == Substitution.study_group_id)
            .where(condition, standing(), Substitution.on_date.between(self.first, self.last))
            .order_by(Substitution.id)
        )
        return [
            self._own_lesson(change, group)
            for change, group in rows
            if change.has_own_lesson and told(group, change.on_date)
        ]

    def _own_lesson(self, change: Substitution, group: StudyGroup) -> Event:
        about = [f"{change.number} урок", self._short(change.employee_id)]
        about.append(CHANGE_WORD[change.kind])
        room = self.rooms.get(change.classroom_id, "")
        day, title = change.on_date, self._title(change.course_id, "")
        uid = f"change-{change.id}-{day:%Y%m%d}@klass"
        return self._event(uid, day, change.number, group.id, title, about, room, False)

    def _title(self, course_id: int, part: str) -> str:
        return ", ".join(filter(None, (self.courses[course_id], part)))

    def _event(self, uid, day, number, group_id, title, about, room, cancelled) -> Event:
        times = self.bells.of_group(day, group_id).get(number)
        return Event(uid, day, number, title, ", ".join(about), room, times, cancelled)

    def _short(self, employee_id: int) -> str:
        parts = ([*self.staff.get(employee_id, "").split(" ", 2), "", ""])[:3]
        return with_initials(*parts)

    def calendar(self, name: str, condition, event: Callable, added: list[Event]) -> bytes:
        """The calendar of the slots that fulfil a condition, as `event` tells each of them, and
        of the lessons that are added to them."""
        lessons = added + [
            told
            for slot, group, day, change in self._lessons(condition)
            if (told := event(slot, group, day, change)) is not None
        ]
        return _written(name, sorted(lessons, key=lambda one: (one.day, one.number)))

    def _lessons(self, condition):
        rows = db.session.execute(
            select(LessonSlot, StudyGroup)
            .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
            .where(condition, LessonSlot.year_id == self.year.id)
            .where(LessonSlot.valid_from <= self.last)
            .where(or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= self.first))
            .order_by(LessonSlot.id)
        ).all()
        here = Substitution.on_date.between(self.first, self.last)
        query = select(Substitution).where(here, standing())
        changes = {(row.slot_id, row.on_date): row for row in db.session.scalars(query)}
        groups = {slot.id: group for slot, group in rows}
        for slot, day in days_of([slot for slot, _ in rows], self.year, self.first, self.last):
            yield slot, groups[slot.id], day, changes.get((slot.id, day))


def _written(name: str, events: list[Event]) -> bytes:
    from icalendar import Calendar
    from icalendar import Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//Klass//Timetable//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    made = clock.real_now().replace(microsecond=0)
    for event in events:
        entry = Entry()
        entry.add("uid", event.uid)
        entry.add("dtstamp", made)
        span = event.times
        entry.add("dtstart", clock.at(event.day, span[0]) if span else event.day)
        entry.add("dtend", clock.at(event.day, span[1]) if span else event.day + timedelta(days=1))
        entry.add("summary", event.title)
        entry.add("description", event.about)
        if event.room:
            entry.add("location", room_words(event.room))
        entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
        calendar.add_component(entry)
    return calendar.to_ical()
