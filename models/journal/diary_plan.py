"""What the timetable and the calendar promise a pupil: the week before its lessons exist."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import or_, select

from models.base import db
from models.ground import remembered
from models.journal.day_changes import told_changes
from models.office.order import ELECTRONIC, the_modes
from models.school.bells import year_bells
from models.school.calendar import the_year
from models.school.days import SchoolDay, YearDays, year_days
from models.school.groups import StudyGroup
from models.school.places import groups_of
from models.school.subject import Course
from models.school.timetable import SWAPPED, Classroom, LessonSlot


@dataclass
class DiaryLesson:
    """One line of a day. Topic and homework only where the class is in electronic mode."""

    number: int
    subject: str
    starts: time | None = None
    ends: time | None = None
    room: str = ""
    topic: str = ""
    homework: str = ""
    individual: str = ""  # what is set for this pupil alone
    material: list[tuple] = field(default_factory=list)  # (id, title, link or nothing, size)
    note: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)  # (shown, what it is for)
    absence: str = ""
    absence_title: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Group:
    """A group the pupil sits in, as modes ask for it."""

    id: int
    class_group_id: int | None


@dataclass(frozen=True)
class Planned:
    """A lesson to come: its key and day, and the line it is while it does not exist yet."""

    key: int  # as `lesson_key` has it
    day: date
    line: DiaryLesson


def sits(spans, day: date) -> bool:
    """Whether one of the spans (first, last or None) holds the day."""
    return any(first <= day and (last is None or day <= last) for first, last in spans)


@remembered
def groups_named(ids: tuple[int, ...]) -> dict[int, Group]:
    """Groups by id, as modes ask for them."""
    rows = db.session.execute(
        select(StudyGroup.id, StudyGroup.class_group_id).where(StudyGroup.id.in_(ids))
    )
    return {row.id: Group(*row) for row in rows}


@remembered
def days_of_pupil(student_id: int, grade: int, first: date) -> list[SchoolDay]:
    """The seven days of a week as they are for a pupil: of the class, and of the grade where the
    pupil is taught at home."""
    days, spans = (
        year_days(the_year(first)),
        groups_of(student_id, first, first + timedelta(days=6)),
    )
    week_days = [first + timedelta(days=offset) for offset in range(7)]
    return [days.of(day, *_own_class(days, spans, day, grade)) for day in week_days]


def _own_class(days: YearDays, spans, day: date, grade: int) -> tuple[int, int | None]:
    """(grade, class) of a pupil on a day."""
    for group_id, held in spans.items():
        places = days.classes.get(group_id, ())
        if len(places) == 1 and places[0][1] is not None and sits(held, day):
            return places[0]
    return grade, None


@remembered
def planned_week(student_id: int, grade: int, first: date) -> list[Planned]:
    """What the timetable promises a pupil in the week from Monday `first` by the calendar of
    its days; changes of it are told only where paper has been left (clause 2.6)."""
    last = first + timedelta(days=6)
    spans, bells = groups_of(student_id, first, last), year_bells(the_year(first))
    told = told_changes(first, last)
    changes = {(one.key, one.on_date): one for one in told}
    found = []
    slots = _slots(list(spans), first, last)
    for found_day, (slot, group, subject, room) in _on_days(student_id, grade, first, slots):
        day = found_day.day
        if not slot.valid_from <= day <= (slot.valid_to or day) or not sits(spans[group.id], day):
            continue
        change = changes.get((slot.id, day))
        if the_modes().of(group, day) != ELECTRONIC:
            change = None
        number = change.number if change and change.kind == SWAPPED else slot.number
        starts, ends = bells.of_group(day, group.id).get(number, (None, None))
        note = change.note if change else ""
        line = DiaryLesson(number, subject, starts, ends, room or "", note=note)
        found.append(Planned(slot.id, day, line))
    return found + _added(told, spans, bells)


def _added(told, spans, bells) -> list[Planned]:
    """The lessons that the timetable lacks, of the pupil's groups that have left paper."""
    groups, found = groups_named(tuple(sorted(spans))), []
    for one in told:
        group, day = groups.get(one.group_id), one.on_date
        if group is None or not sits(spans[group.id], day):
            continue
        if the_modes().of(group, day) == ELECTRONIC:
            times = bells.of_group(day, group.id).get(one.number, (None, None))
            line = DiaryLesson(one.number, one.subject, *times, one.room, note=one.note)
            found.append(Planned(one.key, day, line))
    return found


def _slots(groups: list[int], first: date, last: date):
    return db.session.execute(
        select(LessonSlot, StudyGroup, Course.name, Classroom.name)
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .join(Course, Course.id == LessonSlot.course_id)
        .outerjoin(Classroom, Classroom.id == LessonSlot.classroom_id)
        .where(
            LessonSlot.study_group_id.in_(groups),
            LessonSlot.valid_from <= last,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= first),
        )
    ).all()


def _on_days(student_id: int, grade: int, first: date, slots):
    """Each day of the pupil's week with the slots that are learnt on it by pupil and group."""
    days = year_days(the_year(first))
    for own in days_of_pupil(student_id, grade, first):
        for row in slots:
            slot = row[0]
            group_day = days.of_group(own.day, slot.study_group_id)
            if not own.is_free and group_day.takes(slot.weekday, slot.parity):
                yield own, row
